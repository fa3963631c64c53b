"""The big tenant: a million assets over two hundred clients, beside the small ones."""

from collections.abc import Callable

from quarterdeck.domains.identity.permissions import ALL
from quarterdeck.domains.identity.queries import user_by_email
from quarterdeck.domains.identity.service.members import add_member
from quarterdeck.domains.tenancy import service as tenancy
from quarterdeck.domains.tenancy.schemas import ClientCreate, ContactCreate, LocationCreate, TenantCreate
from quarterdeck.entrypoints.demo.generator import generate_assets
from quarterdeck.entrypoints.demo.story import USERS
from quarterdeck.entrypoints.provisioning import provision_tenant
from quarterdeck.kit.text import fold
from quarterdeck.platform.actors import Actor, Origin
from quarterdeck.platform.db.session import Database

SLUG = "million"
ASSETS = 1_000_000
CLIENTS = 200


def load_million(database: Database, *, on_progress: Callable[[int], None]) -> None:
    """Make the tenant, or go on where an interrupted run stopped. The demo's first user owns it."""
    tenant_id = tenancy.find_tenant(database, SLUG)
    is_new = tenant_id is None
    tenant_id = tenant_id or provision_tenant(database, TenantCreate(slug=SLUG, name="Million MSP"))
    actor = Actor(tenant_id, None, "Demo data", ALL, Origin.SYSTEM, tenant_slug=SLUG)
    if is_new:
        _furnish(database, actor)
    with database.session_for(actor) as session:
        # The generator counts up with the tenant's tags, chunk by chunk, so the next tag is where it stopped.
        done = tenancy.read_tenant(session).next_tag - 1
    generate_assets(
        database, actor, count=ASSETS - done, first=done + 1, on_progress=lambda more: on_progress(done + more)
    )


def _furnish(database: Database, actor: Actor) -> None:
    with database.open_unscoped_session() as unscoped:
        owner = user_by_email(unscoped, fold(USERS[0].email))
    with database.session_for(actor) as session:
        if owner is not None:
            add_member(session, actor, owner, role="owner", accepted=True)
        for number in range(CLIENTS):
            client = tenancy.create_client(session, actor, ClientCreate(name=f"Client {number:03}")).id
            for place in ("Head office", "Depot", "Warehouse"):
                tenancy.LOCATIONS.create(session, actor, LocationCreate(client_id=client, name=place))
            for person in range(5):
                tenancy.CONTACTS.create(session, actor, ContactCreate(client_id=client, name=f"Person {person}"))
