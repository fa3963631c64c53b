"""Why a row can't be taken back, in words."""

from collections import Counter

from quarterdeck.domains.recovery.queries.shapes import shapes
from quarterdeck.domains.recovery.schemas import Reason

CHANGED = "changed_since"


#: Of journalled tables that no undo knows.
_NOUNS = {
    "tenants": "tenant",
    "roles": "role",
    "precedence_rules": "precedence rule",
    "memberships": "member",
    "membership_clients": "client of a member",
    "flag_rules": "feature switch",
    "audit_retention": "audit retention",
}


def noun_of(table: str) -> str:
    shape = shapes().get(table)
    return shape.of.noun if shape else _NOUNS.get(table) or table.replace("_", " ").rstrip("s")


def tables_by_noun() -> dict[str, list[str]]:
    """Every kind of record that the journal tells of, by what people call it."""
    found: dict[str, list[str]] = {}
    for table in [*shapes(), *_NOUNS]:
        found.setdefault(noun_of(table), []).append(table)
    return found


_SENTENCES = {
    "gone": "It has been deleted or merged since, or belongs to a client you may not see.",
    "taken": "Something else has taken the same {what} since.",
    "value_taken": "{what} has the same {field} now, which only one asset can have.",
    "rival": "Another of these has the same {what}. The one that was deleted last gets it.",
    "rival_value": "Another of these has the same {what}, which only one asset can have. The one deleted last gets it.",
    "missing": "The {what} it belonged to is not there any more.",
    "used": "It is in use now: there is a {what} that refers to it.",
    "not_allowed": "It belongs to a client you may not change.",
    "unsupported": "What was changed here can't be undone. Change it back where it is managed.",
    "hidden": "They belong to clients you may not see.",
}


def sentence(reason: str) -> str:
    """For `code:detail`, as the statements and the database's constraints tell it."""
    code, _, detail = reason.partition(":")
    field, _, tag = detail.partition("\x1f")
    match code:
        case "taken" | "rival":
            what = _columns(detail)
        case "rival_value":
            what = detail
        case "value_taken":
            what = tag or "Another asset"
        case _:
            what = noun_of(detail)
    return _SENTENCES.get(code, "The database refuses the former values.").format(what=what, field=field)


def reasons_of(blocked: Counter[str]) -> list[Reason]:
    """Each sentence once, the most frequent first."""
    merged: dict[tuple[str, str], int] = {}
    for reason, count in blocked.items():
        key = reason.partition(":")[0], sentence(reason)
        merged[key] = merged.get(key, 0) + count
    ordered = sorted(merged.items(), key=lambda each: -each[1])
    return [Reason(code=code, message=message, count=count) for (code, message), count in ordered if count]


def nothing_goes_back(why: str | None, *, left: bool = False) -> str:
    """Why an undo would do nothing: what was changed since is to be left, something is in the way, or it is so."""
    if left:
        return "All of this was changed again since. Overwrite that, or leave it as it is."
    return f"Nothing of this can go back. {why}" if why else "Everything is as it was before this already."


def _columns(names: str) -> str:
    return names.removeprefix("client_id,").replace("_key", "").replace("_id", "").replace(",", " and ")
