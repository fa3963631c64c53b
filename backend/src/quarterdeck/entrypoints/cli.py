"""The command line: `quarterdeck up | web | worker | migrate | demo | doctor | tenant | user | token | import | export | openapi`."""

from typing import Annotated

import typer
from rich.console import Console

from quarterdeck.entrypoints.doctor import Verdict, examine
from quarterdeck.entrypoints.installation import Installation
from quarterdeck.entrypoints.supervisor import PortTaken, export_settings, refuse_taken_port, supervise
from quarterdeck.platform.postgres import PostgresUnavailable
from quarterdeck.platform.settings import settings

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
out = Console(highlight=False, soft_wrap=True)
complain = Console(stderr=True, highlight=False, soft_wrap=True)


def fail(sentence: str, *, code: int = 2) -> typer.Exit:
    complain.print(sentence, markup=False)
    return typer.Exit(code)


def installation() -> Installation:
    return Installation(settings())


@app.command()
def up(
    *,
    demo: Annotated[bool, typer.Option(help="Load the demo tenants on first start.")] = True,
) -> None:
    """Start everything: database, schema, demo data, web and worker. Ctrl-C stops it."""
    configured = settings()
    try:
        refuse_taken_port(configured)
        here = installation()
        here.start_database()
        here.migrate()
    except (PortTaken, PostgresUnavailable) as exc:
        raise fail(str(exc)) from exc
    logins = load_demo_once(here) if demo else []
    export_settings(configured)

    def announce() -> None:
        out.print(f"\nQuarterdeck is ready at {configured.public_url}")
        for login in logins:
            out.print(f"  {login}", markup=False)
        out.print("Ctrl-C stops it.\n")

    try:
        supervise(configured, on_ready=announce)
    finally:
        here.stop_database_if_started_here()


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema. Safe to repeat; also sets the leakproof marks after a restore."""
    try:
        installation().migrate()
    except PostgresUnavailable as exc:
        raise fail(str(exc)) from exc
    out.print("The schema is up to date.")


@app.command()
def doctor() -> None:
    """Say in sentences what is missing or wrong. Exit code 1 when something is."""
    here = installation()
    marks = {Verdict.OK: "ok   ", Verdict.NOTE: "note ", Verdict.WRONG: "WRONG"}
    wrong = 0
    try:
        for finding in examine(here):
            wrong += finding.verdict is Verdict.WRONG
            out.print(f"{marks[finding.verdict]}  {finding.subject}: {finding.sentence}", markup=False)
    finally:
        here.stop_database_if_started_here()
    if wrong:
        raise fail(f"{wrong} to mend.", code=1)


if __name__ == "__main__":
    app()
