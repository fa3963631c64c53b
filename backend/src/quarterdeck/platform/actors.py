"""Who acts, in which tenant, with which permissions, on which clients."""

import uuid
from dataclasses import dataclass, field
from enum import StrEnum

from quarterdeck.platform.errors import Forbidden


class ScopeMode(StrEnum):
    ALL = "all"
    ALLOW = "allow"
    DENY = "deny"


@dataclass(frozen=True, slots=True)
class ClientScope:
    """Which clients of the tenant someone may see. The database enforces it through `app.client_scope`."""

    mode: ScopeMode = ScopeMode.ALL
    client_ids: frozenset[uuid.UUID] = frozenset()

    def setting(self) -> str:
        """The value of `app.client_scope`: `*`, `+{allowed ids}` or `-{denied ids}`. Contains no quotes."""
        if self.mode is ScopeMode.ALL:
            return "*"
        sign = "+" if self.mode is ScopeMode.ALLOW else "-"
        return sign + "{" + ",".join(sorted(str(client) for client in self.client_ids)) + "}"

    def includes(self, client_id: uuid.UUID) -> bool:
        if self.mode is ScopeMode.ALL:
            return True
        return (client_id in self.client_ids) == (self.mode is ScopeMode.ALLOW)


ALL_CLIENTS = ClientScope()


class Origin(StrEnum):
    """Where a change came from."""

    UI = "ui"
    API = "api"
    IMPORT = "import"
    CLI = "cli"
    BULK = "bulk"
    UNDO = "undo"
    SYNC = "sync"
    RULE = "rule"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone signed in, a token, or the system, bound to one tenant."""

    tenant_id: uuid.UUID
    user_id: uuid.UUID | None
    label: str
    permissions: frozenset[str]
    origin: Origin
    client_scope: ClientScope = field(default=ALL_CLIENTS)
    role: str = ""
    tenant_slug: str = ""
    token_id: uuid.UUID | None = None

    def may(self, permission: str) -> bool:
        return permission in self.permissions

    def require(self, permission: str) -> None:
        """Raises `Forbidden` naming the missing permission."""
        if not self.may(permission):
            raise Forbidden(
                f"Your role does not allow this. It needs the permission {permission}.", permission=permission
            )
