from quarterdeck.platform.errors import Conflict, Forbidden, NotFound


class TenantSlugTaken(Conflict):
    code = "tenant_slug_taken"
    field = "slug"

    def __init__(self, slug: str) -> None:
        super().__init__(f"Another tenant is already called {slug}.", slug=slug)


class TenantNotConfirmed(Conflict):
    code = "tenant_not_confirmed"

    def __init__(self, slug: str) -> None:
        super().__init__(f"Nothing was closed. To close this tenant, confirm it by its name in addresses: {slug}.")


class ClientNotFound(NotFound):
    code = "client_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such client, or you may not see it.")


class ClientNameTaken(Conflict):
    code = "client_name_taken"
    field = "name"

    def __init__(self, name: str) -> None:
        super().__init__(f"Another client is already known as “{name}”.", name=name)


class LocationNotFound(NotFound):
    code = "location_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such location, or you may not see it.")


class MergeRefused(Conflict):
    """These can't become one; the sentence says why."""

    code = "merge_refused"


class LocationNameTaken(Conflict):
    code = "location_name_taken"
    field = "name"

    def __init__(self, name: str) -> None:
        super().__init__(f"This client already has a location called “{name}”.", name=name)


class ContactNotFound(NotFound):
    code = "contact_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such contact, or you may not see it.")


class ScopeRefused(Forbidden):
    code = "client_scope_refused"

    def __init__(self) -> None:
        super().__init__("You see only some clients, so you cannot create new ones.")


#: What nobody moves or deletes by hand: traces of work that was done.
_HISTORY = frozenset({"files", "imports", "intake_batches", "jobs", "notifications"})
_WORDS = {"membership_clients": "access lists of people", "intake_batches": "batches of observations"}


def _listed(counts: dict[str, int]) -> str:
    words = ((count, _WORDS.get(table, table.replace("_", " "))) for table, count in counts.items())
    return ", ".join(f"{count:,} {word.removesuffix('s') if count == 1 else word}" for count, word in words)


class InUse(Conflict):
    """Deleting would take away what other records stand on. `counts` says how many of which."""

    code = "in_use"

    def __init__(self, name: str, counts: dict[str, int]) -> None:
        super().__init__(self.sentence(name, counts), counts=counts)

    def sentence(self, name: str, counts: dict[str, int]) -> str:
        return f"“{name}” is still in use: {_listed(counts)}. Move or delete these first."


class ClientInUse(InUse):
    code = "client_in_use"

    def sentence(self, name: str, counts: dict[str, int]) -> str:
        instead = "deactivate the client: it is offered no longer, and everything about it is kept"
        held = {table: count for table, count in counts.items() if table not in _HISTORY}
        if held:
            return f"“{name}” is still in use: {_listed(held)}. Move or delete these first, or {instead}."
        return f"“{name}” has a history that is kept: {_listed(counts)}. It can't be deleted; {instead}."


class LocationInUse(InUse):
    code = "location_in_use"


class ContactInUse(InUse):
    code = "contact_in_use"
