from quarterdeck.platform.errors import Conflict, NotFound


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
