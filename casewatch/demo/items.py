"""The demo's invented releases and articles, read from `content/*.toml`."""

from pathlib import Path

from pydantic import Field

from schemas.base import Model, Slug, UtcDatetime
from schemas.data_files import read_table

CONTENT = Path(__file__).parent / "content"


class Item(Model):
    """One release or article. It stands in its source's feed from `stage` on."""

    source: Slug
    name: Slug
    stage: int = Field(ge=1, le=3)
    published: UtcDatetime
    title: str
    summary: str = ""
    paragraphs: tuple[str, ...]
    reference: str | None = None
    """The Commission's number of a release, by which its documents API is asked."""

    @property
    def path(self) -> str:
        """Return where the page stands on the demo's server, from the root on."""
        if self.reference:
            return f"/commission/presscorner/detail/en/{self.name}"
        return f"/articles/{self.source}/{self.name}.html"


def load_items() -> tuple[Item, ...]:
    """Return all items, newest first. A file that breaks the form raises pydantic's ValidationError."""
    items = (
        Item.model_validate({"source": content["source"], **item})
        for content in (read_table(path) for path in sorted(CONTENT.glob("*.toml")))
        for item in content["items"]
    )
    return tuple(sorted(items, key=lambda item: (item.published, item.source, item.name), reverse=True))
