"""Firms in the forms of a country: made of its own parts, the same for the same seed."""

import tomllib
from random import Random

import pytest

from training.local_names import LOCAL_NAMES, local_name

TABLE = tomllib.loads(LOCAL_NAMES.read_text(encoding="utf-8"))


@pytest.mark.parametrize("lang", sorted(TABLE))
def test_every_pattern_of_a_language_can_be_filled(lang: str) -> None:
    random = Random(1)
    names = {local_name(lang, random) for _ in range(300)}
    assert len(names) > 150
    assert not any("{" in name for name in names)


def test_most_names_are_of_the_language_and_some_from_abroad() -> None:
    random = Random(1)
    danish = {*TABLE["da"]["surnames"], *TABLE["da"]["words"], *TABLE["da"]["places"]}
    at_home = [
        any(part.casefold() in name.casefold() for part in danish)
        for name in (local_name("da", random) for _ in range(400))
    ]
    assert 0.5 < sum(at_home) / len(at_home) < 0.98


def test_names_depend_on_the_seed_alone() -> None:
    def names(seed: int) -> list[str]:
        random = Random(seed)
        return [local_name("en", random) for _ in range(30)]

    assert names(3) == names(3) != names(4)
