"""What a tenant has chosen for itself, with a default for everything."""

from sqlalchemy import select

from quarterdeck.domains.journal.service import open_change_set
from quarterdeck.domains.tenancy.models import Tenant
from quarterdeck.domains.tenancy.schemas import AcrossClients
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession

_ACROSS = "identity_across_clients"
_CHOICES: tuple[AcrossClients, ...] = ("never", "review")


def across_clients(session: TenantSession) -> AcrossClients:
    """Whether a device that is on record at another client is put before a person, or taken for a new one.

    It is never moved by itself: the same serial number at two clients is a sale, a loan, or a typing error.
    """
    stored = session.scalar(select(Tenant.settings[_ACROSS].astext).where(Tenant.id == session.tenant_id))
    return next((choice for choice in _CHOICES if choice == stored), "never")


def set_across_clients(session: TenantSession, actor: Actor, choice: AcrossClients) -> None:
    actor.require("settings:manage")
    open_change_set(session, actor)
    tenant = session.scalars(select(Tenant).where(Tenant.id == session.tenant_id).with_for_update()).one()
    tenant.settings = {**tenant.settings, _ACROSS: choice}
    session.flush()
