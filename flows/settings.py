"""Settings, checked: see flows/settings_file.py for where they come from. Nothing else reads the environment."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from flows.settings_file import settings_origin, settings_values
from schemas.errors import SettingsError, UnknownCompanyError
from schemas.settings import Settings
from schemas.watch import Addition, Watch

if TYPE_CHECKING:
    from knowledge.catalogue import Catalogue


def load_settings(file: Path | None, environment: Mapping[str, str]) -> Settings:
    """Return the settings of `file` (or the default file), overruled by the environment.

    Paths in the file are relative to the file. Raises SettingsError, saying where and what to do.
    """
    values = settings_values(file, environment)
    if "watch" in values:
        values["watches"] = values.pop("watch")
    elif "watches" not in values:
        values["watches"] = [default_watch(environment.get("CASEWATCH_CHANNEL", "#ai-cases"))]
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise SettingsError(f"{settings_origin(file, environment)}: {_explain(error)}") from None


def default_watch(channel: str) -> dict[str, Any]:
    """Return the route used when none is declared: every watched firm of the catalogue."""
    return {"id": "default", "channel": channel, "groups": ["watched"]}


def check_watches(settings: Settings, catalogue: "Catalogue") -> Settings:
    """Return the settings with company names in watches turned into ids.

    Raises UnknownCompanyError for a company or group the catalogue does not hold, with the nearest names.
    """
    watches = tuple(_resolve(watch, catalogue) for watch in settings.watches)
    ids = [watch.id for watch in watches]
    twice = {name for name in ids if ids.count(name) > 1}
    if twice:
        raise SettingsError(f"watch id {sorted(twice)[0]!r} stands twice: give each [[watch]] its own id")
    return settings.model_copy(update={"watches": watches})


def with_additions(settings: Settings, additions: Mapping[str, Sequence[Addition]]) -> Settings:
    """Return the settings with the firms commands put on routes, by the id of the route, and no others of that kind."""
    watches = tuple(_with_additions(watch, additions.get(watch.id, ())) for watch in settings.watches)
    return settings.model_copy(update={"watches": watches})


def _with_additions(watch: Watch, additions: Sequence[Addition]) -> Watch:
    declared = tuple(company for company in watch.companies if watch.added_at(company) is None)
    new = tuple(addition for addition in additions if addition.company not in declared)
    companies = (*declared, *(addition.company for addition in new))
    return watch.model_copy(update={"companies": companies, "additions": new})


def _resolve(watch: Watch, catalogue: "Catalogue") -> Watch:
    for group in watch.groups:
        if not catalogue.in_group(group):
            raise SettingsError(f"watch {watch.id!r}: no company is in a group {group!r}")
    for authority in watch.authorities:
        if authority not in catalogue.authorities and not authority.startswith("other:"):
            raise SettingsError(f"watch {watch.id!r}: the catalogue holds no authority {authority!r}")
    firms = {
        field: tuple(company_id(name, watch.id, catalogue) for name in names)
        for field, names in (("companies", watch.companies), ("parents", watch.parents))
    }
    return watch.model_copy(update=firms)


def company_id(name: str, watch: str, catalogue: "Catalogue") -> str:
    """Return the id of a company a watch names by id or name. Raises UnknownCompanyError, with the nearest names."""
    if name in catalogue.companies:
        return name
    company = catalogue.company_named(name)
    if company is not None:
        return company.id
    nearest = ", ".join(repr(candidate) for candidate in catalogue.nearest(name))
    raise UnknownCompanyError(
        f"watch {watch!r}: the catalogue holds no company {name!r}. Nearest: {nearest}. "
        "Add it in a file of your own and name that file in catalogue_files."
    )


def _explain(error: ValidationError) -> str:
    """Say which key is wrong and why, without the value: it may be a secret."""
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"]) or "settings"
    return f"{place}: {first['msg']} ({error.error_count()} to mend)"
