"""Says whose text a model was trained on, and on which terms."""

from collections import Counter
from collections.abc import Sequence

from training.corpora import load_sources
from training.records import Labelled

_HEAD = """# What the model was trained on

Written by `python -m training`. The code of casewatch is under the licence in LICENSE; the text below bears its own.
The model holds numbers learnt from this text, none of its sentences; `words.txt` the plain words of it.

| source | terms | records |
|---|---|---|
"""
_OWN = "Labelled sentences and sentence frames written for casewatch (training/data/)"


def attribution(parts: Sequence[Sequence[Labelled]]) -> str:
    """Return the page that goes with a model trained on these records."""
    counts = Counter(record.source for part in parts for record in part)
    own = counts["sentences"] + counts["documents"] + counts["registers"]
    rows = [f"| {_OWN} | Apache-2.0, with casewatch | {own} sentences |"]
    rows += [
        f"| {source.name}. {source.holder} | {source.licence} | {counts[source.name]} |"
        for source in load_sources()
        if counts[source.name]
    ]
    shares = any("CC BY-SA" in source.licence and counts[source.name] for source in load_sources())
    tail = "\nText of Wikipedia is under CC BY-SA: share the model on the same terms.\n" if shares else ""
    return _HEAD + "\n".join(rows) + "\n" + tail
