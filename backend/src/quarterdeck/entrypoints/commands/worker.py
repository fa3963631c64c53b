import typer

from quarterdeck.entrypoints.commands.waiting import Waiting, wait_for_the_word
from quarterdeck.entrypoints.data import open_data
from quarterdeck.entrypoints.installation import Installation
from quarterdeck.entrypoints.worker import run_worker
from quarterdeck.platform.logging import configure_logging
from quarterdeck.platform.settings import settings

app = typer.Typer(pretty_exceptions_enable=False)


@app.command()
def worker(*, waiting: Waiting = False) -> None:
    """Run background jobs. Any number of workers may run at once."""
    configured = settings()
    configure_logging(log_format=configured.log_format, level=configured.log_level)
    if waiting:
        wait_for_the_word()
    run_worker(configured, open_data(Installation(configured)))
