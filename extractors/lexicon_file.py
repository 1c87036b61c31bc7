"""The form of lexicons/<lang>.toml: which lists of words a language has, and what each of them says."""

from typing import Literal

from pydantic import ConfigDict, Field

from schemas.base import Model
from schemas.words import Action, Instrument, Status


class TriggerEntry(Model):
    """A trigger as written in the file. `example` must match; `counter` must not.

    `official`: the words say so only in an authority's own paper, as the bare headings of registers do.
    """

    action: Action
    pattern: str
    target: Literal["after", "before", "inside", "auto", "document"] = "after"
    actor: Literal["authority", "firm", "complainant"] = "authority"
    needs_authority: bool = False
    weak: bool = False
    deal: bool = False
    official: bool = False
    status: Status | None = None
    instrument: Instrument | None = None
    example: str
    counter: str | None = None


class InstrumentEntry(Model):
    """Words that show under which law a step is taken; the first entry that matches wins."""

    name: Instrument
    pattern: str


class LexiconFile(Model):
    """The form of lexicons/<lang>.toml. Every list holds patterns in the short hand."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lang: str = Field(pattern="^[a-z]{2}$")
    brief: bool = False
    """The list of its words is short: a text declared to be of another language is never taken for one of it."""
    function_words: tuple[str, ...]
    starters: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    months: tuple[str, ...] = Field(min_length=12, max_length=12)
    weekdays: tuple[str, ...] = ()
    macros: dict[str, str] = Field(default_factory=dict)
    negation_before: tuple[str, ...] = ()
    negation_inside: tuple[str, ...] = ()
    negation_around: tuple[str, ...] = ()
    """Negations of two words with the verb between them ("n'examine pas")."""
    breach_negated: tuple[str, ...] = ()
    """Words that tell a breach by a negation ("does not comply"): they deny no step."""
    negation_after: tuple[str, ...] = ()
    negation_sentence: tuple[str, ...] = ()
    hedge_before: tuple[str, ...] = ()
    hedge_inside: tuple[str, ...] = ()
    """Conditionals within the words of a step: "*could* be fined"."""
    suspicion: tuple[str, ...] = ()
    """Words that make of a finding behind them a suspicion ("it suspects that Acme broke the law")."""
    hedge_after: tuple[str, ...] = ()
    hedge_sentence: tuple[str, ...] = ()
    left_open: tuple[str, ...] = ()
    """Denials that leave a step possible ("does not rule out"): they guess and deny nothing."""
    unreal: tuple[str, ...] = ()
    """Words of what never came about ("would have allowed"): no step, whatever they tell."""
    appealed: tuple[str, ...] = ()
    """Words of an appeal already lodged: what was appealed is some weeks old."""
    background_before: tuple[str, ...] = ()
    background_after: tuple[str, ...] = ()
    older_times: tuple[str, ...] = ()
    """Words for times that are past, wherever they stand in the clause of a step below the lead."""
    background_sentence: tuple[str, ...] = ()
    news: tuple[str, ...] = ()
    """Words that say the step is new or still running, and so outweigh the background."""
    pending: tuple[str, ...] = ()
    """Words that say a matter still runs, so that its mere mention is present, not past."""
    relative: tuple[str, ...] = ()
    """Words that begin a clause which says what stands before it is meant: its times are not those of the step."""
    of_a_year: tuple[str, ...] = ()
    """Years that say which thing is meant, not when the step was ("over its 2020 purchase")."""
    years_since: tuple[str, ...] = ()
    """Words that count the time since a step, before it in its clause, in headlines too ("three years after")."""
    begun: tuple[str, ...] = ()
    """Words that date the beginning of a matter, where a sentence tells what came of it ("a case opened in 2024")."""
    not_first: tuple[str, ...] = ()
    """Words that lead over to older steps ("It is not the first time")."""
    reaction: tuple[str, ...] = ()
    """Words by which somebody speaks of a step taken before ("Washington slams EU fine on Acme")."""
    comment: tuple[str, ...] = ()
    """Words before the colon of a headline that make it an opinion or a guide ("Analysis: …")."""
    withdrawn: tuple[str, ...] = ()
    """Words that take a complaint back: nothing runs by them, and no authority acts."""
    interim: tuple[str, ...] = ()
    """Words that make an order an interim one ("pending its investigation")."""
    fined: tuple[str, ...] = ()
    """Words that make a decision one about money."""
    paid: tuple[str, ...] = ()
    """Words before a sum that make it one somebody has to pay."""
    at_most: tuple[str, ...] = ()
    """Words before a sum that make it the most that could be asked, or one a day."""
    rate: tuple[str, ...] = ()
    """Words right behind a sum that make it one a day or a week."""
    known_sum: tuple[str, ...] = ()
    """Words right before a sum that make it one set before: "the fine of", "the" with "€5 million fine"."""
    provisional_view: tuple[str, ...] = ()
    """Words that make a finding one that is put to the firm ("preliminarily found")."""
    preliminary: tuple[str, ...] = ()
    """Words for inquiries that come before any proceedings ("market study")."""
    private: tuple[str, ...] = ()
    """Words of private litigation and of other matters that are no authority's."""
    passive_before: tuple[str, ...] = ()
    passive_after: tuple[str, ...] = ()
    breakers: tuple[str, ...] = ()
    """Words at which the reach of a trigger to its firms ends."""
    coordination: tuple[str, ...] = ()
    deal: tuple[str, ...] = ()
    bought: tuple[str, ...] = ()
    """Words between the two sides of a deal: "X's takeover of Y", "X to buy Y"."""
    pronouns: tuple[str, ...] = ()
    """Words that stand for the firm spoken of."""
    complainant_before: tuple[str, ...] = ()
    complainant_after: tuple[str, ...] = ()
    complained: tuple[str, ...] = ()
    """Words behind a firm that say it brought the matter before the authority, wherever the document says so."""
    affected_before: tuple[str, ...] = ()
    owner_before: tuple[str, ...] = ()
    liable_after: tuple[str, ...] = ()
    """Words before an owner of the firm a step is taken towards, and behind it that say it may have to pay."""
    unnamed_target: tuple[str, ...] = ()
    """Words beside a step that name somebody new without a name ("fined a hospital")."""
    unnamed_subject: tuple[str, ...] = ()
    """The same at the head of a sentence ("The operator of a site has been fined")."""
    related_before: tuple[str, ...] = ()
    """Words before a firm that say what it is to the one before it: "a unit of", "supplier to"."""
    used_before: tuple[str, ...] = ()
    """Words before a firm whose product somebody else used ("fined a clinic for using")."""
    bystander_before: tuple[str, ...] = ()
    bystander_after: tuple[str, ...] = ()
    authority_anaphora: tuple[str, ...] = ()
    authority_default: dict[str, str] = Field(default_factory=dict)
    """Words that mean one authority in this language when the text names no other: pattern → id."""
    authority_generic: tuple[str, ...] = ()
    competence_words: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Words of a kind of authority ("privacy watchdog"), by competence."""
    asked_by_press: tuple[str, ...] = ()
    """Words of journalists who ask and of those who answer them: no authority's questions."""
    attribution: tuple[str, ...] = ()
    """Words behind an authority that make what stands before them its own: "X may proceed, the authority *said*"."""
    trades: tuple[str, ...] = ()
    """Words for what a firm does, as they stand before its name: "cloud *provider* Acme", "*Lieferdienst* Acme"."""
    of_a_town: tuple[str, ...] = ()
    """Forms of the name of a town before a trade: "das *Grazer* Start-up Acme"."""
    bare_before: tuple[str, ...] = ()
    """Words before a name that stands without an article, in a language whose nouns all have capitals."""
    several: tuple[str, ...] = ()
    """Endings of a noun in such a place that names several or a kind, no firm: "gegen *Plattformen*"."""
    deadline: tuple[str, ...] = ()
    deadline_nouns: tuple[str, ...] = ()
    """Words for a day by which somebody must act: it stands some way behind them, or, in a table, right before."""
    ai: tuple[str, ...] = ()
    instruments: tuple[InstrumentEntry, ...] = Field(default=(), alias="instrument")
    triggers: tuple[TriggerEntry, ...] = Field(default=(), alias="trigger")


_PLAIN_LISTS = frozenset({"function_words", "starters", "abbreviations", "months", "weekdays"})
PATTERN_LISTS = tuple(
    name
    for name, info in LexiconFile.model_fields.items()
    if info.annotation == tuple[str, ...] and name not in _PLAIN_LISTS
)
"""The names of the lists that hold patterns."""
