"""Locations that are merged while imports wait: their rows stand at the one that stays."""

import uuid
from collections.abc import Sequence

from quarterdeck.domains.imports import queries
from quarterdeck.domains.imports.service.uploading import RUNNING
from quarterdeck.domains.intake import service as intake
from quarterdeck.platform.db.references import register_mover
from quarterdeck.platform.db.session import TenantSession


def _name_anew(session: TenantSession, ids: Sequence[uuid.UUID], to: uuid.UUID) -> None:
    batches = queries.batches_in(session, [*RUNNING, "checked"])
    if batches:
        intake.name_location_anew(session, batches, ids, to)


register_mover("locations", _name_anew)
