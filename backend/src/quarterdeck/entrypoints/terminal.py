"""What commands say, and where: results to standard output, everything else to standard error."""

import typer
from rich.console import Console

out = Console(highlight=False, soft_wrap=True)
complain = Console(stderr=True, highlight=False, soft_wrap=True)


def fail(sentence: str, *, code: int = 2) -> typer.Exit:
    """Say why, and the exit to raise."""
    complain.print(sentence, markup=False)
    return typer.Exit(code)
