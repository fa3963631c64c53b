"""Names of clients, locations and people in a file, and the records they stand for."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from quarterdeck.domains.imports import queries
from quarterdeck.kit.text import fold
from quarterdeck.platform.db.session import TenantSession

_SUGGEST_FROM = 75


@dataclass(slots=True)
class Directory:
    """What the importing person may see: other clients' names are as unknown as misspelt ones."""

    clients: Mapping[str, uuid.UUID]
    client_names: Mapping[str, str]
    locations: dict[tuple[uuid.UUID, str], uuid.UUID] = field(default_factory=dict)
    location_names: dict[uuid.UUID, list[str]] = field(default_factory=dict)
    contacts: dict[tuple[uuid.UUID, str], uuid.UUID] = field(default_factory=dict)

    @classmethod
    def load(cls, session: TenantSession) -> "Directory":
        rows = queries.client_names(session)
        return cls({key: client for key, _, client in rows}, {key: name for key, name, _ in rows})

    def load_places(self, session: TenantSession, clients: Iterable[uuid.UUID]) -> None:
        wanted = [client for client in set(clients) if client not in self.location_names]
        for client in wanted:
            self.location_names[client] = []
        if not wanted:
            return
        for client, key, name, location in queries.locations_of(session, wanted):
            self.locations.setdefault((client, key), location)
            self.location_names[client].append(name)

    def load_people(self, session: TenantSession, clients: Iterable[uuid.UUID], names: Iterable[str]) -> None:
        keys = sorted({fold(name) for name in names})
        for client, key, contact in queries.contacts_named(session, list(set(clients)), keys):
            self.contacts.setdefault((client, key), contact)

    def client(self, name: str) -> uuid.UUID | None:
        return self.clients.get(fold(name))

    def location(self, client: uuid.UUID, name: str) -> uuid.UUID | None:
        return self.locations.get((client, fold(name)))

    def contact(self, client: uuid.UUID, name: str) -> uuid.UUID | None:
        return self.contacts.get((client, fold(name)))

    def client_like(self, name: str) -> str | None:
        found = process.extractOne(fold(name), self.client_names.keys(), scorer=fuzz.WRatio, score_cutoff=_SUGGEST_FROM)
        return self.client_names[found[0]] if found else None

    def location_like(self, client: uuid.UUID, name: str) -> str | None:
        known = {fold(each): each for each in self.location_names.get(client, [])}
        found = process.extractOne(fold(name), known.keys(), scorer=fuzz.WRatio, score_cutoff=_SUGGEST_FROM)
        return known[found[0]] if found else None
