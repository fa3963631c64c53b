"""Why a row can't be taken back, in words."""

from quarterdeck.domains.recovery.queries.shapes import shapes

GONE = "gone"
CHANGED = "changed_since"


def noun_of(table: str) -> str:
    shape = shapes().get(table)
    return shape.of.noun if shape else table.replace("_", " ").rstrip("s")


def sentence(reason: str) -> str:
    """For `code:detail`, as the statements and the database's constraints tell it."""
    code, _, detail = reason.partition(":")
    match code:
        case "gone":
            return "It has been deleted since, or belongs to a client you may not see."
        case "taken":
            columns = detail.replace("_id", "").replace("_key", "").replace(",", " and ").replace("_", " ")
            return f"Something else has taken the same {columns} since."
        case "missing":
            return f"The {noun_of(detail)} it belonged to is not there any more."
        case "used":
            return f"It is in use now: there is a {noun_of(detail)} that refers to it."
        case "not_allowed":
            return "It belongs to a client you may not change."
        case "unsupported":
            return "What was changed here can't be undone. Change it back where it is managed."
        case "hidden":
            return "They belong to clients you may not see."
        case _:
            return "The database refuses the former values."
