"""Undoing change sets: everything captured goes back, what was changed since is left and said."""

import uuid
from threading import Barrier, Thread
from typing import Any

import pytest

from quarterdeck.domains.assets.service import delete_asset, update_asset
from quarterdeck.domains.identity.schemas import RoleCreate
from quarterdeck.domains.identity.service.roles import create_role
from quarterdeck.domains.journal.service import open_change_set
from quarterdeck.domains.recovery.errors import (
    AlreadyUndone,
    ChangeSetNotFound,
    NothingRestorable,
    NothingToUndo,
    UndoRunning,
)
from quarterdeck.domains.recovery.models import Undo
from quarterdeck.domains.recovery.queries.extent import extent_of
from quarterdeck.domains.recovery.schemas import Forced, UndoWrite
from quarterdeck.domains.recovery.service import undoing
from quarterdeck.domains.recovery.service.undoing import start_undo
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.errors import AppError, Forbidden
from tests.domains.caller import make_asset
from tests.world import TenantWorld, World

TABLES = ("assets", "workstations", "servers", "asset_identifiers", "clients", "client_names", "locations", "contacts")
HOSTILE = "Robert'); drop table assets;-- %s %(x)s {} \\ ☃"


def record_of(world: World, tenant: TenantWorld) -> dict[str, list[Any]]:
    """All of a tenant's record, without what only counts or dates writes."""
    found = {}
    with world.database.session_for(tenant.actor) as session:
        for table in TABLES:
            rows = session.raw.execute(
                f"select (to_jsonb(t) - 'version' - 'updated_at')::text from {table} t "
                f"where tenant_id = '{tenant.id}' order by 1"
            )
            found[table] = [row for (row,) in rows]
    return found


def last_change_set(world: World, tenant: TenantWorld) -> uuid.UUID:
    with world.database.session_for(tenant.actor) as session:
        row = session.raw.execute("select id from change_sets order by seq desc limit 1").fetchone()
    assert row is not None
    return uuid.UUID(str(row[0]))


def edit(world: World, actor: Actor, asset_id: uuid.UUID, **values: object) -> uuid.UUID:
    with world.database.session_for(actor) as session:
        update_asset(session, actor, asset_id, values, expected_version=None)
        return open_change_set(session, actor)


def delete(world: World, actor: Actor, asset_id: uuid.UUID) -> uuid.UUID:
    with world.database.session_for(actor) as session:
        delete_asset(session, actor, asset_id, expected_version=None)
        return open_change_set(session, actor)


def undo(world: World, actor: Actor, change_set_id: uuid.UUID, **wanted: Any) -> Undo:
    with world.database.session_for(actor) as session:
        return start_undo(session, actor, change_set_id, UndoWrite(**wanted))


def value(world: World, tenant: TenantWorld, asset_id: uuid.UUID, column: str) -> Any:
    with world.database.session_for(tenant.actor) as session:
        row = session.raw.execute(f"select {column} from assets where id = %s", [asset_id]).fetchone()
    return row[0] if row else None


class TestUndo:
    def test_a_stranger_may_not_and_another_tenant_finds_nothing(self, register: World) -> None:
        north, south = register.north, register.south
        asset = make_asset(register, north.actor, client=str(north.acme))
        changed = edit(register, north.actor, asset, name="New")

        with pytest.raises(Forbidden):
            undo(register, north.scoped(north.acme, permissions=frozenset({"assets:read"})), changed)
        with pytest.raises(ChangeSetNotFound):
            undo(register, south.actor, changed)
        with pytest.raises(ChangeSetNotFound):
            undo(register, north.scoped(north.globex), changed)

    def test_fields_of_core_extension_and_custom_go_back(self, register: World) -> None:
        tenant = register.north
        asset = make_asset(register, tenant.actor, client=str(tenant.acme), serial="ABC-12345", os="Windows 10")
        twin = make_asset(register, register.south.actor, client=str(register.south.acme), serial="ABC-12345")
        before, others = record_of(register, tenant), record_of(register, register.south)
        changed = edit(
            register,
            tenant.actor,
            asset,
            serial="XYZ-98765",
            os="Windows 11",
            notes=HOSTILE,
            tags=["vip"],
            status="deployed",
            location=str(tenant.acme_leeds),
        )
        version = value(register, tenant, asset, "version")

        done = undo(register, tenant.actor, changed)

        assert (done.state, done.counts["restored"], done.counts["total"]) == ("done", 1, 1)
        assert record_of(register, tenant) == before
        assert record_of(register, register.south) == others
        assert value(register, tenant, asset, "version") > version
        assert value(register, register.south, twin, "serial") == "ABC-12345"

    def test_only_the_extension_changed_still_counts_the_version(self, register: World) -> None:
        tenant = register.north
        asset = make_asset(register, tenant.actor, client=str(tenant.acme), os="Windows 10")
        changed = edit(register, tenant.actor, asset, os="Windows 11")
        version = value(register, tenant, asset, "version")

        undo(register, tenant.actor, changed)

        assert value(register, tenant, asset, "version") > version

    @pytest.mark.parametrize("turns", [1, 2, 3])
    def test_an_undo_can_be_undone(self, register: World, turns: int) -> None:
        tenant = register.north
        asset = make_asset(register, tenant.actor, client=str(tenant.acme), name="Old")
        start = record_of(register, tenant)
        changed = edit(register, tenant.actor, asset, name="New", serial="ABC-12345")
        end = record_of(register, tenant)
        for turn in range(turns):
            done = undo(register, tenant.actor, changed)
            assert done.undo_change_set_id is not None
            changed = done.undo_change_set_id
            assert record_of(register, tenant) == (end if turn % 2 else start)

    def test_twice_is_refused_with_a_sentence_until_it_is_redone(self, register: World) -> None:
        tenant = register.north
        asset = make_asset(register, tenant.actor, client=str(tenant.acme), name="Old")
        changed = edit(register, tenant.actor, asset, name="New")
        first = undo(register, tenant.actor, changed)

        with pytest.raises(AlreadyUndone, match="Robin Bell has undone this already"):
            undo(register, tenant.actor, changed)

        assert first.undo_change_set_id is not None
        undo(register, tenant.actor, first.undo_change_set_id)
        assert value(register, tenant, asset, "name") == "New"
        undo(register, tenant.actor, changed)
        assert value(register, tenant, asset, "name") == "Old"

    def test_two_at_once_undo_once(self, register: World) -> None:
        tenant = register.north
        asset = make_asset(register, tenant.actor, client=str(tenant.acme), name="Old")
        changed = edit(register, tenant.actor, asset, name="New")
        version = value(register, tenant, asset, "version")
        together, came = Barrier(2), list[object]()

        def press() -> None:
            together.wait()
            try:
                came.append(undo(register, tenant.actor, changed).state)
            except AppError as refused:
                came.append(type(refused))

        hands = [Thread(target=press) for _ in range(2)]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()

        assert "done" in came
        assert set(came) - {"done"} <= {AlreadyUndone, UndoRunning}
        assert len(came) == len(set(came)) == 2
        assert (value(register, tenant, asset, "name"), value(register, tenant, asset, "version")) == (
            "Old",
            version + 1,
        )

    def test_what_was_created_is_removed_and_comes_back(self, register: World) -> None:
        tenant = register.north
        before = record_of(register, tenant)
        make_asset(register, tenant.actor, client=str(tenant.acme), serial="ABC-12345", os="Windows 10")
        after = record_of(register, tenant)

        removed = undo(register, tenant.actor, last_change_set(register, tenant))

        assert record_of(register, tenant) == before
        assert removed.undo_change_set_id is not None
        undo(register, tenant.actor, removed.undo_change_set_id)
        assert record_of(register, tenant) == after

    def test_what_was_deleted_comes_back_with_everything(self, register: World) -> None:
        tenant = register.north
        asset = make_asset(
            register, tenant.actor, client=str(tenant.acme), serial="ABC-12345", os="Windows 10", tags=["vip", HOSTILE]
        )
        edit(register, tenant.actor, asset, serial="XYZ-98765", mac=["aa:bb:cc:00:11:22"])
        before = record_of(register, tenant)

        done = undo(register, tenant.actor, delete(register, tenant.actor, asset))

        assert done.state == "done"
        assert record_of(register, tenant) == before

    def test_a_change_of_type_goes_back_with_the_extension(self, register: World) -> None:
        tenant = register.north
        asset = make_asset(register, tenant.actor, client=str(tenant.acme), os="Windows 11", graphics="RTX")
        before = record_of(register, tenant)

        undo(register, tenant.actor, edit(register, tenant.actor, asset, type="server"))

        assert record_of(register, tenant) == before


class TestConflicts:
    def test_what_was_changed_since_is_left_field_by_field(self, register: World) -> None:
        tenant = register.north
        asset = make_asset(register, tenant.actor, client=str(tenant.acme), name="Old", notes="old")
        changed = edit(register, tenant.actor, asset, name="New", notes="new")
        edit(register, tenant.actor, asset, name="Newer")

        done = undo(register, tenant.actor, changed)

        assert done.state == "partly_done"
        assert (done.counts["partly"], done.counts["left"]) == (1, 0)
        assert value(register, tenant, asset, "name") == "Newer"
        assert value(register, tenant, asset, "notes") == "old"
        assert done.problems[0]["code"] == "changed_since"

    @pytest.mark.parametrize("how", ["all", "object", "field"])
    def test_it_can_be_forced(self, register: World, how: str) -> None:
        tenant = register.north
        asset = make_asset(register, tenant.actor, client=str(tenant.acme), name="Old", serial="ABC-12345")
        changed = edit(register, tenant.actor, asset, name="New", serial="XYZ-98765")
        edit(register, tenant.actor, asset, name="Newer", serial="QQQ-11111")
        choices: dict[str, dict[str, Any]] = {
            "all": {"conflicts": "force"},
            "object": {"force": [Forced(object_id=asset)]},
            "field": {"force": [Forced(object_id=asset, field="serial")]},
        }

        undo(register, tenant.actor, changed, **choices[how])

        assert value(register, tenant, asset, "serial") == "ABC-12345"
        assert value(register, tenant, asset, "name") == ("Newer" if how == "field" else "Old")
        with register.database.session_for(tenant.actor) as session:
            rows = session.raw.execute(
                "select value from asset_identifiers where kind = 'serial' and is_current and asset_id = %s", [asset]
            ).fetchall()
        assert [row[0] for row in rows] == ["ABC12345"]

    def test_custom_fields_are_fields_of_their_own(self, register: World, north: Any) -> None:
        tenant = register.north
        for label in ("Rack", "Room"):
            assert north.post("/custom-fields", {"label": label, "kind": "text"}).status_code == 201
        asset = make_asset(register, tenant.actor, client=str(tenant.acme), custom={"rack": "a", "room": "b"})
        changed = edit(register, tenant.actor, asset, custom={"rack": "A", "room": None})
        edit(register, tenant.actor, asset, custom={"rack": "AA"})

        undo(register, tenant.actor, changed)
        assert value(register, tenant, asset, "custom") == {"rack": "AA", "room": "b"}

        undo(register, tenant.actor, changed, force=[Forced(object_id=asset, field="cf.rack")])
        assert value(register, tenant, asset, "custom") == {"rack": "a", "room": "b"}

    def test_only_some_fields(self, register: World) -> None:
        tenant = register.north
        asset = make_asset(register, tenant.actor, client=str(tenant.acme), name="Old", serial="ABC-12345")
        changed = edit(register, tenant.actor, asset, name="New", serial="XYZ-98765")

        undo(register, tenant.actor, changed, fields=["serial"])

        assert (value(register, tenant, asset, "name"), value(register, tenant, asset, "serial")) == (
            "New",
            "ABC-12345",
        )
        undo(register, tenant.actor, changed)
        assert value(register, tenant, asset, "name") == "Old"

    def test_only_some_objects_and_none_that_lies_between_them(self, register: World) -> None:
        north = register.north
        assets = sorted(make_asset(register, north.actor, client=str(north.acme)) for _ in range(3))
        with register.database.session_for(north.actor) as session:
            for each in assets:
                update_asset(session, north.actor, each, {"supplier": "New"}, expected_version=None)
            changed = open_change_set(session, north.actor)

        undo(register, north.actor, changed, objects=[assets[0], assets[2]])

        assert [value(register, north, each, "supplier") for each in assets] == [None, "New", None]

    def test_a_tag_taken_meanwhile_is_said_and_nothing_breaks(self, register: World) -> None:
        tenant = register.north
        asset = make_asset(register, tenant.actor, client=str(tenant.acme), tag="T-1", name="Old")
        other = make_asset(register, tenant.actor, client=str(tenant.acme), tag="T-9")
        changed = edit(register, tenant.actor, asset, tag="T-2")
        edit(register, tenant.actor, other, tag="T-1")

        with pytest.raises(NothingRestorable, match="Something else has taken the same tag since"):
            undo(register, tenant.actor, changed)
        assert value(register, tenant, asset, "tag") == "T-2"

    def test_a_deleted_asset_whose_tag_is_taken_stays_away(self, register: World) -> None:
        tenant = register.north
        asset = make_asset(register, tenant.actor, client=str(tenant.acme), tag="T-1")
        changed = delete(register, tenant.actor, asset)
        make_asset(register, tenant.actor, client=str(tenant.acme), tag="T-1")

        with pytest.raises(NothingRestorable, match="Something else has taken the same tag since"):
            undo(register, tenant.actor, changed)
        assert value(register, tenant, asset, "tag") is None

    def test_what_was_created_and_changed_since_is_left_or_removed(self, register: World) -> None:
        tenant = register.north
        asset = make_asset(register, tenant.actor, client=str(tenant.acme), name="Old")
        created = last_change_set(register, tenant)
        edit(register, tenant.actor, asset, name="New")

        with pytest.raises(NothingRestorable, match="All of this was changed again since"):
            undo(register, tenant.actor, created)
        assert value(register, tenant, asset, "name") == "New"

        undo(register, tenant.actor, created, conflicts="force")
        assert value(register, tenant, asset, "name") is None

    def test_a_type_changed_since_leaves_the_extensions_alone(self, register: World) -> None:
        tenant = register.north
        asset = make_asset(register, tenant.actor, client=str(tenant.acme), name="Old", graphics="RTX")
        changed = edit(register, tenant.actor, asset, type="server", name="New")
        edit(register, tenant.actor, asset, type="printer")
        before = record_of(register, tenant)

        with pytest.raises(NothingRestorable, match="All of this was changed again since"):
            undo(register, tenant.actor, changed)
        assert record_of(register, tenant) == before


class TestWhetherAnythingGoesBack:
    def test_it_is_judged_range_by_range_to_the_last(self, register: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(undoing, "_FIRST", 1)
        monkeypatch.setattr(undoing, "_AT_ONCE", 2)
        north = register.north
        assets = sorted(make_asset(register, north.actor, client=str(north.acme)) for _ in range(4))
        with register.database.session_for(north.actor) as session:
            for each in assets:
                update_asset(session, north.actor, each, {"supplier": "New"}, expected_version=None)
            changed = open_change_set(session, north.actor)

        def may(*, force: bool = False) -> bool:
            with register.database.session_for(north.actor) as session:
                change_set = undoing.access_change_set(session, north.actor, changed)
                return undoing.may_undo(session, extent_of(session, changed, change_set.at), force=force)

        for each in assets[:3]:
            edit(register, north.actor, each, supplier="Since")
        assert may(), "the last is as it was left"
        edit(register, north.actor, assets[3], supplier="Since")
        assert not may()
        assert may(force=True)


class TestScope:
    def test_a_scoped_person_undoes_what_is_theirs_and_is_told_of_the_rest(self, register: World) -> None:
        tenant = register.north
        mine = make_asset(register, tenant.actor, client=str(tenant.acme), name="Old")
        theirs = make_asset(register, tenant.actor, client=str(tenant.globex), name="Old")
        with register.database.session_for(tenant.actor) as session:
            for asset in (mine, theirs):
                update_asset(session, tenant.actor, asset, {"name": "New"}, expected_version=None)
            changed = open_change_set(session, tenant.actor)

        done = undo(register, tenant.scoped(tenant.acme), changed)

        assert (done.counts["total"], done.counts["restored"], done.counts["blocked"]) == (2, 1, 1)
        assert value(register, tenant, mine, "name") == "Old"
        assert value(register, tenant, theirs, "name") == "New"

    def test_nothing_moves_to_a_client_one_may_not_see(self, register: World) -> None:
        tenant = register.north
        asset = make_asset(register, tenant.actor, client=str(tenant.acme))
        changed = edit(register, tenant.actor, asset, client=str(tenant.globex))

        with pytest.raises(NothingRestorable, match="Nothing of this can go back"):
            undo(register, tenant.scoped(tenant.globex), changed)
        assert value(register, tenant, asset, "client_id") == tenant.globex

    def test_people_and_roles_are_not_undone_here(self, register: World) -> None:
        actor = register.north.actor
        with register.database.session_for(actor) as session:
            new = RoleCreate(key="field_crew", name="Field crew", permissions=["assets:read"])
            create_role(session, actor, new)
            changed = open_change_set(session, actor)

        with pytest.raises(NothingToUndo):
            undo(register, actor, changed)

    def test_what_the_system_set_up_is_not_undone(self, register: World) -> None:
        with register.database.session_for(register.north.actor) as session:
            row = session.raw.execute("select id from change_sets where origin = 'system' limit 1").fetchone()
        assert row is not None
        with pytest.raises(NothingToUndo):
            undo(register, register.north.actor, row[0])
