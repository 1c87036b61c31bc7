"""Cuts a document into headline, sentences and list items, and says which of them are its lead."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from extractors.layout import Layout
from extractors.lexicon import Lexicon
from extractors.parts import Section, Sentence

_END = re.compile(
    r"(?<![.!?…])[.!?…]+[\"”’»')\]]*(?=\s+(?:\+{2,}\s*|[–—-]\s+)?[\"“„«‘'(\[*]*[A-ZÀ-ŽŁŚŻŹĆȘȚΆ-ΏΑ-ΫА-ЯЁ0-9])|\n\s*\n|\n(?=\s*(?:[-•*#–]|\d{1,2}[.)]\s))|\n"
)
_HARD_ABBREVIATION = re.compile(
    # "Donald J. Trump", but "fined X. The order": behind a small word a capital may be a name.
    r"(?:^|[\s(])(?:(?<![a-zà-ÿ] )[A-Z]|"
    r"No|Nr|Nos|Mr|Mrs|Ms|Dr|Prof|Art|Arts|Abs|Sec|Fig|vs?|cf|St|Rn|Rs|ca|bzw|sog|vgl|Eidg|eidg|österr|Österr|frz|Sen|Rep|Gov|"
    r"par|lett|Rz|Tz|"
    r"Jan|Feb|Aug|Sept|Sep|Oct|Nov|Dec|pp?|nn?|art|ust|poz|pkt|nr|ul|núm|n\.º|arts?|dz|Dz|e\.g|i\.e|z\.\s?B|d\.\s?h|u\.\s?a|lit|Ziff)\.$"
)
_SOFT_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Inc|Ltd|Corp|Co|Cos|LLC|plc|Pty|Pte|Pvt|S\.p\.A|S\.A|S\.L|S\.r\.l|L\.P|L\.L\.C|N\.V|B\.V|U\.S|U\.K|E\.U|D\.C|etc|"
    r"a\.m|p\.m|S\.A\.S|A\.Ş|Lda|Mio|Mrd|Bn|mln|mld|zł|r|jr|Jr|approx|al))\.$"
)
_ORDINAL = re.compile(r"(?:^|\s)\d{1,2}\.$")
# Languages that write an ordinal number with a full stop behind it.
_ORDINAL_IN = frozenset({"de", "pl", "cs", "da", "fi", "hr", "hu", "lv", "no", "sk", "sl"})
_BOILERPLATE = re.compile(
    r"^[\s*_#>/|-]*(?:by\b.{0,60}$|image credits?|photo(?:graph)?s?\b.{0,60}$|posted:?|updated?:?|"
    r"published|read more|in brief|news$|"
    r"share\b|advertisement|item \d+ of|serving tech|getty images|written by|source:|credit:|"
    r"von .{3,40}$|par .{3,40}$|di .{3,30}$|"
    r"\d{1,2}:\d{2}|\w+ \d{1,2}, \d{4}|.{0,80}(?:/getty images|shutterstock|reuters|bloomberg|afp|epa)\s*$)",
    re.IGNORECASE,
)
# The share of lines that go on in small letters, from which on a text counts as cut by its page.
_WRAPPED = 0.25
# Decisions set who decides, and on what grounds, apart from what is decided: "The Office,\n\nfinding that …".
_GOES_ON = re.compile(r",\n\s*\n\s*[a-zà-ž]{4,}\s(?=[^\n]*\S[.;]\s*(?:\n|$))")
_LEAD_SENTENCES = 2
_LONGEST = 2_000
_LEAD_CHARACTERS = 700


def _is_break(text: str, found: re.Match[str], start: int, lexicon: Lexicon) -> bool:
    mark = found.group()
    if mark.startswith("\n"):
        return _is_line_break(text, found, start)
    before = text[max(start, found.end() - 14) : found.end()].rstrip("\"”’»')]")
    following = text[found.end() : found.end() + 40].split()
    next_word = following[0].strip("\"“„«‘'([*").casefold() if following else ""
    if _HARD_ABBREVIATION.search(before):
        return False
    if _SOFT_ABBREVIATION.search(before):
        return next_word in lexicon.file.function_words or next_word in lexicon.file.starters
    # "4. Februar", "19. September": an ordinal before a month (or any noun, in German) ends nothing.
    return not (_ORDINAL.search(before) and mark == "." and lexicon.lang in _ORDINAL_IN)


@lru_cache(maxsize=8)
def _is_wrapped(text: str) -> bool:
    """Tell whether the lines of a text are those of a printed page: many go on in small letters on the next one."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    on = sum(a[-1] not in ".!?:;" and b[0].islower() for a, b in pairwise(lines))
    return on >= _WRAPPED * max(1, len(lines) - 1)


def _is_line_break(text: str, found: re.Match[str], start: int) -> bool:
    if "\n" in found.group()[1:]:
        return _GOES_ON.match(text, found.start() - 1) is None
    if not _is_wrapped(text):
        return True
    line_start = max(text.rfind("\n", 0, found.start()) + 1, start)
    line, rest = text[line_start : found.start()].strip(), text[found.end() : found.end() + 3].lstrip()
    if not line or not rest or rest[0] in "-•*#–":
        return True
    return line[-1] in ".!?:;" or (len(line) < 60 and not rest[0].islower())


def _cut(text: str, start: int, end: int, lexicon: Lexicon) -> list[tuple[int, int]]:
    spans, begin = [], start
    for found in _END.finditer(text, start, end):
        if _is_break(text, found, begin, lexicon):
            spans.append((begin, found.end()))
            begin = found.end()
    spans.append((begin, end))
    spans = [piece for span in spans for piece in _pieces(text, *span)]
    trimmed = []
    for first, last in spans:
        words = text[first:last]
        lead = len(words) - len(words.lstrip())
        if words.strip():
            trimmed.append((first + lead, first + len(words.rstrip())))
    return trimmed


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a span, cut at white space, if there is one, where it is longer than any sentence: a table, a menu."""
    while end - start > _LONGEST:
        cut = max(text.rfind(" ", start, start + _LONGEST), text.rfind("\n", start, start + _LONGEST))
        cut = cut + 1 if cut > start else start + _LONGEST
        yield start, cut
        start = cut
    yield start, end


def split_sentences(layout: Layout, lexicon: Lexicon) -> list[Sentence]:
    """Return headline, sentences and list items in order, each an exact slice of the joined text."""
    joined, sentences = layout.joined, []
    if layout.title.strip():
        spans = _cut(joined, 0, len(layout.title), lexicon)
        sentences = [Sentence(a, b, joined[a:b], "title", "title") for a, b in spans]
    filled = 0
    for a, b in _cut(joined, layout.text_start, len(joined), lexicon):
        words = joined[a:b]
        section: Section = "body"
        if filled < _LEAD_SENTENCES and a - layout.text_start < _LEAD_CHARACTERS:
            section = "lead"
            filled += not (len(words) < 40 or _BOILERPLATE.match(words) or _repeats(words, layout.title))
        sentences.append(Sentence(a, b, words, "text", section))
    return sentences


def _repeats(words: str, title: str) -> bool:
    bare = words.strip("#* \n")
    return bool(title) and (bare.startswith(title[:50]) or title.startswith(bare[:50]))


@Language.component("casewatch_sentences")
def mark_sentences(doc: Doc) -> Doc:
    """Store the sentences of a document as `doc._.sentences`."""
    doc._.sentences = split_sentences(doc._.layout, doc._.lexicon)
    return doc
