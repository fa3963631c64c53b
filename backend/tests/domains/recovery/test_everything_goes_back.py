"""Random work by two tenants: the journal replays to the present at every step, and undoing all leads to the start.

`QUARTERDECK_PLAY_EXAMPLES` and `QUARTERDECK_PLAY_STEPS` make it as long as the time allows.
"""

import contextlib
import os
import tempfile
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from quarterdeck.domains.assets.errors import AssetTagTaken, MergeRefused
from quarterdeck.domains.assets.schemas import CustomFieldCreate, SelectionCreate
from quarterdeck.domains.assets.service import create_asset, custom_fields, delete_asset, seed_asset_types, update_asset
from quarterdeck.domains.assets.service.merging import merge_assets
from quarterdeck.domains.assets.service.selecting import create_selection
from quarterdeck.domains.bulk.schemas import BulkRequest
from quarterdeck.domains.bulk.service import changing as bulk
from quarterdeck.domains.jobs.kinds import Runtime
from quarterdeck.domains.journal.registry import recoverables
from quarterdeck.domains.recovery.errors import AlreadyUndone, LaterInTheWay, NothingRestorable
from quarterdeck.domains.recovery.schemas import UndoWrite
from quarterdeck.domains.recovery.service.undoing import start_undo
from quarterdeck.domains.tenancy import service as tenancy
from quarterdeck.domains.tenancy.schemas import LocationCreate
from quarterdeck.platform.db.session import Database, TenantSession
from quarterdeck.platform.settings import Settings
from quarterdeck.platform.storage import Storage
from tests.domains.imports.conftest import Importer
from tests.world import TenantWorld, World, build_world

EXAMPLES = int(os.environ.get("QUARTERDECK_PLAY_EXAMPLES", "8"))
STEPS = int(os.environ.get("QUARTERDECK_PLAY_STEPS", "8"))
SERIALS = ["ABC-12345", "XYZ-98765", "QQQ-55555"]
TEXT = st.sampled_from(["x", "Lager 3", "O'Neil; drop", "☃ %s %(a)s", "{}", "\\N"])
TYPES = st.sampled_from(["workstation", "server", "printer"])
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "name": TEXT,
        "notes": st.none() | TEXT,
        "tag": st.sampled_from(["T-1", "T-2", "T-3"]),
        "serial": st.none() | st.sampled_from(SERIALS),
        "mac": st.lists(st.sampled_from(["3c:52:82:00:00:01", "3c:52:82:00:00:02"]), unique=True),
        "tags": st.lists(st.sampled_from(["vip", "spare"]), unique=True),
        "ip": st.none() | st.just("10.0.0.7"),
        "purchase_cost": st.none() | st.sampled_from([12.5, 0, 99999]),
        "warranty_end": st.none() | st.just("2027-01-31"),
        "type": TYPES,
    },
)
EDITS = st.sampled_from(
    [
        {"action": "set", "field": "notes", "value": "☃ in bulk"},
        {"action": "set", "field": "supplier", "value": "Dell"},
        {"action": "set", "field": "serial", "value": "QQQ-55555"},
        {"action": "set", "field": "ram_mb", "value": "8 GB"},
        {"action": "set", "field": "cf.rack", "value": 7},
        {"action": "clear", "field": "notes"},
        {"action": "add", "field": "tags", "value": ["bulk"]},
        {"action": "replace", "field": "name", "find": "N", "replacement": "%s"},
    ]
)
ROWS = st.lists(
    st.fixed_dictionaries(
        {"Serial Number": st.sampled_from([*SERIALS, ""]), "Hostname": st.sampled_from(["WS-1", "WS-2", "O'Neil"])},
        optional={
            "Asset Tag": st.sampled_from(["T-1", "T-9"]),
            "MAC": st.just("3c-52-82-00-00-01"),
            "Notes": st.sampled_from(["=cmd()", "☃"]),
            "Client": st.sampled_from(["Globex", "Brand New Ltd"]),
            "RAM (GB)": st.just("16"),
        },
    ),
    min_size=1,
    max_size=4,
)


def record_of(world: World, tenant: TenantWorld) -> dict[str, list[Any]]:
    """Everything that can be taken back, without what only counts or dates writes."""
    found = {}
    with world.database.session_for(tenant.actor) as session:
        for each in recoverables():
            rows = session.raw.execute(
                f"select (to_jsonb(t) - 'version' - 'updated_at' - 'seen')::text from {each.table.name} t order by 1"
            )
            found[each.table.name] = [row for (row,) in rows]
    return found


class Work(RuleBasedStateMachine):
    database: Database
    folder: Path

    def __init__(self) -> None:
        super().__init__()
        self.world: World = build_world(self.database)
        self.tenants = [self.world.north, self.world.south]
        settings = Settings(data_dir=self.folder, import_chunk_rows=3)
        self.runtime = Runtime(self.database, Storage.local(self.folder / "files"), settings)
        self.first = {}
        for tenant in self.tenants:
            with self.database.session_for(tenant.actor) as session:
                if session.raw.execute("select 1 from asset_types limit 1").fetchone() is None:
                    seed_asset_types(session, tenant.actor)
                custom_fields.create_custom_field(
                    session, tenant.actor, CustomFieldCreate(label="Rack", key="rack", kind="number")
                )
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

    @rule(which=st.booleans(), edit=EDITS, status=st.booleans())
    def edit_in_bulk(self, which: bool, edit: dict[str, Any], status: bool) -> None:
        edits = [edit, {"action": "set", "field": "status", "value": "deployed"}] if status else [edit]
        self.change_in_bulk(self.tenants[which], {"kind": "edit", "edits": edits}, SelectionCreate(mode="all"))

    @rule(which=st.booleans())
    def delete_in_bulk(self, which: bool) -> None:
        servers = SelectionCreate(mode="all", filter="type:server")
        self.change_in_bulk(self.tenants[which], {"kind": "delete"}, servers)

    def change_in_bulk(self, tenant: TenantWorld, operation: dict[str, Any], chosen: SelectionCreate) -> None:
        with self.database.session_for(tenant.actor) as session:
            selection = create_selection(session, tenant.actor, chosen)
            if selection.count:
                wanted = {"selection": selection.id, "operation": operation, "confirmed_count": selection.count}
                bulk.start(session, tenant.actor, BulkRequest.model_validate(wanted))

    @rule(which=st.booleans(), rows=ROWS)
    def bring_in(self, which: bool, rows: list[dict[str, str]]) -> None:
        tenant = self.tenants[which]
        Importer(self.runtime, tenant, tenant.actor).rows(*rows, create_missing=True)

    @rule(which=st.booleans(), pick=st.integers(0, 9), other=st.integers(0, 9))
    def merge(self, which: bool, pick: int, other: int) -> None:
        tenant = self.tenants[which]
        survivor, merged = self.some_asset(tenant, pick), self.some_asset(tenant, other)
        if survivor is not None and merged is not None:
            self.trying(tenant, lambda session: merge_assets(session, tenant.actor, survivor, [merged], fields={}))

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
                place = tenancy.LOCATIONS.create(session, tenant.actor, new)
                update_asset(session, tenant.actor, asset, {"location": str(place.id)}, expected_version=None)

    @rule(which=st.booleans(), back=st.integers(0, 6), force=st.booleans())
    def undo(self, which: bool, back: int, force: bool) -> None:
        tenant = self.tenants[which]
        done = self.change_sets(tenant)
        if len(done) > back:
            with contextlib.suppress(AlreadyUndone, LaterInTheWay, NothingRestorable):
                self.take_back(tenant, done[back], conflicts="force" if force else "leave")

    @invariant()
    def the_journal_replays_to_the_present(self) -> None:
        for tenant in self.tenants:
            with self.database.session_for(tenant.actor) as session:
                for each in recoverables():
                    statement = REPLAY_OF_GROUPS if each.group else REPLAY_OF_QUIET if each.is_quiet else REPLAY
                    told = session.raw.execute(statement.format(table=each.table.name), {"table": each.table.name})
                    assert told.fetchall() == [], (each.table.name, tenant.slug)

    def teardown(self) -> None:
        for tenant in self.tenants:
            for change_set in self.change_sets(tenant):
                self.take_back(tenant, change_set)
            now, start = record_of(self.world, tenant), self.start[tenant.id]
            for table, rows in start.items():
                assert now[table] == rows, table

    def take_back(self, tenant: TenantWorld, change_set: uuid.UUID, **wanted: Any) -> None:
        with self.database.session_for(tenant.actor) as session:
            start_undo(session, tenant.actor, change_set, UndoWrite(**wanted))

    def trying(self, tenant: TenantWorld, what: Callable[[TenantSession], object]) -> None:
        try:
            with self.database.session_for(tenant.actor) as session:
                what(session)
        except (AssetTagTaken, MergeRefused):
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


REPLAY = """
with replayed as (
  select distinct on (row_id) row_id, after from changes where table_name = %(table)s order by row_id, id desc
), present as (select id, jsonb_strip_nulls(to_jsonb(t) - 'search') as image from {table} t)
select r.row_id, r.after, p.image from replayed r full join present p on p.id = r.row_id
where r.after is distinct from p.image
"""
# The first row comes with its object, which is what tells of it.
REPLAY_OF_QUIET = """
with replayed as (
  select distinct on (row_id) row_id, after from changes where table_name = %(table)s order by row_id, id desc
), present as (select id, jsonb_strip_nulls(to_jsonb(t) - 'seen') as image from {table} t)
select r.row_id, r.after, p.image from replayed r join present p on p.id = r.row_id
where r.after is not null and r.after is distinct from p.image
"""
REPLAY_OF_GROUPS = """
with told as (
  select c.id, c.row_id, e ->> 'kind' as kind, e ->> 'value' as value, i.after as is_after, e as image
  from changes c
  cross join lateral (values (false, c.before), (true, c.after)) i (after, image)
  cross join lateral jsonb_array_elements(coalesce(i.image -> 'identifiers', '[]')) e
  where c.table_name = %(table)s
), replayed as (
  select distinct on (row_id, kind, value) row_id, kind, value, is_after, image from told
  order by row_id, kind, value, id desc, is_after desc
), present as (select asset_id, kind, value, jsonb_strip_nulls(to_jsonb(t) - 'tenant_id' - 'asset_id') as image
  from {table} t)
select r.row_id, r.image, p.image from (select * from replayed where is_after) r
full join present p on p.asset_id = r.row_id and p.kind = r.kind and p.value = r.value
where r.image is distinct from p.image
"""


@pytest.mark.slow
def test_everything_goes_back(database: Database) -> None:
    with tempfile.TemporaryDirectory() as folder:
        machine = type("WorkOnADatabase", (Work,), {"database": database, "folder": Path(folder)})
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=EXAMPLES,
                stateful_step_count=STEPS,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
