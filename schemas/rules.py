"""How the rule is called that read a finding: the language, the action, and the trigger's number or another way to it.

Findings are stored under these names for good: what the last word of one means never changes.
"""

from enum import StrEnum

from schemas.words import Action


class ReadBy(StrEnum):
    """How a finding was read when no trigger alone read it: the last word of its rule's name."""

    LEARNT = "learnt"
    """No trigger: the weights of the whole document were sure of it."""
    RUNNING = "running"
    """By a trigger, beside the news of the text, as a matter that still runs."""
    PENDING = "pending"
    """By words for a matter that another authority still pursues."""
    ASIDE = "aside"
    """By words about firms no step is told of: let off, or only asked about."""


_OF_A_RUNNING_MATTER = frozenset({ReadBy.RUNNING.value, ReadBy.PENDING.value})


def rule_name(lang: str, action: Action, by: int | ReadBy) -> str:
    """Return the name of a rule: "en-opened-1", "en-opened-pending"."""
    return f"{lang}-{action.value}-{by}"


def as_running(rule: str) -> str:
    """Return the name of a rule for what it read as still running: "en-opened-1-running"."""
    return rule if tells_of_a_running_matter(rule) else f"{rule}-{ReadBy.RUNNING}"


def tells_of_a_running_matter(rule: str) -> bool:
    """Return whether what a rule read already runs, and is not how it began."""
    return rule.rpartition("-")[2] in _OF_A_RUNNING_MATTER
