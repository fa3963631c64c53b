from quarterdeck.platform.errors import BadRequest, Conflict


class SelectionEmpty(BadRequest):
    code = "selection_empty"

    def __init__(self) -> None:
        super().__init__("Nothing is selected any more. Select again.")


class ConfirmationRequired(Conflict):
    """`count` is the number to confirm."""

    code = "confirmation_required"

    def __init__(self, count: int) -> None:
        super().__init__(
            f"This cannot be done by accident: confirm it with the number of assets, {count:,}.", count=count
        )
