import typer

from quarterdeck.entrypoints.installation import running_installation
from quarterdeck.entrypoints.terminal import fail, out
from quarterdeck.platform.db.migrate import migrate
from quarterdeck.platform.postgres import PostgresUnavailable

app = typer.Typer(pretty_exceptions_enable=False)


@app.command("migrate")
def bring_up_to_date() -> None:
    """Bring the database to the newest schema. Safe to repeat; also sets the leakproof marks after a restore."""
    try:
        with running_installation() as here:
            migrate(here.admin_url, app_password=here.app_password)
    except PostgresUnavailable as exc:
        raise fail(str(exc)) from exc
    out.print("The schema is up to date.")
