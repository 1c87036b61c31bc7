"""Slack's mrkdwn as styled runs, and runs broken into lines of a width, without asking for a font."""

import re
from collections.abc import Iterable
from html import unescape
from typing import NamedTuple

# Advance widths of Helvetica in thousandths of the font size; what is not listed is 556.
_WIDTHS = {
    **dict.fromkeys("ijl'", 222),
    **dict.fromkeys(" !,.:;/\\|[]ft·", 278),
    **dict.fromkeys("()-r`„“”", 333),
    **dict.fromkeys('"*', 380),
    **dict.fromkeys("cksvxyzJ", 500),
    **dict.fromkeys("+<=>~", 584),
    **dict.fromkeys("FTZ", 611),
    **dict.fromkeys("ABEKPSVXY&", 667),
    **dict.fromkeys("CDHNRUw", 722),
    **dict.fromkeys("GOQ", 778),
    **dict.fromkeys("Mm", 833),
    **dict.fromkeys("W%", 944),
    **dict.fromkeys("@—…→", 1000),
}
_BOLD = 1.07

_MARK = re.compile(
    r"<(?P<url>[^|>]+)\|(?P<label>[^>]+)>|<(?P<bare>[^>|]+)>"
    r"|(?<!\w)\*(?P<bold>[^*\n]+)\*(?!\w)|(?<!\w)_(?P<italic>[^_\n]+)_(?!\w)|`(?P<code>[^`\n]+)`"
)


class Run(NamedTuple):
    """Words in one style: `plain`, `bold`, `italic`, `code` or `link`."""

    text: str
    style: str = "plain"


Runs = tuple[Run, ...]
QUOTE = Run("", "quote")
"""Stands at the head of a quoted line (`>`)."""


def runs_of(line: str) -> Runs:
    """Return one line of mrkdwn as runs, its three entities resolved."""
    quoted = re.match(r"(>|&gt;)\s*", line)
    if quoted:
        return (QUOTE, *runs_of(line[quoted.end() :]))
    runs, place = [], 0
    for mark in _MARK.finditer(line):
        runs.append(Run(unescape(line[place : mark.start()])))
        runs.append(_run_of(mark))
        place = mark.end()
    runs.append(Run(unescape(line[place:])))
    return tuple(run for run in runs if run.text)


def _run_of(mark: re.Match[str]) -> Run:
    for group, style in (
        ("label", "link"),
        ("bare", "link"),
        ("bold", "bold"),
        ("italic", "italic"),
        ("code", "code"),
    ):
        if mark[group]:
            return Run(unescape(mark[group]), style)
    raise AssertionError(mark)


def width_of(run: Run, size: float) -> float:
    """Return about how wide a run is, in the unit of the font size."""
    units = sum(_WIDTHS.get(letter, 556) for letter in run.text)
    return units / 1000 * size * (_BOLD if run.style == "bold" else 1)


def wrap(runs: Iterable[Run], size: float, width: float) -> list[list[Run]]:
    """Break runs between words into lines no wider than `width`. A longer word stands alone."""
    lines: list[list[Run]] = [[]]
    used = 0.0
    for word in (Run(text, run.style) for run in runs for text in re.findall(r"\s+|\S+", run.text)):
        needed = width_of(word, size)
        if used + needed > width and not word.text.isspace():
            lines.append([])
            used = 0.0
        if lines[-1] or not word.text.isspace():
            lines[-1].append(word)
            used += needed
    return [_joined(line) for line in lines if line]


def _joined(words: list[Run]) -> list[Run]:
    runs: list[Run] = []
    for word in words:
        if runs and runs[-1].style == word.style:
            runs[-1] = Run(runs[-1].text + word.text, word.style)
        else:
            runs.append(word)
    return [*runs[:-1], Run(runs[-1].text.rstrip(), runs[-1].style)]
