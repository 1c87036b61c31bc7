"""A message's Block Kit blocks as an SVG that looks like Slack.

`python -m casewatch.demo.picture docs/alert.svg` writes the picture of the README.
It needs no script, no font file and no network, and is the same each time.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from html import escape, unescape
from itertools import groupby, zip_longest
from pathlib import Path
from typing import Any, NamedTuple

from casewatch.demo.wrapping import QUOTE, Run, Runs, runs_of, width_of, wrap

ALERT = Path(__file__).parent / "alert.json"
"""The blocks of the demo's alert about Microsoft's investment in Mistral, as they were sent."""

_WIDTH, _LEFT, _RIGHT = 760, 76, 40
_COLUMN = (_WIDTH - _LEFT - _RIGHT) / 2
_FONT = "Lato, 'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif"
_STYLES = {
    "plain": "",
    "bold": ' font-weight="700"',
    "italic": ' font-style="italic"',
    "code": ' font-family="Menlo, Consolas, monospace" font-size="0.86em" fill="#c01343"',
    "link": ' fill="#1264a3"',
}


class Piece(NamedTuple):
    """A part of the picture that begins at the height it was drawn for."""

    svg: str
    height: float


def render(blocks: list[dict[str, Any]], channel: str, time: str) -> str:
    """Return the SVG of one message posted by casewatch in `channel` at `time` (as Slack prints it)."""
    parts, height = [_heading(channel, time)], 92.0
    for block in blocks:
        piece = _piece(block, height)
        parts.append(piece.svg)
        height += piece.height
    height = round(height + 16)
    words = escape(" ".join(_words(blocks)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" '
        f'viewBox="0 0 {_WIDTH} {height}" role="img" font-family="{_FONT}" fill="#1d1c1d">\n'
        f"<title>An alert of casewatch in Slack</title>\n<desc>{words}</desc>\n"
        f'<rect x="0.5" y="0.5" width="{_WIDTH - 1}" height="{height - 1}" rx="10" '
        'fill="#ffffff" stroke="#d8d8d8"/>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _heading(channel: str, time: str) -> str:
    name = escape(channel.lstrip("#"))
    return "\n".join(
        (
            '<text x="28" y="30" font-size="16" font-weight="700" fill="#616061">#</text>',
            f'<text x="41" y="30" font-size="16" font-weight="700">{name}</text>',
            _rule(46.5, 1, _WIDTH - 1),
            '<rect x="28" y="64" width="36" height="36" rx="8" fill="#22313f"/>',
            '<path d="M34 82 Q46 69 58 82 Q46 95 34 82 Z" fill="none" stroke="#ffffff" stroke-width="2.2"/>',
            '<circle cx="46" cy="82" r="4.2" fill="#f2b632"/>',
            f'<text x="{_LEFT}" y="78" font-size="15" font-weight="700">casewatch</text>',
            '<rect x="162" y="66" width="31" height="15" rx="3" fill="#e8e8e8"/>',
            '<text x="177.5" y="77.3" font-size="10" font-weight="700" fill="#616061" text-anchor="middle">APP</text>',
            f'<text x="201" y="78" font-size="12" fill="#616061">{escape(time)}</text>',
        )
    )


def _piece(block: dict[str, Any], top: float) -> Piece:
    """Draw one block. An unknown kind is an error: the picture must not leave words out."""
    match block["type"]:
        case "header":
            title = Run(unescape(block["text"]["text"]), "bold")
            return _paragraphs([(title,)], top, size=18, leading=25, after=6)
        case "section":
            return _section(block, top)
        case "context":
            return _context(block, top)
        case "divider":
            return Piece(_rule(top + 8, _LEFT, _WIDTH - _RIGHT), 16)
        case "actions":
            return _buttons(block, top)
    raise ValueError(f"the picture does not know the block type {block['type']!r}")


def _section(block: dict[str, Any], top: float) -> Piece:
    pieces, height = [], 0.0
    if "text" in block:
        for quoted, lines in _grouped(_lines(block["text"])):
            piece = (_quote if quoted else _plain)(lines, top + height)
            pieces.append(piece.svg)
            height += piece.height
    fields = block.get("fields", [])
    for left, right in zip_longest(fields[::2], fields[1::2]):
        row = [_field(left, top + height, 0), *([_field(right, top + height, _COLUMN)] if right else [])]
        pieces += [piece.svg for piece in row]
        height += max(piece.height for piece in row)
    return Piece("\n".join(pieces), height + 6)


def _field(text: dict[str, Any], top: float, indent: float) -> Piece:
    return _paragraphs(_lines(text), top, size=15, leading=21, indent=indent, width=_COLUMN - 16, after=5)


def _lines(text: dict[str, Any]) -> list[tuple[Run, ...]]:
    """Return a text object line by line; only in mrkdwn do marks mean a style."""
    lines = text["text"].split("\n")
    if text["type"] == "mrkdwn":
        return [runs_of(line) for line in lines]
    return [(Run(unescape(line)),) for line in lines]


def _grouped(lines: Iterable[Runs]) -> Iterator[tuple[bool, list[Runs]]]:
    """Yield neighbouring lines together, quoted lines (a bar at their left) apart from the others."""
    for quoted, group in groupby(lines, key=lambda runs: runs[:1] == (QUOTE,)):
        yield quoted, [runs[1:] if quoted else runs for runs in group]


def _plain(lines: list[Runs], top: float) -> Piece:
    return _paragraphs(lines, top, size=15, leading=22)


def _quote(lines: list[Runs], top: float) -> Piece:
    words = _paragraphs(lines, top + 4, size=15, leading=22, indent=16)
    bar = f'<rect x="{_LEFT}" y="{top + 4:g}" width="4" height="{words.height:g}" rx="2" fill="#bbbabb"/>'
    return Piece(f"{bar}\n{words.svg}", words.height + 10)


def _context(block: dict[str, Any], top: float) -> Piece:
    lines = [line for element in block["elements"] if "text" in element for line in _lines(element)]
    return _paragraphs(lines, top, size=12.5, leading=18, colour="#616061", after=8)


def _buttons(block: dict[str, Any], top: float) -> Piece:
    parts, left = [], float(_LEFT)
    for element in block["elements"]:
        label = unescape(element["text"]["text"])
        width = round(width_of(Run(label, "bold"), 13) + 26)
        parts.append(
            f'<rect x="{left:g}" y="{top + 4:g}" width="{width}" height="30" rx="5" '
            'fill="#ffffff" stroke="#bbbabb"/>'
            f'<text x="{left + width / 2:g}" y="{top + 23.5:g}" font-size="13" font-weight="700" '
            f'text-anchor="middle">{escape(label)}</text>'
        )
        left += width + 8
    return Piece("\n".join(parts), 44)


def _paragraphs(
    paragraphs: Iterable[Runs],
    top: float,
    *,
    size: float,
    leading: float,
    indent: float = 0,
    width: float | None = None,
    colour: str = "#1d1c1d",
    after: float = 0,
) -> Piece:
    wide = width or _WIDTH - _LEFT - _RIGHT - indent
    lines = [line for runs in paragraphs for line in (wrap(runs, size, wide) or [[]])]
    texts = [
        f'<text x="{_LEFT + indent:g}" y="{top + leading * number + size:g}" font-size="{size:g}" '
        f'fill="{colour}" xml:space="preserve">{_spans(line)}</text>'
        for number, line in enumerate(lines)
        if line
    ]
    return Piece("\n".join(texts), leading * len(lines) + after)


def _rule(y: float, left: int, right: int) -> str:
    return f'<line x1="{left}" y1="{y:g}" x2="{right}" y2="{y:g}" stroke="#e8e8e8"/>'


def _spans(line: Iterable[Run]) -> str:
    return "".join(f"<tspan{_STYLES[run.style]}>{escape(run.text)}</tspan>" for run in line)


def _words(blocks: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the lines of all blocks, for readers who cannot see the picture."""
    for block in blocks:
        texts = [block.get("text"), *block.get("fields", []), *block.get("elements", [])]
        for text in (text for text in texts if text):
            inner = text["text"] if isinstance(text["text"], dict) else text
            yield from ("".join(run.text for run in runs if run != QUOTE) for runs in _lines(inner))


def main(arguments: list[str]) -> int:
    """Write the picture of the demo's alert to the file named."""
    if len(arguments) != 1:
        print("usage: python -m casewatch.demo.picture FILE.svg", file=sys.stderr)
        return 2
    alert = json.loads(ALERT.read_text("utf-8"))
    Path(arguments[0]).write_text(render(alert["blocks"], alert["channel"], alert["time"]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
