import typer
import uvicorn

from quarterdeck.entrypoints.api import create_app
from quarterdeck.entrypoints.commands.waiting import Waiting, wait_for_the_word
from quarterdeck.entrypoints.data import open_data
from quarterdeck.entrypoints.installation import Installation
from quarterdeck.platform.logging import configure_logging
from quarterdeck.platform.settings import settings

app = typer.Typer(pretty_exceptions_enable=False)


@app.command()
def web(*, waiting: Waiting = False) -> None:
    """Serve the console and the API. The database has to be running and migrated."""
    configured = settings()
    configure_logging(log_format=configured.log_format, level=configured.log_level)
    if waiting:
        wait_for_the_word()
    database = open_data(Installation(configured), pool_size=configured.web_pool_size)
    uvicorn.run(
        create_app(configured, database),
        host=configured.host,
        port=configured.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
