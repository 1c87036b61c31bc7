"""From markup to words."""

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


@given(st.text(alphabet=st.characters(), max_size=60))
def test_normal_text_stays_as_it_is(text: str) -> None:
    once = normalise_text(text)
    assert normalise_text(once) == once
    assert "  " not in once
    assert "\n\n" not in once


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
