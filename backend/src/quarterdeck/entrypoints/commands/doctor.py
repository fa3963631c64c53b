import typer

from quarterdeck.entrypoints.doctor import Verdict, examine
from quarterdeck.entrypoints.installation import Installation
from quarterdeck.entrypoints.terminal import fail, out
from quarterdeck.platform.settings import settings

app = typer.Typer(pretty_exceptions_enable=False)
_MARKS = {Verdict.OK: "ok   ", Verdict.NOTE: "note ", Verdict.WRONG: "WRONG"}


@app.command()
def doctor() -> None:
    """Say in sentences what is missing or wrong. Exit code 1 when something is."""
    here = Installation(settings())
    wrong = 0
    try:
        for finding in examine(here):
            wrong += finding.verdict is Verdict.WRONG
            out.print(f"{_MARKS[finding.verdict]}  {finding.subject}: {finding.sentence}", markup=False)
    finally:
        here.close()
    if wrong:
        raise fail(f"{wrong} to mend.", code=1)
