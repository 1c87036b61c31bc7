"""What is known beforehand: companies, how they depend on each other, and authorities."""

from typing import Literal

from pydantic import Field

from schemas.base import Model, Slug


class Alias(Model):
    """A name that may need proof. `cues`: one of these words must stand near it (or in the document)."""

    text: str
    case_sensitive: bool = False
    cues: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    """Words that, following directly, show that something else is meant (Apple *pie*)."""
    not_after: tuple[str, ...] = ()
    """Words that, standing directly before, show that something else is meant."""


class Company(Model):
    """A firm that builds, hosts, chips or deploys AI. `name` is its canonical name."""

    id: Slug
    name: str
    country: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    ai: Literal["pure", "mixed"] = "pure"
    """pure: every matter of the firm is an AI matter; mixed: it has large other businesses."""
    groups: tuple[Slug, ...] = ()
    aliases: tuple[Alias, ...] = ()
    products: tuple[Alias, ...] = ()


class Basis(Model):
    """What a relation rests on: a document at hand, or general knowledge (then without link or date)."""

    kind: Literal["document", "general_knowledge"]
    document: str | None = None
    sentence: str | None = None


class Relation(Model):
    """`company` stands in `kind` to `to`: Infomaniak uses_models_of Mistral AI."""

    company: Slug
    kind: Literal[
        "parent",
        "investor",
        "model_provider",
        "uses_models_of",
        "cloud_provider",
        "hosted_by",
        "chip_supplier",
        "partner",
    ]
    to: Slug
    basis: Basis
    verified: bool = False


class AuthorityName(Model):
    """An official name in one language."""

    lang: str
    text: str
    verified: bool = False


class Authority(Model):
    """A competition, digital, data-protection or consumer authority, or a court."""

    id: Slug
    jurisdiction: str
    competence: tuple[str, ...] = ()
    names: tuple[AuthorityName, ...]
    acronyms: tuple[str, ...] = ()
    aliases: tuple[Alias, ...] = ()
    domains: tuple[str, ...] = ()
    part_of: Slug | None = None
    """The authority it is a service of (DG COMP of the Commission)."""

    def display_name(self) -> str:
        """Return the English name, else the first one."""
        english = [name.text for name in self.names if name.lang == "en"]
        return english[0] if english else self.names[0].text
