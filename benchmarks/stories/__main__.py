"""How well findings become events and events become cases, over stories written for the project.

    python -m benchmarks.stories --json
    python -m benchmarks.stories --held-out --json
    python -m benchmarks.stories --whole-reading --errors 20

All stories of a set are played together, document by document in the order of time, into one DuckDB file. Precision
and recall are over all pairs of told steps: those put together as one event, and those put together as one case.
"""

import argparse
import json
import sys
import time
from collections.abc import Iterable, Sequence
from typing import Any

from benchmarks.stories.form import FOLDER, HELD_OUT, Story, load_stories
from benchmarks.stories.playing import play
from benchmarks.stories.scoring import Pair, PairFigures, case_pairs, event_pairs, related_rate
from schemas.errors import CasewatchError
from training.evaluating import Rate


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures of a set of stories, with --json as one object on the last line; return the exit code."""
    ask = argparse.ArgumentParser(prog="python -m benchmarks.stories", description=__doc__.splitlines()[0])
    ask.add_argument(
        "--held-out", action="store_true", help="the twenties that were measured before anybody looked at them"
    )
    ask.add_argument("--whole-reading", action="store_true", help="let the reader find the steps, too")
    ask.add_argument("--story", action="append", help="only this story; may be given several times")
    ask.add_argument("--errors", type=int, default=0, metavar="N", help="print so many pairs of each kind of mistake")
    ask.add_argument("--json", action="store_true", help="print one JSON object on the last line")
    options = ask.parse_args(arguments)
    try:
        stories = load_stories(HELD_OUT if options.held_out else FOLDER)
        chosen = [story for story in stories if not options.story or story.name in options.story]
        result = measure(chosen, whole_reading=options.whole_reading, errors=options.errors)
    except CasewatchError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    for line in result.pop("mistakes"):
        print(line)
    print(json.dumps(result) if options.json else "\n".join(f"{name}: {value}" for name, value in result.items()))
    return 0


def measure(stories: Sequence[Story], *, whole_reading: bool = False, errors: int = 0) -> dict[str, Any]:
    """Play the stories and return all figures, with at most `errors` lines for each kind of mistake."""
    started = time.monotonic()
    played = play(stories, whole_reading=whole_reading)
    events, cases = event_pairs(played.told), case_pairs(played.told)
    documents = [document for story in stories for document in story.document]
    wanted = [(story.name, *pair) for story in stories for pair in story.related]
    return {
        "stories": len(stories),
        "documents": len(documents),
        "languages": len({document.lang for document in documents}),
        "findings": "read" if whole_reading else "written",
        "event_links": _figures(events.rate),
        "case_links": _figures(cases.rate),
        "related_cases": _figures(related_rate(played, wanted)),
        "seconds": round(time.monotonic() - started, 1),
        "mistakes": [*_mistakes("event", events, errors), *_mistakes("case", cases, errors)],
    }


def _figures(rate: Rate) -> dict[str, float]:
    return {
        "precision": round(rate.precision, 4), "recall": round(rate.recall, 4),
        "wanted": rate.wanted, "given": rate.given, "right": rate.right,
    }  # fmt: skip


def _mistakes(kind: str, pairs: PairFigures, errors: int) -> list[str]:
    return [*_lines(f"wrong {kind}", pairs.wrong, errors), *_lines(f"missed {kind}", pairs.missed, errors)]


def _lines(what: str, pairs: Iterable[Pair], errors: int) -> list[str]:
    """Return a line a pair, one for each two steps of the truth: the others are the same mistake."""
    shown = {tuple((told.story, told.event) for told in pair): pair for pair in pairs}
    return [f"{what}: {_named(*pair)}" for pair in list(shown.values())[:errors]]


def _named(*pair: Any) -> str:
    return " + ".join(f"{told.story}/{told.document} {told.event or '-'} {told.words[:70]!r}" for told in pair)


if __name__ == "__main__":
    sys.exit(main())
