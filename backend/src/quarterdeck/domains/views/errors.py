from quarterdeck.platform.errors import BadRequest, Conflict, Forbidden, Malformed, NotFound


class ViewNotFound(NotFound):
    code = "view_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such view, or it is not shared with you.")


class ViewNameTaken(Conflict):
    code = "view_name_taken"
    field = "name"

    def __init__(self, name: str) -> None:
        super().__init__(f"You already have a view called “{name}” here. Choose another name.", name=name)


class ViewExists(Conflict):
    code = "view_exists"

    def __init__(self) -> None:
        super().__init__("This view is there already. Reload the list of views.")


class ViewNotYours(Forbidden):
    code = "view_not_yours"

    def __init__(self) -> None:
        super().__init__("Only the person who made this view or an administrator may change it. Save your own copy.")


class SharingNeedsClient(Malformed):
    code = "sharing_needs_client"

    def __init__(self) -> None:
        fault = {"field": "client_id", "code": "required", "message": "A client is missing."}
        super().__init__("Name the client whose people it is shared with.", errors=[fault])


class SharingTakesNoClient(Malformed):
    code = "sharing_takes_no_client"

    def __init__(self) -> None:
        fault = {"field": "client_id", "code": "not_taken", "message": "No client belongs here."}
        super().__init__("It is not shared with a client's people, so no client can be named.", errors=[fault])


class ViewInUse(Conflict):
    """`uses` names each use; those of colleagues alone are habits, which the caller may end."""

    code = "view_in_use"

    def __init__(self, name: str, says: list[str], uses: list[dict[str, object]]) -> None:
        what = says[0] if len(says) == 1 else f"{', '.join(says[:-1])} and {says[-1]}"
        super().__init__(f"The view “{name}” is in use: it {what}.", uses=uses)


class TooManyViews(Conflict):
    code = "too_many_views"

    def __init__(self, most: int) -> None:
        super().__init__(f"You have {most} views here already. Delete one you no longer need.")


class PreferenceTooLarge(BadRequest):
    code = "preference_too_large"

    def __init__(self, most_bytes: int) -> None:
        super().__init__(f"A preference holds {most_bytes:,} bytes at most.")


class TooManyPreferences(Conflict):
    code = "too_many_preferences"

    def __init__(self, most: int) -> None:
        super().__init__(f"A person has {most} preferences at most. Delete one first.")
