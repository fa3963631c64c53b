"""Observations of one machine by several sources, handed to intake as any reader would."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from quarterdeck.domains.assets.service.provenance import provenance_of
from quarterdeck.domains.intake import service as intake
from quarterdeck.domains.intake.schemas import Observed
from quarterdeck.platform.actors import Actor
from tests.domains.imports.conftest import importer, runtime, typed_world
from tests.world import TenantWorld, World

__all__ = ["importer", "runtime", "typed_world"]

SERIAL = "PF2AB9X1"
START = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(days=40)


def at(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)


@dataclass
class Estate:
    """The machines of one tenant, as sources report them."""

    world: World
    tenant: TenantWorld
    actor: Actor

    def report(self, source: str, minutes: int, *rows: Mapping[str, Any], chunk: int = 1_000) -> uuid.UUID:
        """A batch: rows of columns, `cf.` keys and the serial, if they say none, of the one machine."""
        rows_read = [self.observed(number, row) for number, row in enumerate(rows, start=1)]
        with self.world.database.session_for(self.actor) as session:
            batch = intake.open_batch(session, self.actor, source=source, client_id=None, observed_at=at(minutes))
            intake.stage(session, batch.id, intake.prepare(session, rows_read))
            intake.begin_deciding(session, batch.id)
        spans = [(first, min(first + chunk - 1, len(rows))) for first in range(1, len(rows) + 1, chunk)]
        for first, last in spans:
            with self.world.database.session_for(self.actor) as session:
                intake.decide(session, batch.id, first=first, last=last)
        for first, last in spans:
            with self.world.database.session_for(self.actor) as session:
                intake.apply(session, self.actor, batch.id, first=first, last=last, reason="Report")
        return batch.id

    def observed(self, number: int, row: Mapping[str, Any]) -> Observed:
        fields = {"serial": SERIAL, **{key: value for key, value in row.items() if key not in EXTENSION}}
        custom = {key.removeprefix("cf."): fields.pop(key) for key in list(fields) if key.startswith("cf.")}
        extension = {key: value for key, value in row.items() if key in EXTENSION}
        return Observed(
            row_no=number,
            client_id=self.tenant.acme,
            client_key=str(self.tenant.acme),
            fields=fields,
            extension=extension,
            custom=custom,
        )

    def decisions(self, batch_id: uuid.UUID) -> Sequence[Any]:
        with self.world.database.session_for(self.actor) as session:
            return session.raw.execute(
                "select outcome, changes, kept from intake_decisions where batch_id = %s order by row_no", [batch_id]
            ).fetchall()

    def asset(self, serial: str = SERIAL) -> uuid.UUID:
        with self.world.database.session_for(self.actor) as session:
            found = session.raw.execute("select id from assets where serial = %s", [serial]).fetchall()
            assert len(found) == 1, found
            return uuid.UUID(str(found[0][0]))

    def values(self, serial: str = SERIAL) -> dict[str, Any]:
        with self.world.database.session_for(self.actor) as session:
            row = session.raw.execute(
                """select to_jsonb(a) || coalesce(to_jsonb(w), '{}') from assets a
                left join workstations w on w.tenant_id = a.tenant_id and w.id = a.id where a.serial = %s""",
                [serial],
            ).fetchone()
            assert row is not None
            return dict(row[0])

    def told(self, field: str, serial: str = SERIAL) -> dict[str, Any]:
        """The provenance of a field."""
        asset_id = self.asset(serial)
        with self.world.database.session_for(self.actor) as session:
            told, _ = provenance_of(session, self.actor, asset_id)
        return next(each for each in told["fields"] if each["field"] == field)


EXTENSION = frozenset({"ram_mb", "cpu", "os_name"})


@pytest.fixture
def estate(typed_world: World) -> Estate:
    return Estate(typed_world, typed_world.north, typed_world.north.actor)
