"""`casewatch sources`: what is watched, as declared and as it is doing."""

import json
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from casewatch.forms import moment
from casewatch.options import (
    ConfigOption,
    DataOption,
    JsonOption,
    PrivateOption,
    SourcesOption,
    places_for,
    settings_for,
)
from schemas.errors import ConfigurationError

if TYPE_CHECKING:
    from feeds.checking import Check
    from feeds.files import ReadFile
    from schemas.source import Source

app = typer.Typer(help="The sources that are watched.", no_args_is_help=True)


@app.command("list")
def list_sources(
    config: ConfigOption = None,
    data: DataOption = None,
    sources: SourcesOption = None,
    json_output: JsonOption = False,
) -> None:
    """List the declared sources. One that never gave what it declares is shown as not yet watched."""
    from casewatch.listing import listed

    typer.echo(listed(places_for(config, data, sources), as_json=json_output))


@app.command("parse")
def parse_files(
    files: Annotated[list[Path], typer.Argument(help="saved feeds or pages; a folder stands for all files in it")],
    source_id: Annotated[str | None, typer.Option("--source", help="read them as this source's answers")] = None,
    config: ConfigOption = None,
    sources: SourcesOption = None,
    json_output: JsonOption = False,
) -> None:
    """Show what casewatch would see in saved feeds. A file that cannot be read is told, and the next one is read."""
    from feeds.files import as_json, files_below, plain_feed, read_file

    if source_id is None:
        source = plain_feed()
    else:
        source = chosen_source({s.id: s for s in _declared(config, sources)}, source_id)
    for path in files_below(files):
        read = read_file(path, source)
        typer.echo(json.dumps(as_json(read)) if json_output else "\n".join(printed_file(read)))


@app.command("test")
def try_pairs(
    chosen: Annotated[list[str] | None, typer.Argument(help="ids of sources; all when none is given")] = None,
    config: ConfigOption = None,
    sources: SourcesOption = None,
    samples: Annotated[Path | None, typer.Option(help="the folder of saved answers, one folder a source in it")] = None,
    json_output: JsonOption = False,
) -> None:
    """Read the saved answer of each source and compare it with what is expected; exit code 3 when one differs."""
    from casewatch.trying import tested

    results = tested(_declared(config, sources), chosen or [], samples)
    _tell(json_output, [{"source": r.source, "basis": r.basis, "problems": list(r.problems)} for r in results])
    if not json_output:
        right = sum(not r.problems for r in results)
        typer.echo(
            "\n".join([*(r.told() for r in results if r.problems), f"{right} of {len(results)} pairs are right"])
        )
    raise typer.Exit(3 if any(r.problems for r in results) else 0)


@app.command("check")
def check_sources(
    chosen: Annotated[list[str] | None, typer.Argument(help="ids of sources; all when none is given")] = None,
    config: ConfigOption = None,
    sources: SourcesOption = None,
    allow_private: PrivateOption = False,
    json_output: JsonOption = False,
) -> None:
    """Ask sources once, store nothing, and say what differs from what is declared; exit code 3 when something does."""
    from casewatch.trying import checked

    settings = settings_for(config, None, None, sources, allow_private)
    results = []
    for result in checked(_declared(config, sources), chosen or [], settings.http):
        results.append(result)
        typer.echo(result.model_dump_json() if json_output else printed_check(result))
    raise typer.Exit(3 if any(result.problems for result in results) else 0)


@app.command("add")
def add_source(
    url: Annotated[str, typer.Argument(help="a feed, or a page that names one or lists headlines")],
    file: Annotated[Path, typer.Option(help="the sources file to add to; made when it is not there")] = Path(
        "sources.toml"
    ),
    source_id: Annotated[str | None, typer.Option("--id", help="its id; made of the address when not given")] = None,
    name: Annotated[str | None, typer.Option(help="its name in lists")] = None,
    publisher: Annotated[str | None, typer.Option(help="who publishes there, as messages say it")] = None,
    config: ConfigOption = None,
    allow_private: PrivateOption = False,
) -> None:
    """Look at an address and write its declaration: the feed it is or names, else its list of headlines."""
    from casewatch.trying import added

    settings = settings_for(config, None, None, None, allow_private)
    proposal, made = added(url, file, source_id, name, publisher, settings.http)
    typer.echo(f"{made} was added to {file}: a {proposal.format} at {proposal.url}; its first items:")
    typer.echo("\n".join(f"  {title}" for title in proposal.titles))
    typer.echo(
        f"Name the file in `sources_files` of casewatch.toml, or try it: casewatch run --sources {file} --data trial"
    )


def printed_check(result: "Check") -> str:
    """Return the lines that tell a person what a source gave."""
    state = "differs from its declaration" if result.problems else "as declared"
    newest = f", newest {moment(result.newest)}" if result.newest else ""
    lines = [f"{result.source}: {state}; {result.items} items{newest}", *(f"  ! {words}" for words in result.problems)]
    return "\n".join(lines + ([f"  {result.first_title}"] if result.first_title else []))


def _declared(config: Path | None, sources: list[Path] | None) -> "tuple[Source, ...]":
    from feeds.registry import load_sources

    return load_sources(settings_for(config, None, None, sources).sources_files)


def _tell(json_output: bool, rows: list[dict[str, Any]]) -> None:
    if json_output:
        typer.echo(json.dumps(rows, ensure_ascii=False))


def chosen_source(declared: "dict[str, Source]", source_id: str) -> "Source":
    """Return the declared source of an id. Raises ConfigurationError, naming the nearest ones, when there is none."""
    if source_id in declared:
        return declared[source_id]
    near = get_close_matches(source_id, declared, 3, 0.5)
    hint = f"; did you mean {', '.join(near)}?" if near else "; `casewatch sources list` shows them"
    raise ConfigurationError(f"no source is called {source_id!r}{hint}")


def printed_file(read: "ReadFile") -> list[str]:
    """Return the lines that tell a person what is in a file."""
    lines = [f"{read.file}: {len(read.entries)} entries", *(f"  ! {reason}" for reason in read.errors)]
    return lines + [
        f"  {moment(e.published):16}  {e.title or '(no title)'}  {e.url or ''}".rstrip() for e in read.entries
    ]
