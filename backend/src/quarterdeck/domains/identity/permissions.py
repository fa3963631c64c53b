"""What may be done, by name, and the roles every tenant starts with."""

from dataclasses import dataclass

PERMISSIONS = {
    "assets:read": "See assets and their history",
    "assets:write": "Create and change assets",
    "assets:delete": "Delete assets",
    "clients:read": "See clients, locations and contacts",
    "clients:write": "Create and change clients, locations and contacts",
    "imports:run": "Import files",
    "jobs:read": "See background jobs",
    "jobs:write": "Cancel and retry background jobs",
    "users:manage": "Invite people and change their roles",
    "roles:manage": "Define roles",
    "tokens:manage": "Make API tokens",
    "settings:manage": "Change types, custom fields and settings",
    "views:share": "Share views with others",
    "export:run": "Export records to files",
    "tenant:manage": "Change the tenant's security settings, and close the tenant",
}
ALL = frozenset(PERMISSIONS)


@dataclass(frozen=True, slots=True)
class BuiltinRole:
    key: str
    name: str
    permissions: frozenset[str]


OWNER = "owner"
CLIENT_USER = "client_user"

BUILTIN_ROLES = (
    BuiltinRole(OWNER, "Owner", ALL),
    # Runs everything day by day. Only owners make and remove owners, and decide about the tenant itself.
    BuiltinRole("admin", "Administrator", ALL - {"tenant:manage"}),
    BuiltinRole(
        "technician",
        "Technician",
        ALL - {"assets:delete", "users:manage", "roles:manage", "settings:manage", "tenant:manage"},
    ),
    BuiltinRole("viewer", "Viewer", frozenset({"assets:read", "clients:read", "jobs:read", "export:run"})),
    BuiltinRole(CLIENT_USER, "Client user", frozenset({"assets:read", "clients:read"})),
)
