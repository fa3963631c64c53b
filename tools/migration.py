"""Draft a migration: what the models say, less what the migrations so far have built in an empty database."""

import sys
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory

from quarterdeck.platform.db.migrate import alembic_config, migrate
from quarterdeck.platform.postgres import throwaway_postgres


def draft(message: str) -> Path:
    with throwaway_postgres() as server:
        url = server.superuser_url()
        migrate(url, app_password="only for drafting")
        config = alembic_config(url)
        newest = ScriptDirectory.from_config(config).get_current_head() or "0000"
        script = command.revision(config, message, autogenerate=True, rev_id=f"{int(newest) + 1:04d}")
    if script is None or isinstance(script, list):
        raise SystemExit("Alembic wrote no migration.")
    return Path(script.path)


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print('Say what it does: make migration m="add racks"')
        return 2
    path = draft(arguments[0])
    print(f"Drafted {path}. Policies, grants and journal triggers are not in the models: add them by hand.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
