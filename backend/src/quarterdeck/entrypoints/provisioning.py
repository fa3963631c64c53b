"""A new tenant with everything it starts with: what each domain seeds, composed here."""

import uuid

from quarterdeck.domains.assets.service import seed_asset_types
from quarterdeck.domains.identity.service.roles import seed_roles
from quarterdeck.domains.tenancy import service as tenancy
from quarterdeck.domains.tenancy.schemas import TenantCreate
from quarterdeck.platform.db.session import Database

#: Each runs in the transaction that makes the tenant, lower tiers first.
SEEDS: tuple[tenancy.Seed, ...] = (seed_roles, seed_asset_types)


def provision_tenant(database: Database, new: TenantCreate) -> uuid.UUID:
    """The tenant's id. There is nobody in it yet: add an owner."""
    return tenancy.create_tenant(database, new, seeds=SEEDS)
