"""What the hourly run removes, and what it leaves alone."""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from quarterdeck.domains.files.models import StoredFile
from quarterdeck.domains.identity.models import (
    ApiToken,
    Invitation,
    LoginAttempt,
    Membership,
    RecoveryCode,
    UserSession,
)
from quarterdeck.domains.identity.service import expiry
from quarterdeck.domains.imports.models import Import
from quarterdeck.domains.jobs.kinds import Runtime
from quarterdeck.domains.jobs.models import Job, JobArtefact, JobError
from quarterdeck.entrypoints import housekeeping
from quarterdeck.entrypoints.housekeeping import all_tenants, clean_tenants, clean_what_all_share
from quarterdeck.kit.ids import new_id
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.session import Database
from quarterdeck.platform.http.idempotency_table import IdempotencyKey, forget_expired_keys
from quarterdeck.platform.settings import Settings
from quarterdeck.platform.storage import Storage
from tests.world import Member, TenantWorld, World, add_person

LONG_AGO = timedelta(days=400)


@pytest.fixture
def runtime(database: Database, tmp_path: Path) -> Runtime:
    return Runtime(database, Storage.local(tmp_path / "files"), Settings(data_dir=tmp_path))


def of_nobody(database: Database, rows: Iterable[Any]) -> None:
    with database.open_unscoped_session() as session:
        session.add_all(rows)


def of_tenant(database: Database, tenant: TenantWorld, rows: Iterable[Any]) -> None:
    with database.tenant_session(tenant.id) as session:
        session.add_all(rows)


def browser_session(who: Member, *, ends_in: timedelta) -> UserSession:
    return UserSession(
        id=secrets.token_hex(32), user_id=who.user_id, csrf="x", is_half_open=False, expires_at=now() + ends_in
    )


def token(who: Member, *, expires: timedelta | None = None, revoked: timedelta | None = None) -> ApiToken:
    return ApiToken(
        tenant_id=who.tenant.id,
        id=new_id(),
        user_id=who.user_id,
        name="t",
        scopes=[],
        token_hash=secrets.token_hex(32),
        expires_at=None if expires is None else now() + expires,
        revoked_at=None if revoked is None else now() + revoked,
    )


def key(tenant: TenantWorld, *, ends_in: timedelta) -> IdempotencyKey:
    return IdempotencyKey(
        tenant_id=tenant.id,
        id=new_id(),
        actor="user:x",
        route="/x",
        key=secrets.token_hex(8),
        request_hash="0" * 64,
        expires_at=now() + ends_in,
    )


class TestKeepHouse:
    def test_ended_sessions_go_and_running_ones_stay(self, runtime: Runtime, world: World) -> None:
        kim = add_person(runtime.database, world.north, "viewer")
        old, running = browser_session(kim, ends_in=-LONG_AGO), browser_session(kim, ends_in=timedelta(hours=1))
        ids = {old.id, running.id}
        of_nobody(runtime.database, [old, running])

        clean_what_all_share(runtime)

        with runtime.database.open_unscoped_session() as session:
            left = set(session.scalars(select(UserSession.id).where(UserSession.id.in_(ids))))
        assert left == {running.id}

    def test_attempts_are_forgotten_after_a_day_and_used_codes_after_a_month(
        self, runtime: Runtime, world: World
    ) -> None:
        kim = add_person(runtime.database, world.north, "viewer")
        stale, fresh = secrets.token_hex(32), secrets.token_hex(32)
        of_nobody(
            runtime.database,
            [
                LoginAttempt(key=stale, failures=3, last_at=now() - timedelta(hours=25)),
                LoginAttempt(key=fresh, failures=3, last_at=now() - timedelta(hours=23)),
                RecoveryCode(id=new_id(), user_id=kim.user_id, code_hash="used", used_at=now() - LONG_AGO),
                RecoveryCode(id=new_id(), user_id=kim.user_id, code_hash="waiting"),
            ],
        )

        clean_what_all_share(runtime)

        with runtime.database.open_unscoped_session() as session:
            attempts = session.scalars(select(LoginAttempt.key).where(LoginAttempt.key.in_([stale, fresh])))
            codes = session.scalars(select(RecoveryCode.code_hash).where(RecoveryCode.user_id == kim.user_id))
            assert (list(attempts), list(codes)) == ([fresh], ["waiting"])

    def test_every_tenants_keys_tokens_and_invitations_go_when_their_time_is_up(
        self, runtime: Runtime, world: World
    ) -> None:
        for tenant in (world.north, world.south):
            kim = add_person(runtime.database, tenant, "viewer")
            with runtime.database.tenant_session(tenant.id) as session:
                membership = session.scalars(select(Membership.id).where(Membership.user_id == kim.user_id)).one()
            rows: list[Any] = [
                key(tenant, ends_in=-LONG_AGO),
                key(tenant, ends_in=timedelta(hours=1)),
                token(kim, expires=-LONG_AGO),
                token(kim, revoked=-LONG_AGO),
                token(kim, expires=timedelta(days=-1)),
                token(kim),
            ]
            rows += [
                Invitation(
                    tenant_id=tenant.id,
                    id=new_id(),
                    membership_id=membership,
                    token_hash=secrets.token_hex(32),
                    expires_at=now() + ends_in,
                )
                for ends_in in (-LONG_AGO, timedelta(days=-1))
            ]
            of_tenant(runtime.database, tenant, rows)

        # Not all of them: the tenants of every test before this one are there too.
        both = {world.north.id, world.south.id}
        assert both <= set(all_tenants(runtime))
        clean_tenants(runtime, both)

        for tenant in (world.north, world.south):
            with runtime.database.tenant_session(tenant.id) as session:
                left = [len(session.scalars(select(t)).all()) for t in (IdempotencyKey, ApiToken, Invitation)]
            assert left == [1, 2, 1]

    def test_jobs_that_ended_long_ago_go_unless_an_import_leads_to_them(self, runtime: Runtime, world: World) -> None:
        def job(**times: Any) -> Job:
            return Job(tenant_id=world.north.id, id=new_id(), kind="export", title="Export", **times)

        old, held = (job(state="succeeded", created_at=now() - LONG_AGO, finished_at=now() - LONG_AGO) for _ in "ab")
        fresh = job(state="succeeded", created_at=now() - LONG_AGO, finished_at=now())
        waiting = job(state="interrupted", created_at=now() - LONG_AGO)
        of_tenant(runtime.database, world.north, [old, held, fresh, waiting])
        file = StoredFile(
            tenant_id=world.north.id, id=new_id(), name="a.csv", media_type="text/csv", size_bytes=1,
            sha256="0" * 64, storage_key=secrets.token_hex(8), purpose="import",
        )  # fmt: skip
        error = JobError(tenant_id=world.north.id, id=new_id(), job_id=old.id, item=1, code="x", message="x")
        artefact = JobArtefact(tenant_id=world.north.id, id=new_id(), job_id=old.id, file_id=file.id, name="a.csv")
        imported = Import(tenant_id=world.north.id, id=new_id(), file_id=file.id, job_id=held.id, source="file")
        of_tenant(runtime.database, world.north, [file])
        of_tenant(runtime.database, world.north, [error, artefact, imported])

        clean_tenants(runtime, [world.north.id])

        with runtime.database.tenant_session(world.north.id) as session:
            left = set(session.scalars(select(Job.id)))
        assert left == {held.id, fresh.id, waiting.id}

    def test_it_works_in_bounded_pieces_until_nothing_is_left(
        self, runtime: Runtime, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(housekeeping, "PIECE", 2)
        of_tenant(runtime.database, world.north, [key(world.north, ends_in=-LONG_AGO) for _ in range(7)])
        with runtime.database.tenant_session(world.north.id) as session:
            assert expiry.forget_expired_access(session, limit=2) is False
            assert forget_expired_keys(session, limit=2) == 2

        clean_tenants(runtime, [world.north.id])

        with runtime.database.tenant_session(world.north.id) as session:
            assert session.scalars(select(IdempotencyKey)).all() == []

    def test_one_tenants_trouble_is_not_the_others(
        self, runtime: Runtime, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for tenant in (world.north, world.south):
            of_tenant(runtime.database, tenant, [key(tenant, ends_in=-LONG_AGO)])

        def fail_in_the_north(session: Any, *, limit: int) -> int:
            if session.tenant_id == world.north.id:
                session.execute(text("select 1/0"))
            return forget_expired_keys(session, limit=limit)

        monkeypatch.setattr("quarterdeck.entrypoints.housekeeping.forget_expired_keys", fail_in_the_north)

        clean_tenants(runtime, [world.north.id, world.south.id])

        for tenant, left in ((world.north, 1), (world.south, 0)):
            with runtime.database.tenant_session(tenant.id) as session:
                assert len(session.scalars(select(IdempotencyKey)).all()) == left
