from datetime import date

from quarterdeck.platform.errors import Conflict, NotFound


class ChangeSetNotFound(NotFound):
    code = "change_set_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such change, or you may not see it.")


class UndoNotFound(NotFound):
    code = "undo_not_found"

    def __init__(self) -> None:
        super().__init__("There is no such undo, or you may not see it.")


class AlreadyUndone(Conflict):
    code = "already_undone"

    def __init__(self, by: str, at: str) -> None:
        super().__init__(f"{by} has undone this already, on {at}. To have it again, undo that.", by=by, at=at)


class UndoRunning(Conflict):
    code = "undo_running"

    def __init__(self) -> None:
        super().__init__("This is being undone at the moment. Wait until that has ended.")


class StillBeingDone(Conflict):
    """What is undone has to be over: half an undo would look like a whole one."""

    code = "still_being_done"

    def __init__(self) -> None:
        super().__init__("This is still being done. Wait until it has ended, or cancel it first.")


class NothingToUndo(Conflict):
    code = "nothing_to_undo"

    def __init__(self) -> None:
        super().__init__("Nothing that this changed can be undone here.")


class NothingRestorable(Conflict):
    """Asked to undo something of which nothing would go back; the sentence says why, and `blocked` if it may not."""

    code = "nothing_restorable"


class LaterInTheWay(Conflict):
    """Something later built on it, and has to be undone first: `later` holds what, the last first."""

    code = "later_in_the_way"

    def __init__(self, message: str, later: list[str]) -> None:
        super().__init__(message, later=later)


class RestoreRefused(Conflict):
    """What stands in the way, in a sentence; `reason` holds its code."""

    code = "restore_refused"


class UndoTooOld(Conflict):
    code = "undo_too_old"

    def __init__(self, days: int) -> None:
        super().__init__(f"This can be undone for {days} days, and that time is over.")


class SealBroken(Conflict):
    code = "seal_broken"

    def __init__(self, day: date) -> None:
        super().__init__(
            f"The changes of {day:%-d %B %Y} are not as they were sealed. They stay, and so does all that came "
            "after; `quarterdeck audit verify` says more."
        )
