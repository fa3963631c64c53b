"""The journal's chain: what its owner alters, removes or adds is noticed."""

import re
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from quarterdeck.domains.recovery.service import sealing
from quarterdeck.domains.recovery.service.sealing import Verification, seal_closed_days, verify
from tests.domains.caller import make_asset
from tests.world import TenantWorld, World

FORGED = """
insert into changes (tenant_id, at, change_set_id, table_name, row_id, object_id, operation)
select tenant_id, {at}, change_set_id, table_name, row_id, object_id, 'update' from changes where ID = NEWEST
"""


@pytest.fixture
def sealed(register: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Both tenants have worked today, and it is the day after tomorrow."""
    for tenant in (register.north, register.south):
        make_asset(register, tenant.actor, client=str(tenant.acme), notes="it's %s ☃")
    monkeypatch.setattr(sealing, "now", lambda: datetime.now(UTC) + timedelta(days=2))
    for tenant in (register.north, register.south):
        assert seal(register, tenant) == 1
    return register


def seal(world: World, tenant: TenantWorld) -> int:
    with world.database.session_for(tenant.actor) as session:
        return seal_closed_days(session)


def check(world: World, tenant: TenantWorld, expected: str | None = None) -> Verification:
    with world.database.session_for(tenant.actor) as session:
        return verify(session, expected=expected)


def test_an_untouched_journal_is_as_it_was_sealed(sealed: World) -> None:
    found = check(sealed, sealed.north)
    assert (found.problems, found.days) == ([], 1)
    assert found.changes > 0
    assert seal(sealed, sealed.north) == 0
    assert check(sealed, sealed.north, expected=found.head).problems == []
    assert "made anew" in check(sealed, sealed.north, expected="0" * 64).problems[0]


def test_the_time_zone_of_whoever_looks_makes_no_difference(sealed: World) -> None:
    with sealed.database.session_for(sealed.north.actor) as session:
        session.raw.execute("set local timezone = 'Asia/Kolkata'")
        assert verify(session).problems == []


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ('update changes set after = after || \'{"name": "forged"}\' where ID = NEWEST', "has been altered"),
        ("update changes set operation = 'delete' where ID = NEWEST", "has been altered"),
        ("update change_sets set actor_label = 'Somebody Else' where tenant_id = %(tenant)s", "has been altered"),
        ("delete from changes where ID = NEWEST", "were sealed, and there are"),
        (
            FORGED.format(at="at"),
            "were sealed, and there are",
        ),
        (
            FORGED.format(at="at - interval '3 days'"),
            "were added after it had been sealed",
        ),
        ("update journal_seals set content = 'x', changes = changes where tenant_id = %(tenant)s", "does not follow"),
    ],
)
def test_what_the_owner_does_is_noticed(sealed: World, admin_url: str, statement: str, sentence: str) -> None:
    newest = "(select max(c.id) from changes c where c.tenant_id = %(tenant)s)"
    statement = statement.replace("ID = NEWEST", f"tenant_id = %(tenant)s and id = {newest}")
    with psycopg.connect(admin_url) as owner:
        assert owner.execute(statement, {"tenant": sealed.north.id}).rowcount > 0

    problems = check(sealed, sealed.north).problems

    assert any(re.search(sentence, problem) for problem in problems), problems
    assert check(sealed, sealed.south).problems == []


@pytest.mark.parametrize("statement", ["update journal_seals set link = ''", "delete from journal_seals"])
def test_the_application_cannot_alter_a_seal(sealed: World, statement: str) -> None:
    with (
        pytest.raises(psycopg.errors.InsufficientPrivilege),
        sealed.database.session_for(sealed.north.actor) as session,
    ):
        session.raw.execute(statement)


def test_who_sees_some_clients_only_neither_sees_nor_makes_seals(sealed: World) -> None:
    person = sealed.north.scoped(sealed.north.acme)
    with sealed.database.session_for(person) as session:
        assert verify(session).days == 0
