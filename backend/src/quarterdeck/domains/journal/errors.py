from datetime import datetime

from quarterdeck.platform.errors import Conflict


class HistoryNotKept(Conflict):
    """Something reaches back further than the tenant's journal does."""

    code = "history_not_kept"

    def __init__(self, kept_since: datetime, *, what: str = "Choose a later moment.") -> None:
        super().__init__(
            f"What happened is kept since {kept_since:%-d %B %Y}, and this is from before. {what}",
            kept_since=kept_since.isoformat(),
        )
