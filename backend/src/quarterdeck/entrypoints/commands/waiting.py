"""Loading the product takes seconds, so the supervisor starts web and worker while the database is still starting."""

import sys
from typing import Annotated

import typer

Waiting = Annotated[
    bool, typer.Option("--waiting", hidden=True, help="Begin when a line arrives on standard input; end without one.")
]


def wait_for_the_word() -> None:
    """Ends the process when the supervisor went away without giving it."""
    if not sys.stdin.readline():
        raise typer.Exit(1)
