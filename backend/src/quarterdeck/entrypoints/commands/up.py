import time
from typing import Annotated

import psycopg
import typer

from quarterdeck.entrypoints.demo.story import TENANTS, logins
from quarterdeck.entrypoints.installation import Installation
from quarterdeck.entrypoints.supervisor import (
    Chore,
    PortTaken,
    export_settings,
    loading_children,
    refuse_taken_port,
    run_to_the_end,
    supervise,
)
from quarterdeck.entrypoints.terminal import complain, fail, out
from quarterdeck.platform.postgres import PostgresUnavailable
from quarterdeck.platform.settings import settings

_A_DAY = 24 * 60 * 60
_AFTER_THE_START = 10 * 60

app = typer.Typer(pretty_exceptions_enable=False)


@app.command()
def up(
    *,
    demo: Annotated[bool, typer.Option(help="Load the demo tenants on first start.")] = True,
) -> None:
    """Start everything: database, schema, demo data, web and worker. Ctrl-C stops it."""
    here = Installation(settings())
    try:
        refuse_taken_port(here.settings)
        export_settings(here.settings)
        with loading_children() as children:
            complain.print("Starting the database …")
            here.start_database()
            if not here.is_prepared():
                run_to_the_end("migrate")
            if demo and not _has_demo(here):
                complain.print("Loading the demo: two tenants, 40 clients, 20,000 assets …")
                run_to_the_end("demo")
            # The children work as the application; what tenants no longer keep, the journal's owner alone may remove.
            trim = Chore(("audit", "trim"), every_seconds=_A_DAY, due_at=time.monotonic() + _AFTER_THE_START)
            supervise(children, here.settings, on_ready=lambda: _announce(here, demo=demo), chores=[trim])
    except (PortTaken, PostgresUnavailable) as exc:
        raise fail(str(exc)) from exc
    finally:
        complain.print("Stopping …")
        here.stop_database()


def _has_demo(here: Installation) -> bool:
    """Asked of the database directly: loading the domains for it would double the time of a warm start."""
    with psycopg.connect(here.admin_url) as connection:
        found = connection.execute(
            "select count(*) from tenants where slug = any(%s) and settings ? 'demo_loaded'",
            [[tenant.slug for tenant in TENANTS]],
        ).fetchone()
    return found == (len(TENANTS),)


def _announce(here: Installation, *, demo: bool) -> None:
    out.print(f"\nQuarterdeck is ready at {here.settings.public_url}")
    for line in logins() if demo else ():
        out.print(f"  {line}", markup=False)
    out.print("Ctrl-C stops it.\n")
