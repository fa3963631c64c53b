from typing import Annotated

import typer

from quarterdeck.entrypoints.commands.admin import operator_database
from quarterdeck.entrypoints.demo.load import load_demo
from quarterdeck.entrypoints.demo.million import load_million
from quarterdeck.entrypoints.demo.story import logins
from quarterdeck.entrypoints.terminal import complain, out

app = typer.Typer(pretty_exceptions_enable=False)


@app.command()
def demo(
    *,
    million: Annotated[bool, typer.Option(help="Also a tenant with 1,000,000 assets, for benchmarks.")] = False,
) -> None:
    """Load what is missing of the demo data."""
    with operator_database() as database:
        if load_demo(database):
            complain.print("The demo is loaded.")
        if million:
            load_million(database, on_progress=lambda done: complain.print(f"{done:,} of 1,000,000 assets"))
    for line in logins():
        out.print(line, markup=False)
