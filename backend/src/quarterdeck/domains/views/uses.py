"""What a view is used by. Whoever keeps a view by its id says so here, and it is named before the view can go."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from quarterdeck.domains.views import queries
from quarterdeck.platform.db.session import TenantSession


@dataclass(frozen=True)
class ViewUse:
    #: A word for programs: `role`, `client`, `people`, `pinned`, ...
    kind: str
    #: In a sentence after "it": "opens first for the role Viewer".
    says: str
    #: A habit of colleagues, which deleting may end; what is not has to let go of the view first.
    is_habit: bool = False
    #: What it is, for a link: a role's key, a client's or another record's id.
    type: Literal["role", "client"] | None = None
    id: str | None = None


UsesOf = Callable[[TenantSession, uuid.UUID], Sequence[ViewUse]]
_registered: list[UsesOf] = []


def uses_views(find: UsesOf) -> UsesOf:
    """Register a function that finds what of its domain uses a view."""
    _registered.append(find)
    return find


def uses_of(session: TenantSession, view_id: uuid.UUID) -> list[ViewUse]:
    return [use for find in _registered for use in find(session, view_id)]


@uses_views
def who_opens_with_it(session: TenantSession, view_id: uuid.UUID) -> Sequence[ViewUse]:
    uses: list[ViewUse] = []
    for kind, role_key, role_name, client_id, client_name, people in queries.habits_of(session, view_id):
        if kind == "role":
            uses.append(ViewUse(kind, f"opens first for the role {role_name}", type="role", id=role_key))
        elif kind == "client" and client_name is None:
            uses.append(ViewUse(kind, "opens first for a client that you do not see"))
        elif kind == "client":
            uses.append(ViewUse(kind, f"opens first for the client {client_name}", type="client", id=str(client_id)))
        elif people:
            who = "1 colleague" if people == 1 else f"{people} colleagues"
            says = f"opens first for {who}" if kind == "people" else f"is kept in the navigation by {who}"
            uses.append(ViewUse(kind, says, is_habit=True))
    return uses
