from quarterdeck.platform.errors import BadRequest
from quarterdeck.platform.http.paging import read_cursor


def row_cursor(cursor: str | None, *, scope: str) -> int:
    """The number of the last row of the page before; 0 before the first page."""
    match read_cursor(cursor, scope=scope, length=1):
        case None:
            return 0
        case (int() as number,) if number < 2**62:
            return number
        case _:
            raise BadRequest("This is not a page cursor.")
