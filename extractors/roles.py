"""Says who stands in a step and as what: target, complainant, affected, or only named."""

import re

from extractors.candidates import DOUBTED
from extractors.enumerated import first_enumerated
from extractors.expressions import expressions
from extractors.joined import binds
from extractors.lexicon import Lexicon
from extractors.parts import Hit, Name, Sentence, names_within
from extractors.users import is_used
from schemas.words import Action, Role

_REACH = 150
_NEAR = 40
_VERB_SECOND = frozenset({"de", "nl"})
_HEADLINE_END = re.compile(r"\s*[:–—|]\s")
# How far the words that bind a firm to what stands before it go back at most.
_PREPOSITIONAL = 80
# French sets a blank before a colon.
_LEAD_END = re.compile(r"(?<=[\w»”)%])\s?:\s")
# Before a court "the complaint of Acme" is that of the firm the decision was addressed to.
_APPELLANT_IS_TARGET = frozenset({Action.RULING, Action.LITIGATION})
_PROGRESSIVE = re.compile(r"[a-z]+ing\b")


class Roles:
    """The firms around one trigger. Built for one hit; `parties` is its answer."""

    def __init__(self, hit: Hit, sentence: Sentence, firms: list[Name], actors: list[Name], lexicon: Lexicon) -> None:
        self.hit, self.sentence, self.lexicon = hit, sentence, lexicon
        self.text = sentence.text
        self.start, self.end = hit.start - sentence.start, hit.end - sentence.start
        # A capital within the trigger's own words ("Statement of Grounds") is no firm of the sentence.
        self.firms = [
            firm
            for firm in names_within(firms, sentence.start, sentence.end)
            if firm.score > DOUBTED or not hit.start <= firm.start < hit.end
        ]
        self.actors = names_within(actors, sentence.start, sentence.end)

    def parties(self) -> list[tuple[Name, Role]]:
        """Return the firms of the sentence that have a role in the step, targets first."""
        targets = self._with_liable_owner(self._with_buyer(self._targets()))
        rest = [firm for firm in self.firms if firm.key not in {t.key for t in targets}]
        others = [(firm, role) for firm in rest if (role := self._side_role(firm)) is not None]
        return [(target, Role.TARGET) for target in targets] + others

    def _targets(self) -> list[Name]:
        side: str = self.hit.trigger.target
        if side == "document":
            return []
        inside = self._inside() if self.hit.trigger.actor == "authority" else []
        if side in {"auto", "after"} and inside:
            return inside
        if side == "auto":
            side = self._voice()
        if side == "before":
            # "moet Acme 14 miljoen betalen": the subject may stand within words that usually follow it.
            within = self._inside() if self.lexicon.lang in _VERB_SECOND else []
            return self._before() or within or self._topic()
        if side == "inside":
            return self._inside() or self._after() or self._before()
        found = self._after()
        if not found and self.hit.trigger.target == "auto":
            found = self._before() if self.sentence.section == "title" else self._between()
        return found or self._topic()

    def _between(self) -> list[Name]:
        """Return the firm between the one who acts and the words that tell the act ("has sent Acme its objections")."""
        acting = [a.end for a in self.actors if a.end <= self.hit.start]
        found = self._before()
        return found if acting and found and found[0].start >= max(acting) else []

    def _voice(self) -> str:
        """Return where the firm stands when the words alone do not say: by voice, then by who is there."""
        # "is investigating" is no passive.
        progressive = _PROGRESSIVE.match(self.text, self.start)
        if not progressive and self.lexicon.patterns["passive_before"].search(self.text[: self.start]):
            return "before"
        actor_before = any(a.end <= self.hit.start for a in self.actors)
        # "The authority cleared the purchase by Acme": who buys is no authority.
        of_a_buyer = self.hit.trigger.deal and actor_before
        if not of_a_buyer and self.lexicon.patterns["passive_after"].search(self.text[self.end :]):
            return "before"
        firms_after = bool(self._after())
        if firms_after and (actor_before or not self._before()):
            return "after"
        return "before" if self._before() and not actor_before else "after"

    def _clear(self, firm: Name) -> bool:
        """Tell whether a firm may be a target by the words right beside it."""
        before, after = self._beside(firm)
        if expressions().as_much_as.search(before):
            # "tanto Acme *como* Bolt": small words that elsewhere only compare.
            return True
        patterns = self.lexicon.patterns
        first, _ = self._beside(self._first_listed(firm))
        return not is_used(firm, self.hit, self.sentence, self.lexicon) and not any(
            patterns[name].search(where)
            for name, where in (
                ("complainant_before", first),
                ("complainant_after", after),
                ("affected_before", first),
                ("related_before", first),
                ("bystander_before", first),
                ("bystander_after", after),
            )
        )

    def _first_listed(self, firm: Name) -> Name:
        """Return the first of the firms that a small word joins: what is said of it is said of "rivals like A or B"."""
        at = self.firms.index(firm)
        while at and expressions().and_or.fullmatch(self._between_firms(self.firms[at - 1], self.firms[at])):
            at -= 1
        return self.firms[at]

    def _between_firms(self, left: Name, right: Name) -> str:
        return self.text[left.end - self.sentence.start : right.start - self.sentence.start]

    def _beside(self, firm: Name) -> tuple[str, str]:
        start, end = firm.start - self.sentence.start, firm.end - self.sentence.start
        return self.text[max(0, start - _NEAR) : start], self.text[end : end + _NEAR]

    def _after(self) -> list[Name]:
        if listed := first_enumerated(self.firms, self.hit, self.sentence):
            return self._joined(listed, 1)
        region = self.text[self.end : self.end + _REACH].partition(";")[0]
        cut = self.lexicon.patterns["breakers"].search(region)
        limit = self.end + (cut.start() if cut else len(region))
        following = [f for f in self.firms if self.end <= f.start - self.sentence.start < limit]
        clear = [f for f in following if self._clear_after(f)]
        return self._with_repeated(self._joined(clear[0], 1)) if clear else []

    def _with_repeated(self, group: list[Name]) -> list[Name]:
        """Add the firms before which the preposition of the first comes back: "against A, a lab, and against B"."""
        first = expressions().towards.search(self._before_firm(group[0]))
        if first is None:
            return group
        rest = [f for f in self.firms if f.start >= group[-1].end]
        if self.lexicon.patterns["relative"].match(self.text, group[-1].end - self.sentence.start + 1):
            # "ordered Acme *that* it open up to Bolt and to Core": what follows is what it must do.
            return group
        again = [(f, expressions().and_towards.search(self._before_firm(f))) for f in rest]
        same = first["preposition"].casefold()
        repeated = [f for f, found in again if found and found["preposition"].casefold() == same]
        return group + [firm for one in repeated for firm in self._joined(one, 1) if firm not in group]

    def _before_firm(self, firm: Name) -> str:
        end = firm.start - self.sentence.start
        return self.text[max(0, end - _PREPOSITIONAL) : end]

    def _with_buyer(self, group: list[Name]) -> list[Name]:
        """Add who buys, right before the words of a merger's review: "Acme may buy Bolt", "Acme asks leave to …"."""
        if not group or not self.hit.trigger.deal:
            return group
        before = [f for f in self.firms if f.end <= self.hit.start and f.key not in {g.key for g in group}]
        adjacent = [f for f in before if not self.text[f.end - self.sentence.start : self.start].strip()]
        return [*adjacent, *group]

    def _with_liable_owner(self, group: list[Name]) -> list[Name]:
        """Add the owner that may have to pay for the targets: "putting its owner Acme at risk of a fine"."""
        patterns = self.lexicon.patterns
        rest = [f for f in self.firms if group and f.start > group[-1].end and f.key not in {g.key for g in group}]
        beside = ((firm, *self._beside(firm)) for firm in rest)
        liable = [
            f
            for f, before, after in beside
            if patterns["owner_before"].search(before) and patterns["liable_after"].match(after)
        ]
        return [*group, *liable]

    def _clear_after(self, firm: Name) -> bool:
        # "investigation with Acme on board": prepositions that free a firm elsewhere bind it to its trigger here.
        gap = self.text[self.end : firm.start - self.sentence.start]
        if len(gap.strip()) < 5 or expressions().its_object.search(gap):
            used = is_used(firm, self.hit, self.sentence, self.lexicon)
            return not used and not self.lexicon.patterns["bystander_after"].search(self._beside(firm)[1])
        return self._clear(firm)

    def _inside(self) -> list[Name]:
        within = [f for f in self.firms if self.start <= f.start - self.sentence.start < self.end]
        within = [f for f in within if self._bound(f) and not is_used(f, self.hit, self.sentence, self.lexicon)]
        if self.hit.trigger.action not in _APPELLANT_IS_TARGET:
            within = [f for f in within if not self.lexicon.patterns["complainant_before"].search(self._beside(f)[0])]
        return self._joined(within[0], 1) if within else []

    def _before(self) -> list[Name]:
        preceding = [f for f in self.firms if f.end - self.sentence.start <= self.start]
        clear = [f for f in preceding if self._clear(f) and self.start - (f.end - self.sentence.start) < _REACH]
        clear = [f for f in clear if not (self._in_relative_clause(f) or self._in_apposition(f))] or clear
        return self._joined(clear[-1], -1) if clear else []

    def _topic(self) -> list[Name]:
        """Return the firm a headline, or a lead written like one, starts with ("Acme: watchdog opens probe")."""
        if self.sentence.section == "body":
            return []
        titled = self.sentence.section == "title"
        head = _HEADLINE_END.search(self.text) if titled else _LEAD_END.search(self.text, 0, self.start)
        named = [f for f in self.firms if head and f.end - self.sentence.start <= head.start() + 1]
        return self._joined(named[0], 1) if named else []

    def _in_relative_clause(self, firm: Name) -> bool:
        at = firm.start - self.sentence.start
        return any(
            clause.start() < at < clause.end()
            for clause in expressions().relative_clause.finditer(self.text[: self.start])
        )

    def _in_apposition(self, firm: Name) -> bool:
        """Tell whether a firm only says what another is: "Acme, a customer of *Bolt*'s cloud, is investigated"."""
        at = self.firms.index(firm)
        said = at > 0 and expressions().apposition.match(self._between_firms(self.firms[at - 1], firm))
        return bool(said) and "," in self.text[firm.end - self.sentence.start : self.start]

    def _joined(self, first: Name, step: int) -> list[Name]:
        """Return a firm with those it is coordinated with, or shares a deal with, in reading order."""
        at = self.firms.index(first)
        group = [first]
        while 0 <= at + step < len(self.firms):
            other = self.firms[at + step]
            left, right = (group[-1], other) if step > 0 else (other, group[-1])
            free = self._clear(other) if step < 0 else left.key == right.key or self._bound(other)
            if not free or not binds(left, right, self.hit, self.sentence, self.lexicon):
                break
            group.append(other)
            at += step
        return group if step > 0 else group[::-1]

    def _bound(self, firm: Name) -> bool:
        """Tell whether a firm goes on a list: no words let it off ("…, Acme is not concerned", "…, Acme's owner")."""
        before, after = self._beside(self._first_listed(firm))[0], self._beside(firm)[1]
        # A deal may be with "a unit of Acme", not with "a rival of Acme".
        related = self.lexicon.patterns["affected_before" if self.hit.trigger.deal else "related_before"].search(before)
        speaks = expressions().says.match(after)
        return not (related or speaks or self.lexicon.patterns["bystander_after"].search(after))

    def _side_role(self, firm: Name) -> Role | None:
        before, after = self._beside(firm)
        patterns = self.lexicon.patterns
        if patterns["complainant_before"].search(before) or patterns["complainant_after"].search(after):
            return Role.COMPLAINANT
        if (
            self.hit.trigger.actor == "complainant"
            and firm.end - self.sentence.start <= self.start
            and self._clear(firm)
        ):
            return Role.COMPLAINANT
        return Role.AFFECTED if patterns["affected_before"].search(before) else None
