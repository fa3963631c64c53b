"""Sessions. The only ways to the database are a session bound to a tenant and the audited unscoped one."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session, SessionTransaction

from quarterdeck.platform.actors import ALL_CLIENTS, Actor, ClientScope


class TenantSession(Session):
    """A session whose every transaction is bound to one tenant, and a client scope, for row-level security."""

    def __init__(self, engine: Engine, tenant_id: uuid.UUID, scope: ClientScope, actor_id: uuid.UUID | None) -> None:
        super().__init__(engine, autoflush=True, expire_on_commit=False)
        self.tenant_id = tenant_id
        self.client_scope = scope
        self.actor_id = actor_id

    @property
    def raw(self) -> psycopg.Connection[Any]:
        """The psycopg connection under this session, inside its transaction."""
        return driver_connection(self.connection())


class UnscopedSession(Session):
    """A session of no tenant: it sees the global tables, and of tenant tables nothing but what `app.user_id` opens."""

    def __init__(self, engine: Engine, user_id: uuid.UUID | None) -> None:
        super().__init__(engine, autoflush=True, expire_on_commit=False)
        self.user_id = user_id


def driver_connection(connection: Connection) -> psycopg.Connection[Any]:
    return cast("psycopg.Connection[Any]", connection.connection.driver_connection)


@event.listens_for(TenantSession, "after_begin")
def _bind_tenant(session: TenantSession, _transaction: SessionTransaction, connection: Connection) -> None:
    # A literal SET LOCAL, not set_config(): Citus propagates only the former to its workers.
    tenant = uuid.UUID(str(session.tenant_id))
    actor = uuid.UUID(str(session.actor_id)) if session.actor_id else ""
    # Straight to psycopg: one round trip, which the extended protocol SQLAlchemy uses does not allow.
    driver_connection(connection).execute(
        f"set local app.tenant_id = '{tenant}'; "
        f"set local app.client_scope = '{session.client_scope.setting()}'; "
        f"set local app.actor_id = '{actor}'".encode()
    )


@event.listens_for(UnscopedSession, "after_begin")
def _bind_user(session: UnscopedSession, _transaction: SessionTransaction, connection: Connection) -> None:
    if session.user_id is not None:
        connection.exec_driver_sql(f"set local app.user_id = '{uuid.UUID(str(session.user_id))}'")


class Database:
    """The application's way to PostgreSQL, as the unprivileged role; `role`: as this one instead."""

    def __init__(self, url: str, *, pool_size: int = 5, role: str | None = None) -> None:
        self.url = url
        own = {} if role is None else {"options": f"-c role={role}"}
        self.engine = create_engine(
            sqlalchemy_url(url),
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_pre_ping=True,
            pool_timeout=30,
            connect_args={"application_name": "quarterdeck", "prepare_threshold": None, **own},
        )

    @contextmanager
    def tenant_session(
        self, tenant_id: uuid.UUID, scope: ClientScope = ALL_CLIENTS, *, actor_id: uuid.UUID | None = None
    ) -> Iterator[TenantSession]:
        """One transaction bound to `tenant_id`: committed at the end, rolled back on any error."""
        with TenantSession(self.engine, tenant_id, scope, actor_id) as session, session.begin():
            yield session

    @contextmanager
    def session_for(self, actor: Actor) -> Iterator[TenantSession]:
        """One transaction bound to the actor's tenant and client scope."""
        with self.tenant_session(actor.tenant_id, actor.client_scope, actor_id=actor.user_id) as session:
            yield session

    @contextmanager
    def open_unscoped_session(self, user_id: uuid.UUID | None = None) -> Iterator[UnscopedSession]:
        """One transaction of no tenant. For identity and tenancy only (an architecture test keeps it so)."""
        with UnscopedSession(self.engine, user_id) as session, session.begin():
            yield session

    def dispose(self) -> None:
        self.engine.dispose()


def sqlalchemy_url(url: str) -> str:
    """The same URL with the one driver we use named in it."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url
