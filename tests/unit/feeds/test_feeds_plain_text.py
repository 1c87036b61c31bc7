"""From markup to words."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.plain_text import normalise_text, one_line, plain_text
from feeds.web_address import web_address


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("", ""),
        ("plain", "plain"),
        ("a &amp; b &lt;c&gt;", "a & b <c>"),
        ("<p>One</p><p>Two</p>", "One\nTwo"),
        ("One<br>Two<br/>Three", "One\nTwo\nThree"),
        ("<p>One <b>bold</b>\n   word</p>", "One bold word"),
        ("<ul><li>One</li><li>Two</li></ul>", "One\nTwo"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<div>Before<script>x < y</script>after</div>", "Beforeafter"),
        ("<style>p {}</style><p>Text</p><noscript>No</noscript>", "Text"),
        ("<p>One<!-- hidden --> two</p>", "One two"),
        ("<p>Broken <b>markup", "Broken markup"),
        ("<p>One</p></body><p>Two</p>", "One\nTwo"),
        ("<body><h1>One</h1>two</body>", "One\ntwo"),
        ("""<a title="1 > 0" href='/x'>One</a>, <a href=/y>two</a>""", "One, two"),
        ("<p>&Eacute;tat&nbsp;<br />&#8364; 3</p>", "État\n€ 3"),
        ("3 < 4", "3 < 4"),
        ("a\u00a0b\u2003c", "a b c"),
        ("line\u2028line\r\nline", "line\nline\nline"),
        ("zero\u200bwidth soft\u00adhyphen", "zerowidth softhyphen"),
        ("nul\x00 and \ud800", "nul and"),
    ],
)
def test_plain_text(markup: str, words: str) -> None:
    assert plain_text(markup) == words
    assert one_line(markup) == " ".join(words.split("\n"))


TAGS = ["p", "div", "b", "em", "li", "h2", "a href='/x'", 'span class="y"']
PIECES = st.one_of(
    st.sampled_from(["word", " ", "\n", "é", "&amp;", "&nbsp;", "1 > 0", "<br>", "<hr />", "<img src='x'/>"]),
    st.sampled_from(TAGS).map(lambda tag: f"<{tag}>in it</{tag.split()[0]}>"),
)


@given(st.lists(PIECES, max_size=8))
def test_plain_markup_reads_the_same_with_and_without_a_parser(pieces: list[str]) -> None:
    """A comment is nothing to see, but takes a parser to see it."""
    markup = "".join(pieces)
    assert plain_text(markup) == plain_text(f"{markup}<!-- -->")


@pytest.mark.parametrize("piece", ["<a ", "<a x='", "<p", "<p>", "</", "<b x=", "a <", "&lt;", "<a x>"])
def test_no_markup_takes_long(piece: str) -> None:
    began = time.process_time()
    plain_text(piece * 50_000)
    assert time.process_time() - began < 5


@given(st.text(alphabet=st.characters(), max_size=60))
def test_normal_text_stays_as_it_is(text: str) -> None:
    once = normalise_text(text)
    assert normalise_text(once) == once
    assert "  " not in once
    assert "\n\n" not in once


@given(st.text(alphabet=st.sampled_from("aé\u0301 \n\t\r\x0b\x85\u00a0\u00ad\u200b\u2028<p>&b;"), max_size=20))
def test_a_letter_that_is_not_to_be_seen_changes_nothing(text: str) -> None:
    """Text of printable letters is read in a shorter way, which must lead to the same words."""
    assert normalise_text(f"{text}\x00") == normalise_text(text)
    assert plain_text(f"<p>{text}</p>\x00") == plain_text(f"<p>{text}</p>")


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("https://a.example/x", "https://a.example/x"),
        ("x", "https://base.example/x"),
        ("//b.example/x", "https://b.example/x"),
        ("https://a.example/" + "x" * 4_000, None),
        ("data:text/html,x", None),
        ("https://a.example:0/", None),
        ("https://a.example:x/", None),
        ("", None),
        (None, None),
    ],
)
def test_web_address(link: str | None, address: str | None) -> None:
    assert web_address(link, "https://base.example/") == address
