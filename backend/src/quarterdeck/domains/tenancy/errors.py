from quarterdeck.platform.errors import Conflict, Forbidden, NotFound


class TenantSlugTaken(Conflict):
    code = "tenant_slug_taken"

    def __init__(self, slug: str) -> None:
        super().__init__(f"Another tenant is already called {slug}.", slug=slug)


class ClientNotFound(NotFound):
    code = "client_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such client, or you may not see it.")


class ClientNameTaken(Conflict):
    code = "client_name_taken"

    def __init__(self, name: str) -> None:
        super().__init__(f"Another client is already known as “{name}”.", name=name)


class LocationNotFound(NotFound):
    code = "location_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such location, or you may not see it.")


class LocationNameTaken(Conflict):
    code = "location_name_taken"

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


class InUse(Conflict):
    """Deleting would take away what other records stand on. `counts` says how many of which."""

    code = "in_use"

    def __init__(self, name: str, counts: dict[str, int]) -> None:
        listed = ", ".join(f"{count:,} {table.replace('_', ' ')}" for table, count in counts.items())
        super().__init__(f"“{name}” is still in use: {listed}. Move or delete these first.", counts=counts)


class ClientInUse(InUse):
    code = "client_in_use"


class LocationInUse(InUse):
    code = "location_in_use"


class ContactInUse(InUse):
    code = "contact_in_use"
