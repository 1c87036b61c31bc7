import pytest

from knowledge.catalogue import Catalogue
from knowledge.load import load_catalogue
from schemas.catalogue import Alias, Basis, Company, Relation


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.mark.parametrize(
    ("written", "company"),
    [
        ("OpenAI", "openai"),
        ("openai opco, LLC", "openai"),  # case and legal form
        ("ChatGPT", "openai"),  # a product counts for its owner
        ("YouTube", "google"),
        ("DeepMind", "google"),
        ("WhatsApp Ireland Limited", "meta"),
        ("X (formerly Twitter)", "x"),
        ("X Internet Unlimited Company", "x"),
        ("Grok", "xai"),  # not Groq
        ("Groq", "groq"),
        ("AliExpress", "alibaba"),
        ("LinkedIn", "linkedin"),  # a firm of its own, not Microsoft
        ("GitHub Copilot", "github"),
        ("Copilot", "microsoft"),
        ("TikTok", "tiktok"),  # not its parent
        ("Mistral", "mistral-ai"),  # a name that needs a cue in a text needs none in a watchlist
        ("Tools for Humanity", "worldcoin"),
        ("Z.ai", "zhipu-ai"),
        ("メタ・プラットフォームズ", "meta"),
    ],
)
def test_company_named(catalogue: Catalogue, written: str, company: str) -> None:
    found = catalogue.company_named(written)
    assert found is not None
    assert found.id == company


def test_nobody_is_called_so(catalogue: Catalogue) -> None:
    assert catalogue.company_named("Mistral Ferries") is None


def test_a_name_of_two_companies_names_neither() -> None:
    gemini = Alias(text="Gemini", cues=("chatbot",))
    one, other = (Company(id=slug, name=slug.title(), products=(gemini,)) for slug in ("google", "exchange"))
    catalogue = Catalogue(companies={"google": one, "exchange": other})
    assert catalogue.company_named("Gemini") is None


def test_a_canonical_name_wins_over_an_alias() -> None:
    one = Company(id="one", name="Orion")
    other = Company(id="other", name="Other", aliases=(Alias(text="Orion", cues=("chatbot",)),))
    catalogue = Catalogue(companies={"other": other, "one": one})
    assert catalogue.company_named("orion") == one


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Mistal", "Mistral AI"),
        ("Antropic", "Anthropic"),
        ("Open-IA", "OpenAI"),
        ("Perplexiti", "Perplexity"),
        ("Watsapp", "Meta"),
    ],
)
def test_suggests_the_nearest(catalogue: Catalogue, typed: str, meant: str) -> None:
    assert catalogue.nearest(typed)[0] == meant
    assert len(set(catalogue.nearest(typed))) == 3


def test_groups(catalogue: Catalogue) -> None:
    assert catalogue.companies["mistral-ai"] in catalogue.in_group("ai_lab")
    assert catalogue.companies["nvidia"] not in catalogue.in_group("ai_lab")
    assert catalogue.in_group("nonsense") == ()


def test_infomaniak_is_exposed_to_mistral(catalogue: Catalogue) -> None:
    exposed = [relation for relation in catalogue.exposed_to("mistral-ai") if relation.company == "infomaniak"]
    assert [(relation.kind, relation.basis.kind, relation.verified) for relation in exposed] == [
        ("uses_models_of", "general_knowledge", False)
    ]


@pytest.mark.parametrize(
    ("kind", "hit", "exposed"),
    [
        ("uses_models_of", "b", True),  # a uses the models of b
        ("uses_models_of", "a", False),  # who provides models is not touched by what happens to one user
        ("hosted_by", "b", True),
        ("hosted_by", "a", False),
        ("investor", "b", True),  # a has invested in b
        ("investor", "a", False),
        ("chip_supplier", "a", True),  # a supplies b
        ("chip_supplier", "b", False),
        ("model_provider", "a", True),
        ("cloud_provider", "b", False),
        ("parent", "a", True),  # a group is one
        ("parent", "b", True),
        ("partner", "a", True),
        ("partner", "b", True),
    ],
)
def test_exposure_has_a_direction(kind: str, hit: str, exposed: bool) -> None:
    basis = Basis(kind="general_knowledge")
    relation = Relation.model_validate({"company": "a", "kind": kind, "to": "b", "basis": basis})
    assert Catalogue(relations=(relation,)).exposed_to(hit) == ((relation,) if exposed else ())


def test_exposure_is_one_hop(catalogue: Catalogue) -> None:
    touched = {relation.company for relation in catalogue.exposed_to("mistral-ai")}
    touched |= {relation.to for relation in catalogue.exposed_to("mistral-ai")}
    assert "openai" not in touched  # only through Microsoft


@pytest.mark.parametrize(
    ("authority", "whole"),
    [
        ("eu-dgcomp", "eu-ec"),
        ("eu-cnect", "eu-ec"),
        ("eu-aioffice", "eu-ec"),
        ("eu-edpb", "eu-edpb"),  # a body of its own
        ("other:FNE", "other:FNE"),
    ],
)
def test_services_act_for_the_whole(catalogue: Catalogue, authority: str, whole: str) -> None:
    assert catalogue.parent_authority(authority) == whole
