import uuid
from collections.abc import Sequence

from sqlalchemy.exc import IntegrityError

from quarterdeck.domains.assets.errors import AssetInUse
from quarterdeck.domains.assets.queries import many
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession


def delete_assets(session: TenantSession, actor: Actor, ids: Sequence[uuid.UUID]) -> int:
    """Remove assets, inside the change set the caller has opened. Says how many were there. Their history stays."""
    actor.require("assets:delete")
    try:
        return len(many.delete_assets(session, ids))
    except IntegrityError as exc:
        raise AssetInUse from exc
