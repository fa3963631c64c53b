"""What can be done to tenants and to their customers."""

from quarterdeck.domains.tenancy.service.clients import (
    access_client,
    create_client,
    delete_client,
    list_clients,
    update_client,
)
from quarterdeck.domains.tenancy.service.merging import merge_places, moved_by_merging
from quarterdeck.domains.tenancy.service.places import CONTACTS, LOCATIONS
from quarterdeck.domains.tenancy.service.tenants import (
    Seed,
    close_tenant,
    create_tenant,
    find_tenant,
    read_tenant,
    reopen_tenant,
    update_tenant,
)

__all__ = [
    "CONTACTS",
    "LOCATIONS",
    "Seed",
    "access_client",
    "close_tenant",
    "create_client",
    "create_tenant",
    "delete_client",
    "find_tenant",
    "list_clients",
    "merge_places",
    "moved_by_merging",
    "read_tenant",
    "reopen_tenant",
    "update_client",
    "update_tenant",
]
