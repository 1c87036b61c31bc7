"""What addresses and texts say a document is."""

import pytest

from cases.marks import LONG_TEXT, Address, load_addresses, marks_of


@pytest.mark.parametrize("address", load_addresses(), ids=lambda address: address.means)
def test_each_form_of_address_tells_what_it_says(address: Address) -> None:
    assert marks_of(address.example, "") == (address.means,)


@pytest.mark.parametrize(
    ("trap", "url", "text", "marks"),
    [
        ("no address", None, "", ()),
        ("another page of GOV.UK", "https://www.gov.uk/government/news/cma-clears-deal", "", ()),
        ("the list of all cases", "https://www.gov.uk/cma-cases", "", ()),
        ("an encoded address", "https://www.gov.uk/cma-cases/a%2Db", "", ("page:gov.uk/cma-cases/a-b",)),
        ("the release in French",
            "https://ec.europa.eu/commission/presscorner/detail/fr/IP_26_118", "", ("release:IP/26/118",)),
        ("an article that names its source", None, "See IP/26/118 for details.", ("release:IP/26/118",)),
        ("an article with two sources", None, "See IP/26/118 and IP/25/7.", ()),
        ("a release that cites an earlier one",
            "https://ec.europa.eu/commission/presscorner/detail/en/ip_26_118", "As said in IP/25/7 …",
            ("release:IP/26/118",)),
        ("a number in somebody else's address", "https://blog.example/cases/AT.41034", "", ()),
        ("a short notice", None, "Closed.", ()),
    ],
)  # fmt: skip
def test_marks(trap: str, url: str | None, text: str, marks: tuple[str, ...]) -> None:
    assert marks_of(url, text) == marks, trap


def test_one_text_set_in_two_ways_has_one_mark() -> None:
    text = "The authority opens. " * LONG_TEXT
    (mark,) = marks_of(None, text)
    assert marks_of(None, text.replace(" ", "\n\n").upper()) == (mark,)
    assert marks_of(None, text + "More.") != (mark,)
