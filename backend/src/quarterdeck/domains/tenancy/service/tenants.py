"""The tenant itself: made, set, closed and opened again. Closing keeps everything; nobody but an operator enters."""

import uuid
from collections.abc import Callable, Iterable

from quarterdeck.domains.journal.service import open_change_set
from quarterdeck.domains.tenancy import queries
from quarterdeck.domains.tenancy.errors import TenantNotConfirmed, TenantSlugTaken
from quarterdeck.domains.tenancy.models import Tenant
from quarterdeck.domains.tenancy.schemas import TenantClose, TenantCreate, TenantRead, TenantUpdate
from quarterdeck.kit.ids import new_id
from quarterdeck.platform.actors import Actor, Origin
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.constraints import constraint_errors
from quarterdeck.platform.db.session import Database, TenantSession
from quarterdeck.platform.errors import PreconditionFailed

Seed = Callable[[TenantSession, Actor], None]
OWNERS_ONLY = "tenant:manage"


def create_tenant(database: Database, new: TenantCreate, *, seeds: Iterable[Seed] = ()) -> uuid.UUID:
    """A new tenant with what each of `seeds` gives it (built-in roles, asset types), in a transaction of its own."""
    tenant_id = new_id()
    system = Actor(tenant_id, None, "Quarterdeck", frozenset(), Origin.SYSTEM)
    with (
        constraint_errors({"uq_tenants_slug": TenantSlugTaken(new.slug)}),
        database.tenant_session(tenant_id) as session,
    ):
        session.add(Tenant(id=tenant_id, **new.model_dump()))
        session.flush()
        open_change_set(session, system, reason="The tenant was created")
        for seed in seeds:
            seed(session, system)
    return tenant_id


def find_tenant(database: Database, slug: str) -> uuid.UUID | None:
    """For operators on the machine itself, who name a tenant before there is a session bound to it."""
    with database.open_unscoped_session() as session:
        return queries.tenant_id_by_slug(session, slug)


def read_tenant(session: TenantSession) -> Tenant:
    return queries.own_tenant(session)


def update_tenant(session: TenantSession, actor: Actor, update: TenantUpdate, *, expected: int | None) -> Tenant:
    """Change the settings; those about security only an owner may."""
    actor.require("settings:manage")
    given = update.model_dump(exclude_unset=True, exclude_none=True)
    if "require_second_factor" in given:
        actor.require(OWNERS_ONLY)
    tenant = queries.own_tenant(session, lock=True)
    if expected is not None and tenant.version != expected:
        current = TenantRead.model_validate(tenant).model_dump(mode="json")
        raise PreconditionFailed("Somebody changed these settings since you read them.", current=current)
    changed = {field: value for field, value in given.items() if getattr(tenant, field) != value}
    if changed:
        open_change_set(session, actor)
        for field, value in changed.items():
            setattr(tenant, field, value)
        tenant.version += 1
        session.flush()
    return tenant


def close_tenant(session: TenantSession, actor: Actor, close: TenantClose) -> None:
    """From the next request on, nobody enters the tenant."""
    actor.require(OWNERS_ONLY)
    tenant = queries.own_tenant(session, lock=True)
    if close.confirm != tenant.slug:
        raise TenantNotConfirmed(tenant.slug)
    open_change_set(session, actor, reason="The tenant was closed")
    tenant.closed_at = now()
    session.flush()


def reopen_tenant(session: TenantSession, actor: Actor) -> None:
    """For operators on the machine itself: of a closed tenant nobody is left who could ask."""
    tenant = queries.own_tenant(session, lock=True)
    open_change_set(session, actor, reason="The tenant was opened again")
    tenant.closed_at = None
    session.flush()
