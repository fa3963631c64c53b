"""How long changes are kept, and that whatever reaches back further is refused with the day."""

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
import pytest
from fastapi.testclient import TestClient
from sqlalchemy.exc import ProgrammingError

from quarterdeck.domains.recovery.errors import SealBroken
from quarterdeck.domains.recovery.queries import seals
from quarterdeck.domains.recovery.service.removing import remove_next
from quarterdeck.domains.recovery.service.sealing import seal_closed_days, verify
from quarterdeck.entrypoints.retention import remove_expired
from quarterdeck.platform.db.ddl import OWNER_ROLE
from quarterdeck.platform.db.session import Database
from tests.conftest import Browser
from tests.domains.recovery.test_deleted import listed, remove, restore
from tests.domains.recovery.test_moments import get, moment
from tests.domains.recovery.test_routes import new, patch
from tests.domains.recovery.test_undoing import last_change_set, record_of
from tests.world import TenantWorld, World

RETENTION = "/api/v1/audit/retention"
LONG_AGO = 200
FORGED = """
insert into changes (tenant_id, at, change_set_id, table_name, row_id, object_id, operation)
select tenant_id, at, id, 'assets', id, id, 'delete' from change_sets
where tenant_id = %(tenant)s and at < now() - interval '9 days'
"""


ONE_MORE = """
delete from changes where tenant_id = %(tenant)s and id = (
  select max(c.id) from changes c where c.tenant_id = %(tenant)s and c.at < now() - interval '9 days')
"""


@pytest.fixture
def owning(admin_url: str) -> Iterator[Database]:
    """The data as the journal's owner sees it."""
    database = Database(admin_url, pool_size=1, role=OWNER_ROLE)
    yield database
    database.dispose()


def behind_the_curtain(admin_url: str, statement: str, tenant: TenantWorld, **params: object) -> int:
    with psycopg.connect(admin_url) as connection:
        connection.execute("set session_replication_role = replica")
        return connection.execute(statement.encode(), {"tenant": tenant.id, **params}).rowcount


def grow_old(admin_url: str, *tenants: TenantWorld, days: int = LONG_AGO) -> None:
    """All that was written so far was written so many days sooner."""
    for tenant in tenants:
        for table in ("changes", "change_sets"):
            statement = f"update {table} set at = at - make_interval(days => %(days)s) where tenant_id = %(tenant)s"
            behind_the_curtain(admin_url, statement, tenant, days=days)


def keep(world: World, admin_url: str, tenant: TenantWorld, browser: TestClient, days: int | None) -> None:
    """Decided long enough ago to hold."""
    version = browser.get(RETENTION).headers["etag"]
    answer = browser.patch(RETENTION, json={"keep_days": days}, headers={"If-Match": version})
    assert answer.status_code == 200, answer.text
    late = "update audit_retention set decided_at = decided_at - interval '25 hours' where tenant_id = %(tenant)s"
    assert behind_the_curtain(admin_url, late, tenant) == 1


def seal(world: World, *tenants: TenantWorld) -> None:
    for tenant in tenants:
        with world.database.session_for(tenant.actor) as session:
            seal_closed_days(session)


def remove_all(owning: Database, tenant: TenantWorld) -> list[date]:
    """Days of which the last was removed."""
    days: list[date] = []
    while True:
        with owning.tenant_session(tenant.id) as session:
            removed = remove_next(session)
        if removed is None:
            return days
        days += [removed.day] if removed.is_whole else []


def problems(world: World, tenant: TenantWorld) -> list[str]:
    with world.database.session_for(tenant.actor) as session:
        return verify(session).problems


def old_changes(world: World, tenant: TenantWorld, table: str = "changes") -> int:
    query = f"select count(*) from {table} where tenant_id = %s and at < now() - interval '9 days'"
    with world.database.session_for(tenant.actor) as session:
        row = session.raw.execute(query.encode(), [tenant.id]).fetchone()
    return int(row[0]) if row else 0


def days_ago(days: int) -> str:
    return (datetime.now(UTC) - timedelta(days=days)).isoformat()


class TestDeciding:
    def test_for_ever_until_the_owner_of_the_tenant_decides(
        self, world: World, owner: TestClient, admin: TestClient, technician: TestClient, browser: Browser
    ) -> None:
        found = admin.get(RETENTION)
        assert found.json() == {"keep_days": None, "removes_from": None, "kept_since": None, "removed_changes": 0}
        etag = {"If-Match": found.headers["etag"]}
        assert technician.get(RETENTION).status_code == 403
        assert admin.patch(RETENTION, json={"keep_days": 365}, headers=etag).status_code == 403
        assert owner.patch(RETENTION, json={"keep_days": 89}, headers=etag).status_code == 422

        decided = owner.patch(RETENTION, json={"keep_days": 365}, headers=etag)

        assert decided.json()["keep_days"] == 365
        assert decided.json()["removes_from"] > datetime.now(UTC).isoformat()
        late = owner.patch(RETENTION, json={"keep_days": None}, headers=etag)
        assert (late.status_code, late.json()["current"]["keep_days"]) == (412, 365)
        assert browser(world.south).get(RETENTION).json()["keep_days"] is None
        newest = owner.get("/api/v1/audit").json()["items"][0]
        assert (newest["reason"], newest["table"]) == ("Changes are kept for 365 days", "audit_retention")
        forever = owner.patch(RETENTION, json={"keep_days": None}, headers={"If-Match": decided.headers["etag"]})
        assert forever.status_code == 200, forever.text
        assert (forever.json()["keep_days"], forever.json()["removes_from"]) == (None, None)

    def test_what_would_be_lost_is_counted_first(self, world: World, owner: TestClient, admin_url: str) -> None:
        grow_old(admin_url, world.north, world.south)
        held = old_changes(world, world.north)
        seal(world, world.north)
        found = owner.get(f"{RETENTION}/forecast", params={"keep_days": 90}).json()
        assert (found["days"], found["changes"]) == (1, held)
        assert owner.get(f"{RETENTION}/forecast", params={"keep_days": 300}).json()["changes"] == 0

    def test_nothing_goes_on_the_day_of_the_decision(
        self, world: World, owner: TestClient, admin_url: str, owning: Database
    ) -> None:
        grow_old(admin_url, world.north)
        seal(world, world.north)
        owner.patch(RETENTION, json={"keep_days": 90}, headers={"If-Match": "*"})
        assert remove_all(owning, world.north) == []


def kill_removing(monkeypatch: pytest.MonkeyPatch, *, at: int) -> None:
    """The connection is lost when a part of the journal was removed for the `at`th time, before it is committed."""
    really = seals.remove_changes
    calls = 0

    def die(session: Any, day: date, *, most: int) -> int:
        nonlocal calls
        calls += 1
        count = really(session, day, most=most)
        if calls == at:
            session.raw.execute("select pg_terminate_backend(pg_backend_pid())")
        return count

    monkeypatch.setattr(seals, "remove_changes", die)


class TestRemoving:
    @pytest.mark.parametrize(
        "statement",
        [
            "update audit_retention set kept_since = now()",
            "update audit_retention set removed_changes = 0",
            "delete from audit_retention",
            "insert into audit_retention (tenant_id, id, kept_since) select id, id, now() from tenants",
            "select journal_tenants_between(now(), now())",
            f"set role {OWNER_ROLE}",
        ],
    )
    def test_the_application_can_not(self, world: World, owner: TestClient, admin_url: str, statement: str) -> None:
        keep(world, admin_url, world.north, owner, 90)
        with (
            pytest.raises(psycopg.errors.InsufficientPrivilege),
            world.database.session_for(world.north.actor) as session,
        ):
            session.raw.execute(statement.encode())

    def test_nor_by_asking_for_it_nicely(self, world: World, owner: TestClient, admin_url: str) -> None:
        grow_old(admin_url, world.north)
        seal(world, world.north)
        keep(world, admin_url, world.north, owner, 90)
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            world.database.session_for(world.north.actor) as session,
        ):
            remove_next(session)

    def test_each_tenant_keeps_what_it_chose(
        self, world: World, owner: TestClient, browser: Browser, admin_url: str, owning: Database
    ) -> None:
        south = browser(world.south)
        for each, tenant in ((owner, world.north), (south, world.south)):
            new(each, tenant.acme, notes="it's %s ☃")
        grow_old(admin_url, world.north, world.south)
        new(owner, world.north.acme)
        old, sets = old_changes(world, world.north), old_changes(world, world.north, "change_sets")
        souths = old_changes(world, world.south)
        keep(world, admin_url, world.north, owner, 90)
        keep(world, admin_url, world.south, south, 300)

        remove_expired(world.database, owning)

        assert (old_changes(world, world.north), old_changes(world, world.south)) == (0, souths)
        assert old_changes(world, world.north, "change_sets") == sets
        held = owner.get(RETENTION).json()
        assert held["removed_changes"] == old > 10
        day = datetime.fromisoformat(held["kept_since"]).astimezone(UTC)
        assert day.date() == (datetime.now(UTC) - timedelta(days=LONG_AGO - 1)).date()
        assert owner.get("/api/v1/history/kept-since").json()["kept_since"] == held["kept_since"]
        assert south.get("/api/v1/history/kept-since").json() == {"kept_since": None}
        logged = owner.get("/api/v1/audit").json()["items"][0]
        assert "changes from before" in logged["reason"]
        assert {change["field"] for change in logged["changes"]} == {"kept_since", "removed_changes"}
        assert problems(world, world.north) == problems(world, world.south) == []
        with world.database.session_for(world.north.actor) as session:
            assert verify(session).removed_days == 1
        assert remove_all(owning, world.north) == []

    def test_stopped_in_the_middle_a_day_is_there_or_gone(
        self, world: World, owner: TestClient, admin_url: str, owning: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        grow_old(admin_url, world.north, days=10)
        new(owner, world.north.acme)
        grow_old(admin_url, world.north)
        seal(world, world.north)
        keep(world, admin_url, world.north, owner, 90)
        kill_removing(monkeypatch, at=2)
        with pytest.raises(Exception, match="terminat"):
            remove_all(owning, world.north)

        today = datetime.now(UTC).date()
        first, second = today - timedelta(days=LONG_AGO + 10), today - timedelta(days=LONG_AGO)
        kept = datetime.fromisoformat(owner.get(RETENTION).json()["kept_since"]).astimezone(UTC).date()
        assert kept == first + timedelta(days=1)
        assert problems(world, world.north) == []
        assert remove_all(owning, world.north) == [second]
        assert problems(world, world.north) == []

    @pytest.mark.parametrize("killed_at", [1, 2, 3])
    def test_killed_between_parts_of_a_day_what_is_gone_is_counted(
        self,
        world: World,
        owner: TestClient,
        admin_url: str,
        owning: Database,
        monkeypatch: pytest.MonkeyPatch,
        killed_at: int,
    ) -> None:
        part = 7
        monkeypatch.setattr("quarterdeck.domains.recovery.service.removing.BATCH", part)
        asset = new(owner, world.north.acme)
        grow_old(admin_url, world.north)
        seal(world, world.north)
        keep(world, admin_url, world.north, owner, 90)
        held = old_changes(world, world.north)
        assert held > 3 * part
        kill_removing(monkeypatch, at=killed_at)
        with pytest.raises(Exception, match="terminat"):
            remove_all(owning, world.north)

        assert old_changes(world, world.north) == held - part * (killed_at - 1)
        assert problems(world, world.north) == []
        kept = owner.get(RETENTION).json()
        assert (kept["kept_since"] is None) == (killed_at == 1)
        early = owner.get(f"/api/v1/assets/{asset['id']}/as-of", params={"at": days_ago(LONG_AGO + 1)})
        assert early.status_code == (200 if killed_at == 1 else 409)
        if killed_at > 1:
            assert kept["removed_changes"] == held
            assert behind_the_curtain(admin_url, ONE_MORE, world.north) == 1
            assert any("were sealed" in each for each in problems(world, world.north))
        run = remove_expired(world.database, owning)
        assert (run.days, run.problems, old_changes(world, world.north)) == (1, [], 0)
        assert problems(world, world.north) == []
        assert owner.get(RETENTION).json()["removed_changes"] == held

    @pytest.mark.parametrize("policy", ["both", "one"])
    def test_a_month_that_nobody_keeps_goes_as_a_whole(
        self, world: World, owner: TestClient, browser: Browser, admin_url: str, owning: Database, policy: str
    ) -> None:
        month = date(2015 if policy == "both" else 2016, 3, 1)
        name = f"changes_{month:%Y_%m}"
        with owning.engine.begin() as connection:
            connection.exec_driver_sql(
                f"create table {name} partition of changes for values from ('{month}') to ('{month.replace(month=4)}')"
            )
        days = (datetime.now(UTC).date() - month).days - 5
        grow_old(admin_url, world.north, world.south, days=days)
        keep(world, admin_url, world.north, owner, 90)
        if policy == "both":
            keep(world, admin_url, world.south, browser(world.south), 90)

        run = remove_expired(world.database, owning)

        assert (name in run.months) == (policy == "both")
        assert old_changes(world, world.north) == 0
        assert (old_changes(world, world.south) > 0) == (policy == "one")
        assert problems(world, world.north) == problems(world, world.south) == []
        kept = datetime.fromisoformat(owner.get(RETENTION).json()["kept_since"]).astimezone(UTC).date()
        assert kept == (month.replace(month=4) if policy == "both" else month + timedelta(days=6))


class TestEvidence:
    @pytest.mark.parametrize(
        "statement",
        [
            "update changes set after = null where tenant_id = %(tenant)s and table_name = 'contacts'",
            "delete from changes where tenant_id = %(tenant)s and table_name = 'contacts'",
            "delete from journal_seals where tenant_id = %(tenant)s",
        ],
    )
    def test_an_altered_day_is_not_removed(
        self, world: World, owner: TestClient, admin_url: str, owning: Database, statement: str
    ) -> None:
        grow_old(admin_url, world.north)
        seal(world, world.north)
        keep(world, admin_url, world.north, owner, 90)
        assert behind_the_curtain(admin_url, statement, world.north) > 0
        held = old_changes(world, world.north)
        with pytest.raises(SealBroken, match="not as they were sealed"):
            remove_all(owning, world.north)
        assert old_changes(world, world.north) == held

    @pytest.mark.parametrize(
        ("statement", "sentence"),
        [
            ("update change_sets set actor_label = 'Somebody' where tenant_id = %(tenant)s", "has been altered"),
            ("delete from change_sets where tenant_id = %(tenant)s and at < now() - interval '9 days'", "were sealed"),
            (FORGED, "were sealed"),
            ("update audit_retention set kept_since = now() where tenant_id = %(tenant)s", "says otherwise"),
            ("update audit_retention set kept_since = null where tenant_id = %(tenant)s", "says otherwise"),
            ("update journal_seals set changes = 0 where tenant_id = %(tenant)s", "does not follow"),
        ],
    )
    def test_what_is_left_of_a_removed_day_is_still_vouched_for(
        self, world: World, owner: TestClient, admin_url: str, owning: Database, statement: str, sentence: str
    ) -> None:
        grow_old(admin_url, world.north)
        seal(world, world.north)
        keep(world, admin_url, world.north, owner, 90)
        assert len(remove_all(owning, world.north)) == 1
        assert problems(world, world.north) == []

        assert behind_the_curtain(admin_url, statement, world.north) > 0

        assert any(sentence in each for each in problems(world, world.north)), problems(world, world.north)


@pytest.fixture
def cut(world: World, owner: TestClient, browser: Browser, admin_url: str, owning: Database) -> dict[str, Any]:
    """Assets of both tenants from before the cut; what happened then is removed for the one."""
    found: dict[str, Any] = {}
    found["asset"] = new(owner, world.north.acme, name="Old", serial="ABC-12345", graphics="RTX", tag="T-1")
    found["gone"] = new(owner, world.north.acme, name="Gone", serial="GON-12345", mac=["aa:bb:cc:00:11:22"], cpu="M4")
    found["moved"] = new(owner, world.north.globex, name="Secret", notes="of Globex")
    found["south"] = new(browser(world.south), world.south.acme, name="South")
    found["change_set"] = last_change_set(world, world.north)
    found["record"] = record_of(world, world.north)
    grow_old(admin_url, world.north, world.south)
    seal(world, world.north)
    keep(world, admin_url, world.north, owner, 90)
    assert len(remove_all(owning, world.north)) == 1
    return found


def refused(answer: Any) -> None:
    assert (answer.status_code, answer.json()["code"]) == (409, "history_not_kept"), answer.text
    assert "is kept since" in answer.json()["title"]


class TestPastTheCut:
    def test_what_reaches_back_further_is_refused_with_the_day(
        self, world: World, owner: TestClient, browser: Browser, cut: dict[str, Any]
    ) -> None:
        path = f"/api/v1/assets/{cut['asset']['id']}"
        early = days_ago(LONG_AGO + 1)
        refused(owner.get(f"{path}/as-of", params={"at": early}))
        refused(owner.get(f"{path}/compare", params={"from": early}))
        refused(owner.get("/api/v1/assets/rows", params={"at": early}))
        refused(owner.post(f"{path}/restore", json={"at": early}))
        refused(owner.get(f"/api/v1/change-sets/{cut['change_set']}/undo"))
        refused(owner.get(f"/api/v1/change-sets/{cut['change_set']}/conflicts"))
        refused(owner.post(f"/api/v1/change-sets/{cut['change_set']}/undo", json={}))
        told = owner.get(f"/api/v1/change-sets/{cut['change_set']}").json()
        assert (told["can_undo"], "is kept since" in told["why_not"]) == (False, True)
        other = browser(world.south)
        assert get(other, cut["south"], "as-of", at=days_ago(LONG_AGO - 1))["values"]["name"] == "South"
        assert get(other, cut["south"], "as-of", at=early)["exists"] is False

    def test_what_was_since_is_told_also_of_what_nobody_touched(
        self, world: World, owner: TestClient, cut: dict[str, Any]
    ) -> None:
        early = days_ago(100)
        then = get(owner, cut["asset"], "as-of", at=early)
        assert (then["exists"], then["values"]["name"], then["values"]["graphics"]) == (True, "Old", "RTX")
        patch(owner, cut["asset"], name="New", graphics="GTX", serial="XYZ-98765")
        then = get(owner, cut["asset"], "as-of", at=early)
        assert (then["values"]["name"], then["values"]["graphics"]) == ("Old", "RTX")
        compared = get(owner, cut["asset"], "compare")
        assert {each["field"] for each in compared["changes"]} >= {"name", "graphics", "serial"}
        history = owner.get(f"/api/v1/assets/{cut['asset']['id']}/history").json()
        assert len(history["items"]) == 1
        assert history["kept_since"] is not None
        rows = owner.get("/api/v1/assets/rows", params={"at": early, "columns": "name"}).json()["rows"]
        assert "Old" in str(rows)
        assert new(owner, world.north.acme, name="Young")["id"] not in str(
            owner.get("/api/v1/assets/rows", params={"at": early}).json()["rows"]
        )

    def test_going_back_to_a_moment_behind_the_cut(self, world: World, owner: TestClient, cut: dict[str, Any]) -> None:
        early = days_ago(100)
        untouched = owner.post(f"/api/v1/assets/{cut['asset']['id']}/restore", json={"at": early})
        assert untouched.json()["change_set_id"] is None
        patch(owner, cut["asset"], name="New", graphics=None, serial="XYZ-98765", mac=["aa:bb:cc:00:11:33"])
        answer = owner.post(f"/api/v1/assets/{cut['asset']['id']}/restore", json={"at": early})
        assert answer.status_code == 200, answer.text
        assert record_of(world, world.north) == cut["record"]

    def test_an_asset_deleted_behind_the_cut_comes_back_whole(
        self, world: World, owner: TestClient, cut: dict[str, Any]
    ) -> None:
        remove(owner, cut["gone"])
        assert [each["id"] for each in listed(owner)] == [cut["gone"]["id"]]
        assert get(owner, cut["gone"], "as-of", at=days_ago(100))["values"]["name"] == "Gone"
        assert restore(owner, ids=[cut["gone"]["id"]])["restored"] == 1
        assert record_of(world, world.north) == cut["record"]

    def test_an_undo_behind_the_cut_is_as_ever(self, world: World, owner: TestClient, cut: dict[str, Any]) -> None:
        patch(owner, cut["asset"], name="New", graphics=None)
        answer = owner.post(f"/api/v1/change-sets/{last_change_set(world, world.north)}/undo", json={})
        assert answer.json()["counts"]["restored"] == 1, answer.text
        assert record_of(world, world.north) == cut["record"]

    def test_who_may_not_have_seen_it_then_does_not_now(
        self, world: World, owner: TestClient, browser: Browser, cut: dict[str, Any]
    ) -> None:
        at = moment(world)
        patch(owner, cut["moved"], client=str(world.north.acme))
        person = browser(world.north, "technician", clients=[world.north.acme])
        assert get(person, cut["moved"], "as-of")["values"]["name"] == "Secret"
        for early in (at, days_ago(100)):
            then = get(person, cut["moved"], "as-of", at=early)
            assert (then["exists"], then["values"]) == (False, {})
        for stranger in (browser(world.south), browser(world.north, "technician", clients=[world.north.globex])):
            answer = stranger.get(f"/api/v1/assets/{cut['asset']['id']}/as-of", params={"at": days_ago(100)})
            assert answer.status_code == 404


def test_an_unknown_asset_stays_unknown(owner: TestClient, cut: dict[str, Any]) -> None:
    path = f"/api/v1/assets/{uuid.uuid4()}"
    assert owner.get(f"{path}/as-of", params={"at": days_ago(100)}).status_code == 404
    assert owner.post(f"{path}/restore", json={"at": days_ago(100)}).status_code == 404
