from quarterdeck.platform.errors import Malformed, NotFound, TooLarge


class BatchUnreadable(Malformed):
    """The body as a whole is no batch; single items that are wrong are told one by one instead."""

    code = "batch_unreadable"


class BatchTooLarge(TooLarge):
    code = "batch_too_large"

    def __init__(self, most: int) -> None:
        super().__init__(f"A batch holds {most:,} observations at most. Send the rest in another one.", most=most)


class ObservationsNotFound(NotFound):
    code = "observations_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such batch of observations, or you may not see it.")
