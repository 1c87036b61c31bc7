"""What is known beforehand: companies, how they depend on each other, and authorities."""

from typing import Literal

from pydantic import Field

from schemas.base import Model, Slug
from schemas.words import Instrument


class Alias(Model):
    """A name that may need proof. `cues`: one of these words must stand near it (or in the document).

    Cues, `not_before`, `not_after` and `unless` are whole words (or several). In lower case they are met in any
    case; with a capital only as written, so that the cue "AI" is not met by the Italian word "ai".
    """

    text: str
    case_sensitive: bool = False
    languages: tuple[str, ...] = ()
    """ISO 639-1 codes of the texts in which it counts; empty: in all."""
    cues: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    """Words that, following directly, show that something else is meant (Apple *pie*)."""
    not_after: tuple[str, ...] = ()
    """Words that, standing directly before, show that something else is meant."""
    unless: tuple[str, ...] = ()
    """Words that, anywhere in the text, show that something else is meant (Mistral where *wind* is told of)."""
    first_name: bool = False
    """People are called so too: with another name right behind it (Claude *Monet*) it does not count."""


class Company(Model):
    """A firm that builds, hosts, chips or deploys AI. `name` is its canonical name.

    An alias with the very text of `name` tells which proof the name itself needs.
    """

    id: Slug
    name: str
    country: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    ai: Literal["pure", "mixed"] = "pure"
    """pure: every matter of the firm is an AI matter; mixed: it has large other businesses."""
    groups: tuple[Slug, ...] = ()
    aliases: tuple[Alias, ...] = ()
    products: tuple[Alias, ...] = ()

    def spellings(self) -> tuple[Alias, ...]:
        """Return every way of writing it, each with its proof: name, aliases, products."""
        return _with_names((self.name,), (*self.aliases, *self.products))


class Basis(Model):
    """What a relation rests on: a document at hand, or general knowledge (then without link or date)."""

    kind: Literal["document", "general_knowledge"]
    document: str | None = None
    sentence: str | None = None


class Relation(Model):
    """`company` stands in `kind` to `to`: Infomaniak uses_models_of Mistral AI.

    Microsoft is parent of LinkedIn, investor in OpenAI; Nvidia is chip_supplier of CoreWeave; X is
    model_provider or cloud_provider of Y; Y is hosted_by X; partner holds both ways.
    """

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
    """A competition, digital, data-protection or consumer authority, or a court.

    `acronyms` count everywhere, as written. An acronym or a name that several bodies share stands in
    `aliases` with its cues; an alias with the very text of a name tells which proof that name needs.
    """

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

    def spellings(self) -> tuple[Alias, ...]:
        """Return every way of writing it, each with its proof: names, acronyms, aliases."""
        acronyms = tuple(Alias(text=text, case_sensitive=True) for text in self.acronyms)
        return _with_names(tuple(name.text for name in self.names), (*acronyms, *self.aliases))


class OtherBody(Model):
    """A body without an id of its own that takes steps all the same: printed `other:<name>`.

    The rules for `name` and `aliases` are those of a company.
    """

    name: str
    jurisdiction: str | None = None
    competence: tuple[str, ...] = ()
    """What "the watchdog" may mean it for."""
    instrument: Instrument | None = None
    """The law all its steps are taken under, when there is only one."""
    aliases: tuple[Alias, ...] = ()

    def spellings(self) -> tuple[Alias, ...]:
        """Return every way of writing it, each with its proof: name, aliases."""
        return _with_names((self.name,), self.aliases)


class Group(Model):
    """A set of companies a route may name as one."""

    id: Slug
    text: str


class CueList(Model):
    """Cues that several names share; "@<id>" among the cues of an alias stands for them."""

    id: Slug
    words: tuple[str, ...]


def _with_names(names: tuple[str, ...], aliases: tuple[Alias, ...]) -> tuple[Alias, ...]:
    """Return the names as aliases, before the others; a name that is itself an alias keeps its proof.

    What holds a straight apostrophe is there with a typographic one too: newspapers print both.
    """
    texts = {alias.text for alias in aliases}
    spelt = (*(Alias(text=name) for name in dict.fromkeys(names) if name not in texts), *aliases)
    curly = (alias.model_copy(update={"text": alias.text.replace("'", "’")}) for alias in spelt if "'" in alias.text)
    return (*spelt, *curly)
