"""What the bundled files must hold."""

import re
from pathlib import Path

import pytest

from knowledge.catalogue import Catalogue
from knowledge.load import load_catalogue
from schemas.catalogue import Alias

SHARED = Path(__file__).parents[4] / "shared"

WATCHED = """
    OpenAI, Anthropic, Mistral AI, Microsoft, Google, Meta, Amazon, Apple, Nvidia, xAI, X, DeepSeek,
    ByteDance, TikTok, Perplexity, Cohere, Aleph Alpha, Stability AI, Midjourney, Hugging Face, Inflection AI,
    Character.AI, Luka, Clearview AI, Suno, Udio, Runway, ElevenLabs, DeepL, Black Forest Labs, Scale AI,
    Databricks, Snowflake, Palantir, CoreWeave, Lambda, Cerebras, Groq, Run:ai, AMD, Intel, Qualcomm,
    Broadcom, Arm, TSMC, Samsung, SK Hynix, IBM, Oracle, Salesforce, SAP, Adobe, LinkedIn, GitHub, Alibaba,
    Baidu, Tencent, Moonshot AI, Zhipu AI, MiniMax, 01.AI, Huawei, SenseTime, Naver, Kakao, Yandex,
    Infomaniak, Helsing, Adept, Safe Superintelligence, Thinking Machines Lab, Reka AI, AI21 Labs, Glean,
    Figure AI, Waymo, Tesla, Uber, Spotify, Snap, Reddit, Getty Images, Shutterstock, Worldcoin, Wiz,
    Activision Blizzard, Manus, Scaleway, OVHcloud, Nebius, G42, Synthesia, Wayve, Graphcore, Lovable, Cursor,
    Windsurf, Humane, Rabbit, Poolside, H Company, LightOn, Silo AI
"""

ORDINARY_WORDS = """
    Meta Apple Amazon X Arm Intel Oracle Snap Orange Wiz Runway Mistral Cursor Rabbit Humane Lambda Cohere
    Glean Adept Manus Lovable Suno Figure Snowflake Poolside Windsurf Perplexity Inflection Claude Gemini
    Llama Sora Threads Teams Office Windows Bing Bard Copilot Alexa Safari Visa Slack Zoom Notion Grab Proton
    Sunrise Cruise Opera Epic Scale Luka Tesla
"""

SHARED_ACRONYMS = """
    CPC KKV CC KT ESA CAT RK AP GC COM CB BC DT EC COMP ABC ICA SCA KP KA CAC APD GBA SMP SPR PUE TCA NCA CPA
    AMO CCA ECA HCC OPC OAG ATR CCS CEPD ADLC
"""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def test_the_default_watchlist_is_complete(catalogue: Catalogue) -> None:
    wanted = {name.strip() for name in WATCHED.replace("\n", " ").split(",")}
    assert len(wanted) == 103
    assert {company.name for company in catalogue.in_group("watched")} == wanted


@pytest.mark.parametrize("word", ORDINARY_WORDS.split())
def test_a_name_that_is_an_ordinary_word_asks_for_proof(catalogue: Catalogue, word: str) -> None:
    spellings = [
        alias for company in catalogue.companies.values() for alias in company.spellings() if alias.text == word
    ]
    assert spellings
    assert all(alias.case_sensitive for alias in spellings)


@pytest.mark.parametrize("acronym", SHARED_ACRONYMS.split())
def test_a_shared_acronym_never_counts_alone(catalogue: Catalogue, acronym: str) -> None:
    spellings = [s for a in catalogue.authorities.values() for s in a.spellings() if s.text == acronym]
    assert all(spelling.case_sensitive and spelling.cues for spelling in spellings)


def test_groups_say_who_is_an_ai_firm(catalogue: Catalogue) -> None:
    mixed = {"Apple", "Amazon", "Google", "Meta", "Microsoft", "Samsung", "X", "TikTok", "SAP"}
    assert {catalogue.company_named(name).ai for name in mixed} == {"mixed"}  # type: ignore[union-attr]
    pure = {"OpenAI", "Anthropic", "Mistral AI", "DeepSeek", "Nvidia", "Clearview AI"}
    assert {catalogue.company_named(name).ai for name in pure} == {"pure"}  # type: ignore[union-attr]


def test_no_relation_claims_more_than_it_can_show(catalogue: Catalogue) -> None:
    for relation in catalogue.relations:
        assert relation.company != relation.to
        if relation.basis.kind == "general_knowledge":
            assert not relation.verified
            assert relation.basis.document is None
        else:
            assert relation.basis.document
            assert relation.basis.sentence


def test_relations_stand_once(catalogue: Catalogue) -> None:
    stated = [(relation.company, relation.kind, relation.to) for relation in catalogue.relations]
    assert len(stated) == len(set(stated))


def test_every_authority_has_a_name_a_competence_and_an_address(catalogue: Catalogue) -> None:
    for authority in catalogue.authorities.values():
        assert authority.display_name(), authority.id
        assert authority.competence, authority.id
        assert authority.domains, authority.id


def test_no_alias_is_empty_or_repeated(catalogue: Catalogue) -> None:
    named = (*catalogue.companies.values(), *catalogue.authorities.values(), *catalogue.other_bodies)
    for thing in named:
        spellings: list[Alias] = list(thing.spellings())
        assert all(alias.text.strip() == alias.text != "" for alias in spellings), thing
        assert len(set(spellings)) == len(spellings), thing


def test_places_are_written_out(catalogue: Catalogue) -> None:
    names = {body.name for body in catalogue.other_bodies}
    assert "Florida Attorney General" in names
    assert "California Attorney General" not in names  # an authority with an id
    assert not [name for name in names if "{" in name]


def test_an_apostrophe_is_met_in_both_forms(catalogue: Catalogue) -> None:
    spelt = {alias.text for alias in catalogue.authorities["uk-ico"].spellings()}
    assert {"Information Commissioner's Office", "Information Commissioner’s Office"} <= spelt


@pytest.mark.skipif(not SHARED.exists(), reason="the list of authorities is not here")
def test_every_known_authority_is_there(catalogue: Catalogue) -> None:
    facts = (SHARED / "facts" / "authorities.yaml").read_text(encoding="utf-8")
    assert set(re.findall(r"^- id: (\S+)", facts, re.M)) == set(catalogue.authorities)


@pytest.mark.skipif(not SHARED.exists(), reason="the list of names is not here")
def test_every_official_name_is_there(catalogue: Catalogue) -> None:
    facts = (SHARED / "facts" / "authorities.yaml").read_text(encoding="utf-8")
    names = {text.strip("'").replace("''", "'") for text in re.findall(r"- lang: .*\n    text: (.*)", facts)}
    known = {name.text for authority in catalogue.authorities.values() for name in authority.names}
    assert len(names) > 150
    assert names <= known


@pytest.mark.skipif(not SHARED.exists(), reason="the list of aliases is not here")
def test_names_fold_as_the_score_folds_them(catalogue: Catalogue) -> None:
    for line in (SHARED / "gold" / "firm_aliases.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, *others = line.split("\t")
            for other in others:
                found = catalogue.company_named(other)
                assert found is not None, other
                assert found.name == name


@pytest.mark.skipif(not SHARED.exists(), reason="the list of firms is not here")
def test_the_watchlist_is_the_score_s(catalogue: Catalogue) -> None:
    lines = (SHARED / "gold" / "watched_firms.txt").read_text(encoding="utf-8").splitlines()
    wanted = {line for line in lines if line and not line.startswith("#")}
    assert {company.name for company in catalogue.in_group("watched")} == wanted
