"""`casewatch evaluate`: how good the reading of annotated documents is."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from extractors.contract import as_input, as_output
from extractors.pipeline import load_reader
from extractors.rates import Figures, Pair, Rate, Share
from extractors.score_names import ScoreNames, names_beside, names_of_catalogue
from extractors.scoring import by_confidence, by_group, evaluate
from knowledge.catalogue import Catalogue
from knowledge.load import load_catalogue
from schemas.errors import ConfigurationError
from schemas.settings import Settings

Documents = list[dict[str, Any]]
Answers = dict[str, dict[str, Any]]
Groups = dict[str, dict[str, Rate]]


def evaluation(
    gold_file: Path, predictions_file: Path | None, settings: Settings, errors: int, by_language: bool, as_json: bool
) -> str:
    """Return the figures of the reader, or of stored answers, on annotated documents, as printed.

    How names are folded and which firms are watched is read from `firm_aliases.tsv` and `watched_firms.txt`
    beside the gold file when they are there, else from the catalogue. Raises ConfigurationError for a file
    that cannot be read.
    """
    catalogue = load_catalogue(settings.catalogue_files)
    gold = _documents(gold_file)
    answers = _stored(predictions_file) if predictions_file else _answers(gold, catalogue, settings)
    known = names_of_catalogue(catalogue.companies.values(), catalogue.authorities)
    names = names_beside(gold_file.parent, known)
    figures, groups = evaluate(gold, answers, names), _groups(gold, answers, names, by_language)
    levels = by_confidence(gold, answers, names)
    if as_json:
        plain = {kind: {name: rate.as_dict() for name, rate in rates.items()} for kind, rates in groups.items()}
        reliable = {level: share.as_dict() for level, share in levels.items()}
        return json.dumps({**figures.as_dict(), **plain, "right by confidence": reliable}, ensure_ascii=False)
    lines = [*_printed(figures), *_printed_groups(groups), *_printed_levels(levels)]
    return "\n".join([*lines, *_printed_errors(figures, gold, errors)])


def _answers(gold: Documents, catalogue: Catalogue, settings: Settings) -> Answers:
    reader = load_reader(catalogue, settings.reading)
    return {document["id"]: as_output(reader.read(as_input(document))) for document in gold}


def _stored(file: Path) -> Answers:
    return {answer["id"]: answer for answer in _documents(file)}


def _documents(file: Path) -> Documents:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{file}: cannot be read as JSONL: {error}") from None


def _groups(gold: Documents, answers: Answers, names: ScoreNames, by_language: bool) -> Groups:
    groups = {"by publisher": by_group(gold, answers, names, _publisher)}
    if by_language:
        groups["by language"] = by_group(gold, answers, names, lambda document: document.get("lang") or "?")
    return groups


def _publisher(document: Mapping[str, Any]) -> str:
    return "official" if document.get("official") else "press"


def _printed(figures: Figures) -> list[str]:
    lines = [f"{figures.documents} documents, {figures.unanswered} without an answer"]
    lines += [f"{name:33} {rate_line(rate)}" for name, rate in figures.rates.items()]
    for name, share in figures.shares.items():
        value = share.as_dict()["share"]
        lines.append(f"{name:33} {value:.3f}  ({share.hit} of {share.of})")
    return lines


def rate_line(rate: Rate) -> str:
    """Return precision and recall with their 95 % intervals, F1, and what they are counted from, as one line."""
    values = rate.as_dict()
    low, high = values["precision_ci"]
    least, most = values["recall_ci"]
    return (
        f"P {rate.precision:.3f} [{low:.3f}, {high:.3f}]  R {rate.recall:.3f} [{least:.3f}, {most:.3f}]  "
        f"F1 {rate.f1:.3f}  ({rate.hit} right, {rate.gold} wanted, {rate.predicted} given)"
    )


def _printed_groups(groups: Groups) -> list[str]:
    return [
        f"  watched, {name:10} P {rate.precision:.3f} R {rate.recall:.3f} F1 {rate.f1:.3f} "
        f"({rate.gold} wanted, {rate.predicted} given)"
        for rates in groups.values()
        for name, rate in sorted(rates.items())
    ]


def _printed_levels(levels: Mapping[str, Share]) -> list[str]:
    return [
        f"  told with {level} confidence: {share.as_dict()['share']:.3f} right ({share.hit} of {share.of})"
        for level, share in levels.items()
    ]


def _printed_errors(figures: Figures, gold: Documents, count: int) -> list[str]:
    titles = {document["id"]: " ".join(document.get("title", "").split())[:110] for document in gold}
    lists: tuple[tuple[str, tuple[Pair, ...]], ...] = (("MISSED", figures.missed), ("WRONG", figures.wrong))
    return [f"{kind} {firm} in {i}: {titles.get(i, '')}" for kind, pairs in lists for i, firm in pairs[:count]]
