from quarterdeck.platform.errors import Conflict, Malformed, NotFound, PreconditionFailed


class BatchNotFound(NotFound):
    code = "intake_batch_not_found"

    def __init__(self) -> None:
        super().__init__("These observations are no longer there, or you may not see them.")


class ReviewNotFound(NotFound):
    code = "review_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such observation to review, or you may not see it.")


class ReviewDecided(Conflict):
    """Somebody, or a later observation, was faster and decided otherwise."""

    code = "review_decided"

    def __init__(self, sentence: str, state: str) -> None:
        super().__init__(sentence, state=state)


class ReviewNotDecided(Conflict):
    code = "review_not_decided"

    def __init__(self) -> None:
        super().__init__("Nothing was decided on this observation, so there is nothing to take back.")


class ReviewChanged(PreconditionFailed):
    def __init__(self) -> None:
        super().__init__("This observation has come in again meanwhile. Look at it once more, then decide.")


class ReviewRefused(Conflict):
    """What was decided cannot be done: the asset is another client's, or intake found a fault."""

    code = "review_refused"


class DecisionInvalid(Malformed):
    code = "decision_invalid"


class PairDecisionNotFound(NotFound):
    code = "pair_decision_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such decision, or you may not see it.")


class NotBeside(Exception):
    """These rows can't be written while others of their batch are. Nobody is told: they are when it is their turn."""
