"""Words a sentence must hold for an expression to match: no match may be lost by asking for them first."""

import json
import re
from datetime import date
from itertools import chain
from pathlib import Path

import pytest

from extractors.anchor_words import AnchorsOfWords, Memory
from extractors.anchored import Anchored, Sparse
from extractors.anchors import anchors, lead
from extractors.case_numbers import find_case_numbers, load_patterns
from extractors.dates import last_month_named
from extractors.lexicon import SIGNS, Lexicon, load_lexicons
from extractors.lexicon_file import PATTERN_LISTS
from extractors.parts import Sentence
from extractors.words import Words

CASES = Path(__file__).parents[2] / "data" / "detection"


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"(?<!\w)(?:fines?|fined)(?!\w)", [{"fine"}]),
        (r"(?<!\w)(?:fines|sanctions) \w+", [{"fines", "sanctions"}]),
        (r"(?<!\w)(?:under|facing)\s+(?:an?\s+)?(?:probe|inquiry)", [{"under.", "facing."}, {"probe", "inquiry"}]),
        (r"(?<!\w)\w+\s+investigation", [{"investigation"}]),
        (r"(?:a|b)?\s+order", [{"order"}]),
        (r"^\s*order of the court", [{"order."}, {"of."}, {"the."}, {"court"}]),
        (r"(?<!\w)(?:AGs?|court)(?:(?<=['’])|(?!\w))", [{"ag", "court."}]),
        (r"\b(?:l['’]|the )court\b", [{"l.", "the."}, {"court."}]),
        (r"(?<!\w)(?:U\.S\.|EU)", [{"u.", "eu"}]),
        (r"^\s*order\s+of\s+the\s+court", [{"order."}, {"of."}, {"the."}, {"court"}]),
        # An end of a word ("…verfahren") begins none, but stands in one.
        (r"(?<!\w)\w*verfahren", [{"*verfahren"}]),
        (r"(?<!\w)(?:fines|\w+verfahren)", [{"fines", "*verfahren"}]),
        # Nothing says that a word begins here: "disorder" matches too.
        (r"order", [{"*order"}]),
        (r"(?<!\w)(?:fines|\w+)", []),
    ],
)
def test_the_anchors_of_an_expression_are_words_every_match_holds(pattern: str, expected: list[set[str]]) -> None:
    assert anchors(pattern) == expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"(?<!\w)(?:fines?|fined)\s+\w+", {"fine", "fined."}),
        (r"(?<!\w)(?:under|facing)\s+(?:an?\s+)?probe", {"under.", "facing."}),
        (r"\b(?:U\.S\.|EU)", {"u.", "eu"}),
        (r"(?<!\w)(?:h[eo]ld|w[io]n)s", {"held", "hold", "win", "won"}),
        (r"(?<!\w)(?:gave|got)\s+in", {"gave.", "got."}),
        (r"(?<!\w)(?:gave|grow\w*)", {"gave", "grow"}),
        (r"(?<!\w)(?:gave|g)", set()),
        # What may be left out may begin a match, and so may what stands behind it.
        (r"(?<!\w)(?:has\s+)?(?:now\s+)?fined", {"has.", "now.", "fined"}),
        (r"(?<!\w)(?=\w+\s+of)order", {"order"}),
        (r"(?<!\w)(?:has\s+|)fined", {"has.", "fined"}),
        # These may begin with anything, or anywhere in a word.
        (r"(?<!\w)(?:fines|\w+) of", set()),
        (r"(?<!\w)(?:fines|€) of", set()),
        (r"(?<!\w)(?:fines|a)", set()),
        (r"(?<!\w)(?:now\s+)?", set()),
        (r"(?!x)order", set()),
        (r"order", set()),
        (r"^\s*order", set()),
    ],
)
def test_the_lead_of_an_expression_begins_every_match(pattern: str, expected: set[str]) -> None:
    assert lead(pattern) == expected


def test_matches_do_not_overlap_and_may_begin_where_another_ends() -> None:
    words = Anchored([(r"(?<!\w)(?:the fine|fine the)(?!\w)", None)])
    text = "The fine the fine The Fine ſine"
    assert [m.span() for m, _ in words.matches(Words(text))] == [(0, 8), (9, 17), (18, 26)]


def test_words_that_were_forgotten_are_met_anew() -> None:
    memory = Memory(most=10)
    fines, suits = (AnchorsOfWords({frozenset({word}): 1}, memory) for word in ("fine", "sue"))
    for number in range(20):
        held = Words(" ".join(["fined", "sued", *(f"other{number}x{place}" for place in range(7))]))
        assert (fines.of(held), suits.of(held)) == ([("fined", 1)], [("sued", 1)])
    # Nine words for each of two, so that every second text is one too many.
    assert memory.times_forgotten == 20


def test_a_long_text_is_asked_for_few_anchors_and_a_short_one_for_each_word_with_the_same_answer() -> None:
    sought = AnchorsOfWords({frozenset({"fine", "court."}): 1, frozenset({"*verfahren"}): 2})
    told = "Refined courts fined a court; Bußgeldverfahren. "
    long = Words(told + " ".join(f"word{number}" for number in range(200)))
    assert sorted(sought.of(Words(told))) == [("bußgeldverfahren", 2), ("court", 1), ("fined", 1)]
    assert sorted(sought.of(long)) == sorted(sought.of(Words(told)))


def test_an_expression_tried_only_where_its_words_stand_finds_all_it_would_find_in_the_whole_text() -> None:
    alternatives = [
        r"(?<!\w)(?:the\s+)?court(?!\w)",
        r"(?<!\w)(?:\w+\s+)?ministers?(?!\w)",
        r"(?<!\w)(?:[A-Z]\w+\s+)+Board",
    ]
    expression = re.compile("|".join(alternatives), re.IGNORECASE)
    filler = "Nothing else is said here. " * 12
    for text in (
        f"{filler}The court and a minister, ministers of the Privacy Review Board; the courtyard. {filler}",
        f"Minister of the court{filler}ſinister İ minister",
        "the the court court the ministers ministers",
    ):
        sparse = Sparse(expression, reach=60, alternatives=alternatives)
        expected = [match.span() for match in expression.finditer(text)]
        assert expected
        assert [match.span() for match in sparse.finditer(Words(text))] == expected


@pytest.mark.parametrize("lexicon", load_lexicons().values(), ids=lambda lexicon: lexicon.lang)
def test_no_body_nor_word_of_ai_is_lost_by_looking_only_where_their_words_stand(lexicon: Lexicon) -> None:
    lists = ("authority_generic", "authority_anaphora", "ai")
    sought = (lexicon.generic_authorities, lexicon.spoken_of_authorities, lexicon.about_ai)
    held = 0
    for entry in lexicon.file.triggers:
        for name, sparse in zip(lists, sought, strict=True):
            expected = [match.span() for match in lexicon.patterns[name].expression.finditer(entry.example)]
            assert [match.span() for match in sparse.finditer(Words(entry.example))] == expected
            held += len(expected)
    assert held


def test_words_are_found_where_a_small_letter_is_longer_than_its_capital() -> None:
    words = Anchored([(r"(?<!\w)fined", None)])
    assert [m.group() for m, _ in words.matches(Words("İstanbul fined Acme"))] == ["fined"]


@pytest.mark.parametrize("lexicon", load_lexicons().values(), ids=lambda lexicon: lexicon.lang)
def test_no_trigger_is_lost_by_asking_for_its_words_first(lexicon: Lexicon) -> None:
    # Brief lexicons have no cases of their own: their examples stand for them.
    cases = CASES / f"{lexicon.lang}.jsonl"
    lines = cases.read_text(encoding="utf-8").splitlines() if not lexicon.file.brief else []
    texts = [json.loads(line).get("text", "") + " " + json.loads(line).get("title", "") for line in lines]
    texts += [entry.example for entry in lexicon.file.triggers]
    held = 0
    for text in texts:
        for words in (lexicon.triggers, lexicon.instrument_words, lexicon.signs):
            expected = [[(m.span(), meaning) for m in pattern.finditer(text)] for pattern, meaning in words]
            found = [(m.span(), meaning) for m, meaning in words.matches(Words(text))]
            assert found == list(chain(*expected)), text
            firsts = [(m.span(), meaning) for m, meaning in words.first_matches(Words(text))]
            assert firsts == [matches[0] for matches in expected if matches], text
            held += len(found)
    assert held


@pytest.mark.parametrize("lexicon", load_lexicons().values(), ids=lambda lexicon: lexicon.lang)
def test_the_signs_of_a_sentence_are_those_its_lists_match(lexicon: Lexicon) -> None:
    for entry in lexicon.file.triggers:
        sentence = Sentence(0, len(entry.example), entry.example, "text", "body")
        expected = tuple(name for name in SIGNS if lexicon.patterns[name].search(entry.example))
        assert lexicon.signs_in(sentence) == expected


@pytest.mark.parametrize("lexicon", load_lexicons().values(), ids=lambda lexicon: lexicon.lang)
def test_no_match_of_a_list_is_lost_by_asking_a_long_text_for_its_words(lexicon: Lexicon) -> None:
    padding = " ~" * 100
    lists = [lexicon.patterns[name] for name in PATTERN_LISTS] + list(lexicon.competence.values())
    held = 0
    for entry in lexicon.file.triggers[::5]:
        text = f"{entry.example}{padding}"
        for words in lists:
            expected = [match.span() for match in words.expression.finditer(text)]
            assert [match.span() for match in words.finditer(text)] == expected, text
            first = words.search(text)
            assert (first.span() if first else None) == next(iter(expected), None), text
            held += len(expected)
    assert held


@pytest.mark.parametrize("lexicon", load_lexicons().values(), ids=lambda lexicon: lexicon.lang)
def test_the_last_month_named_is_found_whatever_its_name(lexicon: Lexicon) -> None:
    today = date(2026, 12, 31)
    for number, names in enumerate(lexicon.file.months, 1):
        name = next(name for name in re.split(r"[|(]", names.replace("\\.", ".").replace("(?:", "(")) if name)
        text = f"This was since {name}: no year."
        pattern = re.compile(rf"\b(?:since) (?:{names})(?![\w.]|,? \d| de \d)", re.IGNORECASE)
        found = last_month_named(Words(text), today, lexicon)
        assert (found == date(2026, number, 28)) is (pattern.search(text) is not None), text


def test_no_case_number_is_lost_by_asking_for_its_words_first() -> None:
    for entry, expression in load_patterns():
        for example in entry.examples if entry.kind == "case" else ():
            found = find_case_numbers(example, frozenset(entry.authorities))
            assert any(number.pattern == entry.id or expression.search(number.text) for number in found), example


def test_few_expressions_are_tried_on_a_sentence() -> None:
    lexicon = load_lexicons()["en"]
    assert isinstance(lexicon.triggers, Anchored)
    tried = lexicon.triggers.candidates(Words("The weather will be fair in the north."))
    assert len(tried) < len(list(lexicon.triggers)) / 10
