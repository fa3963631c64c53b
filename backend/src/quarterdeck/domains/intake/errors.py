from quarterdeck.platform.errors import NotFound


class BatchNotFound(NotFound):
    code = "intake_batch_not_found"

    def __init__(self) -> None:
        super().__init__("These observations are no longer there, or you may not see them.")
