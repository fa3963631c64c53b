"""What clients, locations and contacts are guarded by before they change."""

from typing import cast

from pydantic import BaseModel
from sqlalchemy import Table

import quarterdeck.domains.tenancy.recoverable  # noqa: F401 (registers what can be undone)
from quarterdeck.domains.tenancy.errors import InUse
from quarterdeck.domains.tenancy.models import Client, Contact, Location
from quarterdeck.platform.db.references import count_references
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.errors import PreconditionFailed

Record = Client | Location | Contact


def refuse_stale(record: Record, current: BaseModel, expected: int | None) -> None:
    """`expected` is the version that the caller read; None changes whatever is there."""
    if expected is not None and record.version != expected:
        raise PreconditionFailed(
            f"Somebody changed “{record.name}” since you read it.", current=current.model_dump(mode="json")
        )


def table_of(model: type[Record]) -> Table:
    return cast("Table", model.__table__)


def refuse_in_use(session: TenantSession, record: Record, error: type[InUse]) -> None:
    counts = count_references(session, table_of(type(record)), record.id, ignore=frozenset({"client_names"}))
    if counts:
        raise error(record.name, counts)
