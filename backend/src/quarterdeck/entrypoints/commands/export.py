"""`quarterdeck export`: assets into a file."""

import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

import quarterdeck.migrations.metadata  # noqa: F401 (the mapper asks for every table that a foreign key names)
from quarterdeck.domains.assets.service.finding import export_rows
from quarterdeck.domains.assets.service.lists import ListRequest
from quarterdeck.domains.imports import service as imports
from quarterdeck.entrypoints.commands.admin import operator_database, operator_in
from quarterdeck.entrypoints.terminal import complain, fail
from quarterdeck.platform.tabular import stream_csv, write_csv, write_xlsx

app = typer.Typer(pretty_exceptions_enable=False)


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


@app.command("export")
def export_assets(
    tenant: Annotated[str, typer.Option("--tenant", help="The tenant's slug.")],
    *,
    client: Annotated[str | None, typer.Option(help="Only of this client: its slug or a name of it.")] = None,
    filter_text: Annotated[str, typer.Option("--filter", help="As in the filter bar: status:deployed dell")] = "",
    columns: Annotated[str, typer.Option(help="Field ids with commas between them; all fields if you give none.")] = "",
    format_: Annotated[
        Format | None, typer.Option("--format", help="csv or xlsx; by default what FILE ends in.")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Where to write; by default stdout.")] = None,
) -> None:
    """Write assets into a CSV or XLSX file, in which nothing can run as a formula."""
    chosen = format_ or (Format.XLSX if output and output.suffix.casefold() == ".xlsx" else Format.CSV)
    if chosen is Format.XLSX and output is None:
        raise fail("A workbook can't go to the terminal. Name a file with --output.")
    with operator_database() as database:
        actor = operator_in(database, tenant)
        with database.session_for(actor) as session:
            client_id = None
            if client is not None:
                client_id = imports.client_called(session, actor, client)
                if client_id is None:
                    raise fail(f"There is no client “{client}” in this tenant.")
            wanted = ListRequest(filter=filter_text or None, client_id=client_id)
            found = export_rows(session, actor, wanted, columns=[c for c in columns.split(",") if c])
            count = _write(found.headings, found.rows, chosen, output)
    if output is not None:
        complain.print(f"{count:,} assets are in {output}.", markup=False)


def _write(headers: Any, rows: Iterable[Any], chosen: Format, output: Path | None) -> int:
    if output is None:
        for piece in stream_csv(headers, rows, byte_order_mark=False):
            sys.stdout.buffer.write(piece)
        return 0
    try:
        return write_xlsx(output, headers, rows) if chosen is Format.XLSX else write_csv(output, headers, rows)
    except OSError as exc:
        raise fail(f"{output} can't be written: {exc.strerror}.") from exc
