import typer

from quarterdeck.entrypoints.installation import running_installation
from quarterdeck.entrypoints.terminal import fail, out
from quarterdeck.platform.postgres import PostgresUnavailable

app = typer.Typer(pretty_exceptions_enable=False)


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema. Safe to repeat; also sets the leakproof marks after a restore."""
    try:
        with running_installation() as here:
            here.migrate()
    except PostgresUnavailable as exc:
        raise fail(str(exc)) from exc
    out.print("The schema is up to date.")
