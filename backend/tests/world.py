"""Two tenants with similar data: a test that forgets about isolation fails by itself."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace

from psycopg import sql
from sqlalchemy import DateTime, Table

from quarterdeck.domains.identity.queries import user_by_id
from quarterdeck.domains.identity.schemas import Device, UserCreate
from quarterdeck.domains.identity.service.accounts import create_user
from quarterdeck.domains.identity.service.members import add_member
from quarterdeck.domains.identity.service.sessions import start_session
from quarterdeck.domains.tenancy import service as tenancy
from quarterdeck.domains.tenancy.schemas import ClientCreate, ContactCreate, LocationCreate, TenantCreate
from quarterdeck.entrypoints.provisioning import provision_tenant
from quarterdeck.kit.ids import new_id
from quarterdeck.migrations.metadata import target_metadata
from quarterdeck.platform.actors import Actor, ClientScope, Origin, ScopeMode
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.session import Database, TenantSession

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
        "tenant:manage",
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
class Member:
    """Somebody with an account in a tenant, signed in: `cookie` and `csrf` are of their browser."""

    tenant: TenantWorld
    user_id: uuid.UUID
    email: str
    role: str
    cookie: str
    csrf: str


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
    return World(database, _new_tenant(database, "north"), _new_tenant(database, "south"))


_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TRANSACTIONS = (
    ("tenants", "change_sets", "roles", "asset_types"),
    ("change_sets", "clients", "client_names", "locations", "contacts"),
)
_patterns: dict[tuple[str, str], "_Pattern"] = {}


@dataclass(frozen=True)
class _Pattern:
    """A tenant as the services made it, and the statements that write the same once more, by transaction."""

    tenant: TenantWorld
    scripts: tuple[str, ...]

    def copy(self, database: Database) -> TenantWorld:
        known = sorted(set(_UUID.findall(" ".join(self.scripts))))
        ids = {old: new_id() for old in known}  # in the same order, since they sort by age
        slug = _new_slug(self.tenant.slug.partition("-")[0])
        for script in self.scripts:
            fresh = _UUID.sub(lambda found: str(ids[found[0]]), script).replace(self.tenant.slug, slug)
            with database.tenant_session(ids[str(self.tenant.id)]) as session:
                session.raw.execute(fresh.encode())
        own = {name: ids[str(value)] for name, value in vars(self.tenant).items() if isinstance(value, uuid.UUID)}
        actor = replace(
            self.tenant.actor, tenant_id=own["id"], user_id=ids[str(self.tenant.actor.user_id)], tenant_slug=slug
        )
        return replace(self.tenant, slug=slug, actor=actor, **own)


def _new_tenant(database: Database, name: str) -> TenantWorld:
    """Nearly every test starts with two: only the first of a name is worth what the services cost."""
    known = _patterns.get((database.url, name))
    if known is not None:
        return known.copy(database)
    tenant = make_tenant(database, name)
    with database.session_for(tenant.actor) as session:
        sets = [str(id_) for (id_,) in session.raw.execute("select id from change_sets order by id").fetchall()]
        scripts = tuple(_script(session, *each) for each in zip(sets, _TRANSACTIONS, strict=True))
    _patterns[database.url, name] = _Pattern(tenant, scripts)
    return tenant


def _script(session: TenantSession, change_set: str, tables: Iterable[str]) -> str:
    inserts = (_insert(session, target_metadata.tables[name], change_set) for name in tables)
    return "; ".join([f"set local app.change_set_id = '{change_set}'", *inserts])


def _insert(session: TenantSession, table: Table, change_set: str) -> str:
    """The rows as they are; what the database gives each (its moment, its number) it gives again."""
    columns = [column for column in table.columns if column.identity is None]
    names = ", ".join(c.name for c in columns if c.server_default is None or not isinstance(c.type, DateTime))
    of = f"where id = '{change_set}'" if table.name == "change_sets" else ""
    found = session.raw.execute(f"select json_agg(t order by id)::text from {table.name} t {of}".encode()).fetchone()
    rows = sql.Literal(found[0] if found else None).as_string(session.raw)
    return f"insert into {table.name} ({names}) select {names} from json_populate_recordset(null::{table.name}, {rows})"


def _new_slug(name: str) -> str:
    return f"{name}-{uuid.uuid4().hex[:12]}"


def make_tenant(database: Database, name: str) -> TenantWorld:
    slug = _new_slug(name)
    tenant_id = provision_tenant(database, TenantCreate(slug=slug, name=f"{name.title()} MSP"))
    actor = actor_in(tenant_id, slug)
    with database.session_for(actor) as session:
        acme = tenancy.create_client(session, actor, ClientCreate(name="Acme", alternative_names=["ACME Ltd"])).id
        globex = tenancy.create_client(session, actor, ClientCreate(name="Globex")).id
        acme_leeds = tenancy.LOCATIONS.create(session, actor, LocationCreate(client_id=acme, name="Leeds")).id
        globex_leeds = tenancy.LOCATIONS.create(session, actor, LocationCreate(client_id=globex, name="Leeds")).id
        priya = tenancy.CONTACTS.create(session, actor, ContactCreate(client_id=acme, name="Priya Shah")).id
    return TenantWorld(tenant_id, slug, actor, acme, globex, acme_leeds, globex_leeds, priya)


def add_user(database: Database, *, password: str | None = None, name: str = "Kim Doe") -> tuple[uuid.UUID, str]:
    """An account that can sign in, with an address of its own; in no tenant yet."""
    email = f"{uuid.uuid4().hex[:12]}@example.org"
    with database.open_unscoped_session() as session:
        user = create_user(session, UserCreate(email=email, name=name, password=password))
        user.activated_at = now()
        return user.id, email


def join_tenant(
    database: Database, tenant: TenantWorld, user_id: uuid.UUID, role: str, *, clients: Iterable[uuid.UUID] = ()
) -> None:
    operator = replace(tenant.actor, origin=Origin.CLI)
    chosen = list(clients)
    with database.session_for(operator) as session:
        user = user_by_id(session, user_id)
        assert user is not None
        mode = "allow" if chosen else "all"
        add_member(session, operator, user, role=role, client_mode=mode, client_ids=chosen, accepted=True)


def add_person(
    database: Database,
    tenant: TenantWorld,
    role: str,
    *,
    clients: Iterable[uuid.UUID] = (),
    password: str | None = None,
) -> Member:
    """Somebody in this role, seeing only `clients` when some are named (a client user sees Acme by default)."""
    chosen = list(clients) or ([tenant.acme] if role == "client_user" else [])
    user_id, email = add_user(database, password=password)
    join_tenant(database, tenant, user_id, role, clients=chosen)
    with database.open_unscoped_session() as session:
        started = start_session(session, user_id, device=Device(ip="192.0.2.1"), days=14)
    return Member(tenant, user_id, email, role, started.secret, started.csrf)
