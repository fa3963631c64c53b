"""Which rows of clients, locations and contacts an undo may write back."""

from collections.abc import Mapping
from typing import cast

from sqlalchemy import Table

from quarterdeck.domains.journal.registry import FieldName, Recoverable, register
from quarterdeck.domains.tenancy.models import Client, ClientName, Contact, Location
from quarterdeck.platform.db.session import TenantSession

_MAY = "clients:write"


def merged_names(_: TenantSession) -> Mapping[str, FieldName]:
    return {"former_keys": FieldName("merged_names", "Names merged into it")}


register(Recoverable(cast("Table", Client.__table__), _MAY, noun="client", title="name"))
register(
    Recoverable(cast("Table", ClientName.__table__), _MAY, noun="name", part_of="clients", object_column="client_id")
)
for _table, _noun in ((Location.__table__, "location"), (Contact.__table__, "contact")):
    register(
        Recoverable(
            cast("Table", _table),
            _MAY,
            noun=_noun,
            title="name",
            former="former_ids",
            sets=("former_ids", "former_keys"),
            names=merged_names,
        )
    )
