"""Models to table rows and back.

The columns of a table carry the names of the model's fields; their types are read from the table itself,
so that the migrations are the one place that tells them. Rows go in as one JSON parameter: some forty times
faster than one statement a row. Where rows are many and their values plain, `append` is five times faster still.

DuckDB holds every text, NUL included, but half a surrogate pair, which a hostile feed can spell in JSON: it
is no character and becomes U+FFFD, one for one, so that offsets into a text still hold.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

from schemas.base import Model
from store.database import Connection

_HALF_PAIR = re.compile("[\ud800-\udfff]")

_types: dict[str, Mapping[str, str]] = {}
"""The types of the columns of each table that was written to: those of the newest schema, in whichever file."""

Row: TypeAlias = Mapping[str, Any]
AnyModel = TypeVar("AnyModel", bound=Model)


def to_row(model: Model, leave_out: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Return a model's fields as JSON values, by name, without `leave_out`."""
    return model.model_dump(mode="json", exclude=set(leave_out))


def insert(connection: Connection, table: str, rows: Sequence[Row], *, ignore: bool = False) -> int:
    """Insert rows (all with the same keys) into `table`; return how many.

    `ignore` keeps rows whose key is there already.
    """
    return _insert(connection, table, rows, "ON CONFLICT DO NOTHING" if ignore else "")


def append(connection: Connection, table: str, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows, plain values in the order of the column `names`, into `table`; the key of none may be there."""
    with connection.appender(table, columns=list(names)) as appender:
        appender.append_rows([_storable(value) for value in row] for row in rows)


def upsert(connection: Connection, table: str, key: str, rows: Sequence[Row]) -> None:
    """Insert rows into `table`, or overwrite the given columns of those whose `key` is there."""
    if rows:
        changes = ", ".join(f'"{name}" = excluded."{name}"' for name in rows[0] if name != key)
        _insert(connection, table, rows, f'ON CONFLICT ("{key}") DO UPDATE SET {changes}')


def update(connection: Connection, table: str, key: Sequence[str], rows: Sequence[Row]) -> int:
    """Overwrite the given columns of the rows of `table` whose `key` is there; return how many there were."""
    if not rows:
        return 0
    given, parameters = _given(connection, table, rows)
    changes = ", ".join(f'"{name}" = given."{name}"' for name in rows[0] if name not in key)
    same = " AND ".join(f'{table.split(".")[-1]}."{name}" = given."{name}"' for name in key)
    return count(connection, f"UPDATE {table} SET {changes} FROM {given} AS given WHERE {same}", parameters)


def replace_all(connection: Connection, table: str, rows: Sequence[Row]) -> None:
    """Make `table` hold exactly these rows."""
    connection.execute(f"DELETE FROM {table}")
    insert(connection, table, rows)


def columns(model: type[Model], *, alias: str = "", leave_out: frozenset[str] = frozenset()) -> str:
    """Return the select list of a model's fields, each taken from `alias` when given."""
    prefix = f"{alias}." if alias else ""
    return ", ".join(f'{prefix}"{name}"' for name in model.model_fields if name not in leave_out)


def load(
    connection: Connection, model: type[AnyModel], sql: str, parameters: Sequence[Any] = ()
) -> tuple[AnyModel, ...]:
    """Return the rows of a query as models; the query's column names are the model's fields."""
    return tuple(model.model_validate(row) for row in fetch(connection, sql, parameters))


def fetch(connection: Connection, sql: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
    """Return the rows of a query as dictionaries."""
    result = connection.execute(sql, [_storable(value) for value in parameters])
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def count(connection: Connection, sql: str, parameters: Sequence[Any] = ()) -> int:
    """Return the one number of a query, or how many rows a change touched."""
    row = connection.execute(sql, [_storable(value) for value in parameters]).fetchone()
    return int(row[0]) if row else 0


def column_types(connection: Connection, table: str) -> dict[str, str]:
    """Return the types of the columns of `table` (written `schema.table`), as DuckDB spells them."""
    # A third of the time a look into the catalogue takes.
    described = connection.execute(f"SELECT * FROM {table} LIMIT 0").description or ()
    return {str(column): str(kind) for column, kind, *_ in described}


def _insert(connection: Connection, table: str, rows: Sequence[Row], conflict: str) -> int:
    if not rows:
        return 0
    given, parameters = _given(connection, table, rows)
    names = ", ".join(f'"{name}"' for name in rows[0])
    return count(connection, f"INSERT INTO {table} ({names}) SELECT {names} FROM {given} {conflict}", parameters)


def _given(connection: Connection, table: str, rows: Sequence[Row]) -> tuple[str, list[str]]:
    """Return what stands for rows in a FROM clause, with its parameters; their types are those of the table."""
    types = _types.get(table) or _types.setdefault(table, column_types(connection, table))
    structure = json.dumps([{name: types[name] for name in rows[0]}])
    sql = "(SELECT unnest(from_json_strict(?, ?), max_depth := 2))"
    return sql, [json.dumps(rows, ensure_ascii=False, allow_nan=False), structure]


def _storable(value: Any) -> Any:
    return value if not isinstance(value, str) or value.isascii() else _HALF_PAIR.sub("\ufffd", value)
