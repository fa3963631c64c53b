"""Random work by two tenants: the journal replays to the present at every step, and undoing all leads to the start."""

import contextlib
import uuid
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from quarterdeck.domains.assets.errors import AssetTagTaken
from quarterdeck.domains.assets.service import create_asset, delete_asset, seed_asset_types, update_asset
from quarterdeck.domains.journal.service import open_change_set
from quarterdeck.domains.recovery.errors import AlreadyUndone
from quarterdeck.domains.recovery.schemas import UndoWrite
from quarterdeck.domains.recovery.service.undoing import start_undo
from quarterdeck.domains.tenancy import service as tenancy
from quarterdeck.domains.tenancy.schemas import LocationCreate
from quarterdeck.platform.db.session import Database
from tests.domains.recovery.test_undoing import TABLES, record_of
from tests.world import TenantWorld, World, build_world

ROW_TABLES = [table for table in TABLES if table != "asset_identifiers"]
TEXT = st.sampled_from(["x", "Lager 3", "O'Neil; drop", "☃ %s %(a)s", "{}", "\\N"])
TYPES = st.sampled_from(["workstation", "server", "printer"])
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "name": TEXT,
        "notes": st.none() | TEXT,
        "tag": st.sampled_from(["T-1", "T-2", "T-3"]),
        "serial": st.none() | st.sampled_from(["ABC-12345", "XYZ-98765", "QQQ-55555"]),
        "mac": st.lists(st.sampled_from(["3c:52:82:00:00:01", "3c:52:82:00:00:02"]), unique=True),
        "tags": st.lists(st.sampled_from(["vip", "spare"]), unique=True),
        "ip": st.none() | st.just("10.0.0.7"),
        "purchase_cost": st.none() | st.sampled_from([12.5, 0, 99999]),
        "warranty_end": st.none() | st.just("2027-01-31"),
        "type": TYPES,
    },
)


class Work(RuleBasedStateMachine):
    database: Database

    def __init__(self) -> None:
        super().__init__()
        self.world: World = build_world(self.database)
        self.tenants = [self.world.north, self.world.south]
        self.first = {}
        for tenant in self.tenants:
            with self.database.session_for(tenant.actor) as session:
                if session.raw.execute("select 1 from asset_types limit 1").fetchone() is None:
                    seed_asset_types(session, tenant.actor)
                create_asset(session, tenant.actor, {"client": str(tenant.acme), "type": "server", "name": "First"})
                row = session.raw.execute("select max(seq) from change_sets").fetchone()
                assert row is not None
                self.first[tenant.id] = row[0]
        self.start = {tenant.id: record_of(self.world, tenant) for tenant in self.tenants}

    @rule(which=st.booleans(), values=VALUES, kind=TYPES)
    def create(self, which: bool, values: dict[str, Any], kind: str) -> None:
        tenant = self.tenants[which]
        self.trying(
            tenant,
            lambda session: create_asset(
                session, tenant.actor, {"client": str(tenant.acme), "name": "New", **values, "type": kind}
            ),
        )

    @rule(which=st.booleans(), pick=st.integers(0, 9), values=VALUES, moves=st.booleans())
    def edit(self, which: bool, pick: int, values: dict[str, Any], moves: bool) -> None:
        tenant = self.tenants[which]
        patch = {**values, **({"client": str(tenant.globex)} if moves else {})}
        asset = self.some_asset(tenant, pick)
        if asset is not None:
            self.trying(
                tenant, lambda session: update_asset(session, tenant.actor, asset, patch, expected_version=None)
            )

    @rule(which=st.booleans(), value=TEXT)
    def edit_all_at_once(self, which: bool, value: str) -> None:
        tenant = self.tenants[which]
        with self.database.session_for(tenant.actor) as session:
            open_change_set(session, tenant.actor)
            session.raw.execute("update assets set notes = %s, tags = tags || '{bulk}'::text[]", [value])
            session.raw.execute("update assets set supplier = %s where type = 'server'", [value])

    @rule(which=st.booleans(), pick=st.integers(0, 9))
    def delete(self, which: bool, pick: int) -> None:
        tenant = self.tenants[which]
        asset = self.some_asset(tenant, pick)
        if asset is not None:
            with self.database.session_for(tenant.actor) as session:
                delete_asset(session, tenant.actor, asset, expected_version=None)

    @rule(which=st.booleans(), pick=st.integers(0, 9), number=st.integers(1, 10**6))
    def move_to_a_new_location(self, which: bool, pick: int, number: int) -> None:
        tenant = self.tenants[which]
        asset = self.some_asset(tenant, pick)
        if asset is not None:
            with self.database.session_for(tenant.actor) as session:
                row = session.raw.execute("select client_id from assets where id = %s", [asset]).fetchone()
                assert row is not None
                new = LocationCreate(client_id=row[0], name=f"Site {number} {uuid.uuid4().hex[:6]}")
                place = tenancy.create_location(session, tenant.actor, new)
                update_asset(session, tenant.actor, asset, {"location": str(place.id)}, expected_version=None)

    @rule(which=st.booleans(), back=st.integers(0, 6), force=st.booleans())
    def undo(self, which: bool, back: int, force: bool) -> None:
        tenant = self.tenants[which]
        done = self.change_sets(tenant)
        if len(done) > back:
            with contextlib.suppress(AlreadyUndone):
                self.take_back(tenant, done[back], conflicts="force" if force else "leave")

    @invariant()
    def the_journal_replays_to_the_present(self) -> None:
        for tenant in self.tenants:
            with self.database.session_for(tenant.actor) as session:
                for table in ROW_TABLES:
                    row = session.raw.execute(_REPLAY.format(table=table), {"table": table}).fetchone()
                    assert row == (0,), (table, tenant.slug)

    def teardown(self) -> None:
        for tenant in self.tenants:
            for change_set in self.change_sets(tenant):
                self.take_back(tenant, change_set)
            assert record_of(self.world, tenant) == self.start[tenant.id]

    def take_back(self, tenant: TenantWorld, change_set: uuid.UUID, **wanted: Any) -> None:
        with self.database.session_for(tenant.actor) as session:
            start_undo(session, tenant.actor, change_set, UndoWrite(**wanted))

    def trying(self, tenant: TenantWorld, what: Any) -> None:
        try:
            with self.database.session_for(tenant.actor) as session:
                what(session)
        except AssetTagTaken:
            pass

    def some_asset(self, tenant: TenantWorld, pick: int) -> uuid.UUID | None:
        with self.database.session_for(tenant.actor) as session:
            ids = [row[0] for row in session.raw.execute("select id from assets order by id").fetchall()]
        return ids[pick % len(ids)] if ids else None

    def change_sets(self, tenant: TenantWorld) -> list[uuid.UUID]:
        """Of this run, the newest first; those in which something was written."""
        with self.database.session_for(tenant.actor) as session:
            rows = session.raw.execute(
                "select s.id from change_sets s where s.seq > %s and exists (select 1 from changes c "
                "where c.tenant_id = s.tenant_id and c.change_set_id = s.id) order by s.seq desc",
                [self.first[tenant.id]],
            )
            return [row[0] for row in rows]


_REPLAY = """
with replayed as (
  select distinct on (row_id) row_id, after from changes where table_name = %(table)s order by row_id, id desc
), present as (select id, jsonb_strip_nulls(to_jsonb(t) - 'search') as image from {table} t)
select count(*) from replayed r full join present p on p.id = r.row_id
where r.after is distinct from p.image
"""


@pytest.mark.slow
def test_everything_goes_back(database: Database) -> None:
    machine = type("WorkOnADatabase", (Work,), {"database": database})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
