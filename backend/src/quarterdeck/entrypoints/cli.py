"""The command line of an installation; `quarterdeck --help` lists it.

A command is imported when it is asked for: importing everything takes seconds, and `up` starts two more
processes of this program.
"""

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

from quarterdeck.platform.logging import configure_logging

_HERE = "quarterdeck.entrypoints.commands"
#: Command to the module and the name of the Typer application in it.
COMMANDS = {
    "up": ("up", "app"),
    "web": ("web", "app"),
    "worker": ("worker", "app"),
    "migrate": ("migrate", "app"),
    "demo": ("demo", "app"),
    "doctor": ("doctor", "app"),
    "tenant": ("admin", "tenant_commands"),
    "user": ("admin", "user_commands"),
    "token": ("admin", "token_commands"),
    "import": ("import_", "app"),
    "export": ("export", "app"),
    "audit": ("audit", "app"),
    "openapi": ("openapi", "app"),
}


class LazyCommands(TyperGroup):
    """Knows its commands by name, and loads one when it is needed."""

    def list_commands(self, ctx: Any) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        command = typer.main.get_command(getattr(import_module(f"{_HERE}.{module}"), name))
        command.name = cmd_name
        return command


app = typer.Typer(cls=LazyCommands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def quarterdeck() -> None:
    """IT asset management for managed service providers."""
    # Standard output is for results; processes that serve set their own level.
    configure_logging(log_format="text", level="WARNING")


if __name__ == "__main__":
    app()
