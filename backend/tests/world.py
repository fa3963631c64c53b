"""Two tenants with similar data: a test that forgets about isolation fails by itself."""

import uuid
from dataclasses import dataclass

from quarterdeck.domains.tenancy import service as tenancy
from quarterdeck.domains.tenancy.schemas import ClientCreate, ContactCreate, LocationCreate, TenantCreate
from quarterdeck.platform.actors import Actor, ClientScope, Origin, ScopeMode
from quarterdeck.platform.db.session import Database

ALL_PERMISSIONS = frozenset(
    {
        "assets:read",
        "assets:write",
        "assets:delete",
        "clients:read",
        "clients:write",
        "imports:run",
        "jobs:read",
        "jobs:write",
        "users:manage",
        "roles:manage",
        "tokens:manage",
        "settings:manage",
        "views:share",
        "export:run",
    }
)


@dataclass(frozen=True)
class TenantWorld:
    """One MSP with two clients; the other tenant has the same names."""

    id: uuid.UUID
    slug: str
    actor: Actor
    acme: uuid.UUID
    globex: uuid.UUID
    acme_leeds: uuid.UUID
    globex_leeds: uuid.UUID
    priya: uuid.UUID

    def scoped(self, *client_ids: uuid.UUID, permissions: frozenset[str] = ALL_PERMISSIONS) -> Actor:
        """Somebody who may see only these clients."""
        return Actor(
            tenant_id=self.id,
            user_id=uuid.uuid4(),
            label="Scoped Person",
            permissions=permissions,
            origin=Origin.UI,
            client_scope=ClientScope(ScopeMode.ALLOW, frozenset(client_ids)),
            tenant_slug=self.slug,
        )


@dataclass(frozen=True)
class World:
    database: Database
    north: TenantWorld
    south: TenantWorld


def actor_in(tenant_id: uuid.UUID, slug: str = "", permissions: frozenset[str] = ALL_PERMISSIONS) -> Actor:
    return Actor(
        tenant_id=tenant_id,
        user_id=uuid.uuid4(),
        label="Robin Bell",
        permissions=permissions,
        origin=Origin.UI,
        tenant_slug=slug,
    )


def build_world(database: Database) -> World:
    return World(database, _build_tenant(database, "north"), _build_tenant(database, "south"))


def _build_tenant(database: Database, name: str) -> TenantWorld:
    slug = f"{name}-{uuid.uuid4().hex[:12]}"
    tenant_id = tenancy.create_tenant(database, TenantCreate(slug=slug, name=f"{name.title()} MSP"))
    actor = actor_in(tenant_id, slug)
    with database.session_for(actor) as session:
        acme = tenancy.create_client(session, actor, ClientCreate(name="Acme", alternative_names=["ACME Ltd"])).id
        globex = tenancy.create_client(session, actor, ClientCreate(name="Globex")).id
        acme_leeds = tenancy.create_location(session, actor, LocationCreate(client_id=acme, name="Leeds")).id
        globex_leeds = tenancy.create_location(session, actor, LocationCreate(client_id=globex, name="Leeds")).id
        priya = tenancy.create_contact(session, actor, ContactCreate(client_id=acme, name="Priya Shah")).id
    return TenantWorld(tenant_id, slug, actor, acme, globex, acme_leeds, globex_leeds, priya)
