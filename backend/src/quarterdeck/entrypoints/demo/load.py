"""Loading the demo. Each tenant's content is one transaction: there or not, never half."""

import uuid

from sqlalchemy import select

from quarterdeck.domains.assets import service as assets
from quarterdeck.domains.assets.schemas import AssetTypeCreate, CustomFieldCreate
from quarterdeck.domains.assets.service.custom_fields import create_custom_field
from quarterdeck.domains.assets.service.types import create_asset_type
from quarterdeck.domains.identity.models import User
from quarterdeck.domains.identity.permissions import ALL
from quarterdeck.domains.identity.queries import user_by_email
from quarterdeck.domains.identity.schemas import UserCreate
from quarterdeck.domains.identity.service.accounts import create_user
from quarterdeck.domains.identity.service.members import add_member
from quarterdeck.domains.journal.service import open_change_set
from quarterdeck.domains.tenancy import service as tenancy
from quarterdeck.domains.tenancy.models import Client, Tenant
from quarterdeck.domains.tenancy.schemas import ClientCreate, ContactCreate, LocationCreate, TenantCreate
from quarterdeck.entrypoints.demo.generator import make_chunk
from quarterdeck.entrypoints.demo.story import (
    CONTACT_NAMES,
    HOSTILE_NAMES,
    PASSWORD,
    TENANTS,
    USERS,
    DemoClient,
    DemoTenant,
    DemoUser,
)
from quarterdeck.entrypoints.demo.traps import plant_traps
from quarterdeck.entrypoints.provisioning import provision_tenant
from quarterdeck.kit.text import fold
from quarterdeck.platform.actors import Actor, Origin
from quarterdeck.platform.db.session import Database, TenantSession

_LOADED = "demo_loaded"


def load_demo(database: Database) -> bool:
    """Load what is missing of the demo; False when it was all there."""
    loaded = [_load_tenant(database, tenant) for tenant in TENANTS]
    return any(loaded)


def _state(database: Database, slug: str) -> tuple[uuid.UUID | None, bool]:
    """The tenant's id when it exists, and whether its content is there."""
    tenant_id = tenancy.find_tenant(database, slug)
    if tenant_id is None:
        return None, False
    with database.tenant_session(tenant_id) as session:
        found = session.scalars(select(Tenant).where(Tenant.id == tenant_id)).one()
        return tenant_id, bool(found.settings.get(_LOADED))


def _load_tenant(database: Database, story: DemoTenant) -> bool:
    tenant_id, loaded = _state(database, story.slug)
    if loaded:
        return False
    if tenant_id is None:
        new = TenantCreate(slug=story.slug, name=story.name, time_zone=story.time_zone, currency="GBP")
        tenant_id = provision_tenant(database, new)
    actor = Actor(tenant_id, None, "Demo data", ALL, Origin.SYSTEM, tenant_slug=story.slug)
    accounts = {user.email: _account(database, user) for user in USERS}
    with database.session_for(actor) as session:
        open_change_set(session, actor, reason="The demo was loaded")
        clients = {client.name: _add_client(session, actor, client) for client in story.clients}
        for user in USERS:
            _add_roles(session, actor, story.slug, user, accounts[user.email], clients)
        make_chunk(session, seed=story.seed, start=1, end=story.assets + 1)
        plant_traps(session)
        _add_curiosities(session, actor, next(iter(clients.values())))
        tenant = session.scalars(select(Tenant).where(Tenant.id == tenant_id)).one()
        tenant.settings = {**tenant.settings, _LOADED: True}
    return True


def _account(database: Database, user: DemoUser) -> User:
    with database.open_unscoped_session() as session:
        known = user_by_email(session, fold(user.email))
        return known or create_user(session, UserCreate(email=user.email, name=user.name, password=PASSWORD))


def _add_client(session: TenantSession, actor: Actor, story: DemoClient) -> uuid.UUID:
    names = list(story.alternative_names)
    client: Client = tenancy.create_client(session, actor, ClientCreate(name=story.name, alternative_names=names))
    for place in story.locations:
        tenancy.LOCATIONS.create(session, actor, LocationCreate(client_id=client.id, name=place, city=place))
    for name in CONTACT_NAMES:
        tenancy.CONTACTS.create(session, actor, ContactCreate(client_id=client.id, name=name))
    return client.id


def _add_roles(
    session: TenantSession,
    actor: Actor,
    slug: str,
    user: DemoUser,
    account: User,
    clients: dict[str, uuid.UUID],
) -> None:
    for tenant_slug, role in user.roles:
        if tenant_slug == slug:
            only = [clients[user.client]] if user.client else []
            mode = "allow" if only else "all"
            add_member(session, actor, account, role=role, client_mode=mode, client_ids=only, accepted=True)


def _add_curiosities(session: TenantSession, actor: Actor, client_id: uuid.UUID) -> None:
    """A type and fields of the tenant's own, and names that try to be something else."""
    create_asset_type(session, actor, AssetTypeCreate(name="Monitor", key="monitor", icon="device"))
    create_custom_field(session, actor, CustomFieldCreate(label="Cost centre", key="cost_centre", kind="text"))
    create_custom_field(
        session,
        actor,
        CustomFieldCreate(label="Criticality", key="criticality", kind="choice", choices=["low", "normal", "high"]),
    )
    for trap in HOSTILE_NAMES:
        assets.create_asset(session, actor, {"client": str(client_id), "type": trap.type, "name": trap.name})
    for number, serial in enumerate(("CN0F5VGD7287", "CN0F5VGD", "CN0F5VGD72872", "CN-0F5VGD-72872-53K")):
        body = {"client": str(client_id), "type": "monitor", "name": f"U2419H desk {number + 1}", "serial": serial}
        assets.create_asset(session, actor, {**body, "manufacturer": "Dell", "model": "U2419H"})
