"""Who published a document: a publisher that came before is known again, and forgotten with its catalogue."""

from extractors.authorities import AuthorityFinder
from extractors.tokens import blank_language
from schemas.catalogue import Authority
from schemas.finding import ReadingInput
from tests.bundled import bundled


def published_by(publisher: str) -> ReadingInput:
    return ReadingInput(id="a", title="Notice", publisher=publisher, official=True)


def test_a_publisher_is_its_authority_each_time_and_only_while_the_authority_is_known() -> None:
    known: dict[str, Authority] = dict(bundled().authorities)
    finder = AuthorityFinder(blank_language())
    finder.load(known, ())
    assert [finder.publisher(published_by("CNIL (France)")) for _ in range(2)] == ["fr-cnil", "fr-cnil"]
    finder.load({}, ())
    assert finder.publisher(published_by("CNIL (France)")) is None
