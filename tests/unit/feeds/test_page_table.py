"""A table of pages in many languages: what only looks like an article, and what only looks like none."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from feeds.page import Page, read_html

FOLDER = Path(__file__).parents[2] / "data" / "pages"
URL = "https://authority.example/news/release-2026-11"


def pages(file: str) -> list[Any]:
    table = tomllib.loads((FOLDER / file).read_text("utf-8"))["page"]
    return [pytest.param(page, id=page["name"]) for page in table]


def outcome(page: dict[str, str]) -> Page | str:
    head = f"<title>{page['title']}</title>{page.get('head', '')}"
    markup = f'<!doctype html><html lang="{page["language"]}"><head>{head}</head><body>{page["body"]}</body></html>'
    return read_html(markup.encode(), "text/html; charset=utf-8", URL)


@pytest.mark.parametrize("page", pages("kept.toml"))
def test_a_release_is_kept_whatever_it_tells_of(page: dict[str, str]) -> None:
    read = outcome(page)
    assert isinstance(read, Page), (page["trap"], read)
    assert page["says"] in read.text, page["trap"]
    assert "never" not in page or page["never"] not in read.text, page["trap"]


@pytest.mark.parametrize("page", pages("refused.toml"))
def test_what_is_no_article_is_told(page: dict[str, str]) -> None:
    read = outcome(page)
    assert isinstance(read, str), (page["trap"], read)
    assert page["refused"] in read, page["trap"]
