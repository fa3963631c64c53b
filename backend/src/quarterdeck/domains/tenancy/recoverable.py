"""Which rows of clients, locations and contacts an undo may write back."""

from typing import cast

from sqlalchemy import Table

from quarterdeck.domains.journal.registry import Recoverable, register
from quarterdeck.domains.tenancy.models import Client, ClientName, Contact, Location

_MAY = "clients:write"

register(Recoverable(cast("Table", Client.__table__), _MAY, noun="client", title="name"))
register(
    Recoverable(cast("Table", ClientName.__table__), _MAY, noun="name", part_of="clients", object_column="client_id")
)
register(Recoverable(cast("Table", Location.__table__), _MAY, noun="location", title="name", former="former_ids"))
register(Recoverable(cast("Table", Contact.__table__), _MAY, noun="contact", title="name", former="former_ids"))
