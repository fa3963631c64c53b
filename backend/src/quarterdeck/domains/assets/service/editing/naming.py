import uuid
from collections.abc import Iterable

from quarterdeck.domains.assets.queries.labels import names_now
from quarterdeck.platform.db.session import TenantSession


def names_of_references(session: TenantSession, values: Iterable[object]) -> dict[uuid.UUID, str]:
    """What the clients, locations and contacts among these values are called."""
    ids = sorted({each for each in values if isinstance(each, uuid.UUID)})
    return {found: name for (_, found), name in names_now(session, ids).items()} if ids else {}
