"""What somebody is in a tenant, and what they may see there."""

from quarterdeck.domains.flags.service import flags_of_person
from quarterdeck.domains.identity import queries
from quarterdeck.domains.identity.schemas import Context, ContextUser, Named, RoleOfUser, ScopeRead
from quarterdeck.domains.tenancy import service as tenancy
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.errors import Forbidden

SHOWN_CLIENTS = 500


def read_context(session: TenantSession, actor: Actor) -> Context:
    user = queries.user_by_id(session, actor.user_id) if actor.user_id else None
    if user is None:
        raise Forbidden("Only a person has a context.")
    tenant = tenancy.read_tenant(session)
    role = queries.role_by_key(session, actor.role)
    clients = tenancy.list_clients(session, actor, limit=SHOWN_CLIENTS) if actor.may("clients:read") else []
    return Context(
        tenant=Named(id=tenant.id, slug=tenant.slug, name=tenant.name),
        user=ContextUser(id=user.id, name=user.name, email=user.email),
        role=RoleOfUser(key=actor.role, name=role.name if role else actor.role),
        permissions=sorted(actor.permissions),
        client_scope=ScopeRead(mode=actor.client_scope.mode, client_ids=sorted(actor.client_scope.client_ids)),
        clients=[Named(id=client.id, slug=client.slug, name=client.name) for client in clients],
        flags=flags_of_person(session, actor, [client.id for client in clients]),
    )
