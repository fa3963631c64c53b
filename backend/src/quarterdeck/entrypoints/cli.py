"""The command line of an installation; `quarterdeck --help` lists it."""

from typing import Annotated

import typer
import uvicorn

from quarterdeck.entrypoints import cli_admin
from quarterdeck.entrypoints.api import create_app, openapi_document
from quarterdeck.entrypoints.demo.load import is_loaded, load_demo, logins
from quarterdeck.entrypoints.demo.million import load_million
from quarterdeck.entrypoints.doctor import Verdict, examine
from quarterdeck.entrypoints.installation import Installation, running_installation
from quarterdeck.entrypoints.supervisor import PortTaken, export_settings, refuse_taken_port, supervise
from quarterdeck.entrypoints.terminal import complain, fail, out
from quarterdeck.entrypoints.worker import run_worker
from quarterdeck.platform.db.session import Database
from quarterdeck.platform.logging import configure_logging
from quarterdeck.platform.postgres import PostgresUnavailable
from quarterdeck.platform.settings import settings

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
app.add_typer(cli_admin.tenant_commands, name="tenant")
app.add_typer(cli_admin.user_commands, name="user")
app.add_typer(cli_admin.token_commands, name="token")


@app.command()
def up(
    *,
    demo: Annotated[bool, typer.Option(help="Load the demo tenants on first start.")] = True,
) -> None:
    """Start everything: database, schema, demo data, web and worker. Ctrl-C stops it."""
    here = Installation(settings())
    try:
        refuse_taken_port(here.settings)
        complain.print("Starting the database …")
        here.start_database()
        here.migrate()
        if demo:
            _load_demo(here)
        export_settings(here.settings)
        supervise(here.settings, on_ready=lambda: _announce(here, demo=demo))
    except (PortTaken, PostgresUnavailable) as exc:
        raise fail(str(exc)) from exc
    finally:
        complain.print("Stopping …")
        here.stop_database()


def _load_demo(here: Installation) -> None:
    database = here.open_database()
    if not is_loaded(database):
        complain.print("Loading the demo: two tenants, 40 clients, 20,000 assets …")
        load_demo(database)


def _announce(here: Installation, *, demo: bool) -> None:
    out.print(f"\nQuarterdeck is ready at {here.settings.public_url}")
    for line in logins() if demo else ():
        out.print(f"  {line}", markup=False)
    out.print("Ctrl-C stops it.\n")


@app.command()
def web() -> None:
    """Serve the console and the API. The database has to be running and migrated."""
    configured = settings()
    configure_logging(log_format=configured.log_format, level=configured.log_level)
    here = Installation(configured)
    database = here.open_database(pool_size=configured.web_pool_size)
    uvicorn.run(
        create_app(configured, database),
        host=configured.host,
        port=configured.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )


@app.command()
def worker() -> None:
    """Run background jobs. Any number of workers may run at once."""
    configured = settings()
    configure_logging(log_format=configured.log_format, level=configured.log_level)
    here = Installation(configured)
    run_worker(configured, here.open_database())


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema. Safe to repeat; also sets the leakproof marks after a restore."""
    try:
        with running_installation() as here:
            here.migrate()
    except PostgresUnavailable as exc:
        raise fail(str(exc)) from exc
    out.print("The schema is up to date.")


@app.command()
def demo(
    *,
    million: Annotated[bool, typer.Option(help="Also a tenant with 1,000,000 assets, for benchmarks.")] = False,
) -> None:
    """Load what is missing of the demo data."""
    with cli_admin.operator_database() as database:
        load_demo(database)
        if million:
            load_million(database, on_progress=lambda done: complain.print(f"{done:,} of 1,000,000 assets"))
    for line in logins():
        out.print(line, markup=False)


@app.command()
def doctor() -> None:
    """Say in sentences what is missing or wrong. Exit code 1 when something is."""
    here = Installation(settings())
    marks = {Verdict.OK: "ok   ", Verdict.NOTE: "note ", Verdict.WRONG: "WRONG"}
    wrong = 0
    try:
        for finding in examine(here):
            wrong += finding.verdict is Verdict.WRONG
            out.print(f"{marks[finding.verdict]}  {finding.subject}: {finding.sentence}", markup=False)
    finally:
        here.close()
    if wrong:
        raise fail(f"{wrong} to mend.", code=1)


@app.command()
def openapi() -> None:
    """Print the API's OpenAPI document. Needs no database."""
    nowhere = Database("postgresql://nobody@127.0.0.1:1/none")  # never connected to: the document is in the code
    typer.echo(openapi_document(create_app(settings(), nowhere)), nl=False)


if __name__ == "__main__":
    app()
