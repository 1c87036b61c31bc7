"""The picture shows every word of a message, and is drawn the same each time."""

import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from casewatch.demo.picture import main, render
from casewatch.demo.wrapping import QUOTE, Run, runs_of, width_of, wrap

ROOT = Path(__file__).parents[3]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(
    ("line", "runs"),
    [
        ("plain words", (Run("plain words"),)),
        ("*Microsoft* and *Mistral AI*", (Run("Microsoft", "bold"), Run(" and "), Run("Mistral AI", "bold"))),
        ("<https://example.org/a|the release>.", (Run("the release", "link"), Run("."))),
        # An underscore inside an id is no italics.
        ("al_1f_2e", (Run("al_1f_2e"),)),
        # The entities Slack asks for are words again; an escaped mark stays a word.
        ("AT&amp;T &lt;!channel&gt;", (Run("AT&T <!channel>"),)),
        ("`ev_1` _default_", (Run("ev_1", "code"), Run(" "), Run("default", "italic"))),
        # Only the first mark of a line quotes; the others are words.
        ("&gt; 3 &gt; 2", (QUOTE, Run("3 > 2"))),
        # A sum in asterisks without a partner is left alone.
        ("2 * 3", (Run("2 * 3"),)),
    ],
)
def test_runs_of_mrkdwn(line: str, runs: tuple[Run, ...]) -> None:
    assert runs_of(line) == runs


def test_lines_keep_every_word_and_stay_within_the_width() -> None:
    words = "The European Commission has opened an investigation into an investment " * 4
    lines = wrap((Run(words), Run("Donaudampfschifffahrt", "bold")), 15, 300)
    assert " ".join(run.text for line in lines for run in line).split() == [
        *words.split(),
        "Donaudampfschifffahrt",
    ]
    assert len(lines) > 3
    for line in lines:
        assert sum(width_of(run, 15) for run in line) <= 300


def test_a_word_wider_than_the_line_stands_alone() -> None:
    assert [[run.text for run in line] for line in wrap((Run("a " + "x" * 90 + " b"),), 15, 100)] == [
        ["a"],
        ["x" * 90],
        ["b"],
    ]


def test_outside_words_cannot_become_markup() -> None:
    """A headline is outside text: `<script>` must arrive as letters."""
    blocks = [
        {"type": "header", "text": {"type": "plain_text", "text": "<script>alert(1)</script> & more"}},
        {"type": "section", "text": {"type": "mrkdwn", "text": "&gt; &lt;b&gt;quoted&lt;/b&gt;"}},
    ]
    tree = ElementTree.fromstring(render(blocks, "#a<b", "9:30 AM"))
    tags = {element.tag.split("}")[1] for element in tree.iter()}
    assert tags == {"svg", "title", "desc", "rect", "text", "line", "path", "circle", "tspan"}
    words = " ".join(tree.itertext())
    assert "<script>alert(1)</script> & more" in words
    assert "<b>quoted</b>" in words


def test_marks_mean_nothing_in_plain_text() -> None:
    """Slack does not format plain_text, so the picture must not either."""
    blocks = [{"type": "section", "text": {"type": "plain_text", "text": "&gt; *not bold* &amp; no quote"}}]
    picture = render(blocks, "#a", "9:30 AM")
    assert "&gt; *not bold* &amp; no quote" in picture
    assert 'width="4"' not in picture


def test_fields_stand_in_two_columns() -> None:
    fields = [{"type": "mrkdwn", "text": f"*Label {n}*\nvalue {n}"} for n in range(3)]
    picture = ElementTree.fromstring(render([{"type": "section", "fields": fields}], "#a", "9:30 AM"))
    places = {"".join(text.itertext()): (text.get("x"), text.get("y")) for text in picture.iter(f"{SVG}text")}
    assert places["Label 0"][1] == places["Label 1"][1] != places["Label 2"][1]
    assert places["Label 0"][0] == places["Label 2"][0] != places["Label 1"][0]


def test_an_unknown_block_is_an_error_not_a_gap() -> None:
    with pytest.raises(ValueError, match="video"):
        render([{"type": "video"}], "#a", "9:30 AM")


def test_the_committed_picture_is_what_the_command_draws(tmp_path: Path) -> None:
    """When this fails: python -m casewatch.demo.picture docs/alert.svg"""
    drawn = tmp_path / "alert.svg"
    assert main([str(drawn)]) == 0
    assert drawn.read_bytes() == (ROOT / "docs" / "alert.svg").read_bytes()
