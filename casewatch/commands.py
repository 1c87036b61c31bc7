"""Where each command stands, and a group that imports a command only when it is asked for."""

from collections.abc import Iterator, MutableMapping
from importlib import import_module
from typing import Any, Final

import typer
from typer.core import TyperGroup

PLACES: Final = {
    "sources": ("source_commands", "app"),
    "watch": ("watch_commands", "app"),
    "alerts": ("alert_commands", "app"),
    "cases": ("case_commands", "app"),
    "hold": ("keeping_commands", "holds"),
    "extract": ("reading_commands", "extract"),
    "evaluate": ("reading_commands", "evaluate"),
    "explain": ("explain_commands", "explain"),
    "backfill": ("past_commands", "backfill"),
    "reextract": ("reread_commands", "reextract"),
    "backup": ("keeping_commands", "backup"),
    "restore": ("keeping_commands", "restore"),
    "verify": ("keeping_commands", "verify"),
    "retain": ("keeping_commands", "retain"),
    "feedback": ("manner_commands", "feedback"),
}
"""Module and name of each command, or group of commands, that does not stand in `casewatch.main`."""


class Commands(MutableMapping[str, Any]):
    """The commands by name. Those of PLACES are imported at the first look at one: importing all costs a fifth of
    the start of a light command."""

    def __init__(self, ready: MutableMapping[str, Any]) -> None:
        self._ready = ready

    def __getitem__(self, name: str) -> Any:
        if name not in self._ready and name in PLACES:
            module, attribute = PLACES[name]
            self._ready[name] = _built(name, getattr(import_module(f"casewatch.{module}"), attribute))
        return self._ready[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self._ready[name] = command

    def __delitem__(self, name: str) -> None:
        del self._ready[name]

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*self._ready, *PLACES)))

    def __contains__(self, name: object) -> bool:
        return name in self._ready or name in PLACES

    def __len__(self) -> int:
        return len({*self._ready, *PLACES})


class LateGroup(TyperGroup):
    """The group of all commands of the command line."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**{**attributes, "commands": Commands(dict(attributes.get("commands") or {}))})


def _built(name: str, declared: Any) -> Any:
    if isinstance(declared, typer.Typer):
        # As `add_typer` does: a group is built also where it holds one command.
        group = typer.main.get_group(declared)
        group.name = name
        return group
    alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    alone.command(name)(declared)
    return typer.main.get_command(alone)
