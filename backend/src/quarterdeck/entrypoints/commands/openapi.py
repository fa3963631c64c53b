import typer

from quarterdeck.entrypoints.api import create_app, openapi_document
from quarterdeck.platform.db.session import Database
from quarterdeck.platform.settings import settings

app = typer.Typer(pretty_exceptions_enable=False)


@app.command()
def openapi() -> None:
    """Print the API's OpenAPI document. Needs no database."""
    nowhere = Database("postgresql://nobody@127.0.0.1:1/none")  # never connected to: the document is in the code
    typer.echo(openapi_document(create_app(settings(), nowhere)), nl=False)
