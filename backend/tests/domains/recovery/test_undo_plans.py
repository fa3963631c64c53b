"""How an undo joins what it was with what stands: statistics don't know the rows that came a moment ago."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from quarterdeck.domains.journal.service import open_change_set
from quarterdeck.domains.recovery.schemas import UndoWrite
from quarterdeck.domains.recovery.service.undoing import start_undo
from quarterdeck.platform.db.session import TenantSession
from tests.domains.caller import make_asset
from tests.domains.recovery.test_undoing import delete, edit
from tests.world import World


@contextmanager
def explained(session: TenantSession) -> Iterator[list[str]]:
    """The plans of all that compares what a change set did to rows with what they are."""
    plans: list[str] = []

    class Explaining(psycopg.Cursor[Any]):
        def execute(self, query: Any, params: Any = None, **more: Any) -> Any:
            if "jsonb_to_record" in str(query) and "r.tenant_id" in str(query):
                super().execute(f"explain {query}", params)
                plans.append("\n".join(line for (line,) in self.fetchall()))
            return super().execute(query, params, **more)

    connection = session.raw
    factory, connection.cursor_factory = connection.cursor_factory, Explaining
    try:
        yield plans
    finally:
        connection.cursor_factory = factory


def made(world: World, asset: uuid.UUID) -> uuid.UUID:
    with world.database.session_for(world.north.actor) as session:
        row = session.raw.execute("select change_set_id from changes where row_id = %s", [asset]).fetchone()
    assert row is not None
    return uuid.UUID(str(row[0]))


def edited(world: World, asset: uuid.UUID) -> uuid.UUID:
    return edit(world, world.north.actor, asset, name="New", os="Windows 11", custom={})


@pytest.mark.parametrize(
    "change",
    [made, edited, lambda world, asset: delete(world, world.north.actor, asset)],
    ids=["created", "edited", "deleted"],
)
def test_an_undo_never_compares_all_rows_with_all(
    register: World, change: Callable[[World, uuid.UUID], uuid.UUID]
) -> None:
    tenant = register.north
    asset = make_asset(register, tenant.actor, client=str(tenant.acme), os="Windows 10")
    changed = change(register, asset)

    with register.database.session_for(tenant.actor) as session, explained(session) as plans:
        open_change_set(session, tenant.actor)
        start_undo(session, tenant.actor, changed, UndoWrite())

    assert plans
    for plan in plans:
        assert "Hash" in plan or "Merge" in plan, plan
