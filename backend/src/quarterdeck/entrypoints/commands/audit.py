"""`quarterdeck audit`: whether the journal is as it was written."""

from typing import Annotated

import typer

import quarterdeck.migrations.metadata  # noqa: F401 (the mapper asks for every table that a foreign key names)
from quarterdeck.domains.recovery.service.sealing import seal_closed_days, verify
from quarterdeck.entrypoints.commands.admin import operator_database, operator_in
from quarterdeck.entrypoints.data import open_data, open_data_as_owner
from quarterdeck.entrypoints.installation import running_installation
from quarterdeck.entrypoints.retention import remove_expired
from quarterdeck.entrypoints.terminal import complain, out

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False)
TenantSlug = Annotated[str, typer.Option("--tenant", help="The tenant's slug.")]


@app.callback()
def audit() -> None:
    """The journal: seal its closed days, and verify that nothing in them was altered."""


@app.command("seal")
def seal_days(tenant: TenantSlug) -> None:
    """Seal the days that are over. The worker does it every hour; this is for at once."""
    with operator_database() as database, database.session_for(operator_in(database, tenant)) as session:
        count = seal_closed_days(session)
    out.print(f"{count:,} days sealed.")


@app.command("verify")
def verify_journal(
    tenant: TenantSlug,
    expect: Annotated[
        str | None, typer.Option(help="A link printed by an earlier run and kept elsewhere; it must be in the chain.")
    ] = None,
) -> None:
    """Compare the journal with its seals. Ends with 1 when a row was altered, removed or added."""
    with operator_database() as database, database.session_for(operator_in(database, tenant)) as session:
        found = verify(session, expected=expect)
    for problem in found.problems:
        complain.print(problem, markup=False)
    if found.problems:
        raise typer.Exit(1)
    if found.head is None:
        out.print("No day is sealed yet.")
        return
    out.print(f"{found.changes:,} changes of {found.days:,} days are as they were sealed, until {found.sealed_until}.")
    if found.removed_days:
        out.print(f"Of {found.removed_days:,} of these days only the change sets are kept.")
    out.print(f"Keep this link elsewhere: {found.head}")


@app.command("trim")
def remove_what_expired() -> None:
    """Remove what tenants no longer keep, as the journal's owner. Runs daily under `quarterdeck up`."""
    with running_installation() as here:
        run = remove_expired(open_data(here), open_data_as_owner(here))
    for problem in run.problems:
        complain.print(problem, markup=False)
    months = f" {', '.join(run.months)} dropped." if run.months else ""
    out.print(f"{run.changes:,} changes removed.{months}")
    if run.problems:
        raise typer.Exit(1)
