"""How steps, laws and relations read in a message: the words of phrases.toml, checked and applied."""

from functools import cache
from pathlib import Path

from pydantic import field_validator

from schemas.base import Model
from schemas.data_files import read_file
from schemas.words import Action, Instrument, Role

PHRASES_FILE = Path(__file__).with_name("phrases.toml")

_PLACES = ("{authority}", "{targets}")


class Phrases(Model):
    """The wording of messages. Every action has a step, every instrument and role a name."""

    steps: dict[Action, str]
    running: dict[Action, str]
    """Steps that are told as already running."""
    notes: dict[Action, str]
    instruments: dict[Instrument, str]
    roles: dict[Role, str]
    relations: dict[str, str]
    languages: dict[str, str]

    @field_validator("steps")
    @classmethod
    def _tells_all(cls, steps: dict[Action, str]) -> dict[Action, str]:
        if missing := [action.value for action in Action if action not in steps]:
            raise ValueError(f"steps lacks {', '.join(missing)}")
        return steps

    @field_validator("steps", "running")
    @classmethod
    def _says_who(cls, steps: dict[Action, str]) -> dict[Action, str]:
        for action, words in steps.items():
            if any(place not in words for place in _PLACES):
                raise ValueError(f"{action.value} must hold {' and '.join(_PLACES)}")
        return steps

    @field_validator("instruments")
    @classmethod
    def _names_all(cls, names: dict[Instrument, str]) -> dict[Instrument, str]:
        if missing := [item.value for item in Instrument if item not in names]:
            raise ValueError(f"instruments lacks {', '.join(missing)}")
        return names


@cache
def phrases() -> Phrases:
    """Return the wording casewatch ships."""
    return load_phrases(PHRASES_FILE)


def load_phrases(path: Path) -> Phrases:
    """Return the wording of a file. Raises DataFileError, with file and line, when it is wrong."""
    return read_file(Phrases, path)


def with_article(name: str) -> str:
    """Return an authority's name as a sentence takes it: "the European Commission", "Ofcom"."""
    if " " not in name or name.casefold().startswith("the "):
        return name
    return f"the {name}"


def listed(names: list[str], shown: int = 6) -> str:
    """Return "A", "A and B", "A, B and C", or the first ones "and n more"."""
    if len(names) > shown:
        return f"{', '.join(names[:shown])} and {len(names) - shown} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else "firms it does not name"


def sentence(action: Action, authority: str, targets: list[str], *, running: bool = False) -> str:
    """Return the step as a clause: "the European Commission has opened an investigation into OpenAI".

    `running`: it is only told as already under way, which some steps have words of their own for.
    """
    steps = {**phrases().steps, **phrases().running} if running else phrases().steps
    # Not str.format: names from outside may hold braces.
    text = steps[action].replace("{targets}", "\0")
    return text.replace("{authority}", with_article(authority)).replace("\0", listed(targets))
