"""How a file writes what can be read in two ways: dates by day or month first, decimals by point or comma."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from quarterdeck.domains.assets.fields.catalogue import AssetFields
from quarterdeck.domains.assets.fields.values import Reading
from quarterdeck.domains.imports import queries
from quarterdeck.kit.dates import DateOrder, OrderProof, prove_order
from quarterdeck.kit.money import prove_decimal_sign
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.filters.fields import Kind

DATES = frozenset({Kind.DATE, Kind.DATETIME})
_NUMBERS = frozenset({Kind.MONEY, Kind.NUMBER})
_LIKE_A_DATE = re.compile(r"\d{1,2}[-/. ]\d{1,2}[-/. ]\s*\d{2,4}")
_UNIT = re.compile(r"\s*(?:[kmgtp]i?b|bytes)\s*$", re.IGNORECASE)
_LOOKED_AT, _EXAMPLES = 50, 3


def proof_of(values: Sequence[str]) -> dict[str, Any]:
    """What the values of a column prove, kept with it: whichever field it goes to later, the file is not read again."""
    proof: dict[str, Any] = {}
    numeric = [value for value in values[:_LOOKED_AT] if any(sign.isdigit() for sign in value)]
    if any(_LIKE_A_DATE.search(value) for value in numeric):
        found = prove_order(values)
        proof["dates"] = [found.day_first, found.month_first, found.either]
        proof["examples"] = [value for value in dict.fromkeys(values) if _LIKE_A_DATE.search(value)][:_EXAMPLES]
    elif numeric:
        proof["decimals"] = list(prove_decimal_sign(_UNIT.sub("", value) for value in values))
    return proof


@dataclass(slots=True)
class Readings:
    """By column: how its values are read. `undecided` are the headings whose dates nothing proves."""

    by_column: dict[str, dict[str, str]] = field(default_factory=dict)
    undecided: list[str] = field(default_factory=list)
    note: dict[str, str] | None = None


def propose_readings(
    session: TenantSession,
    fields: AssetFields,
    columns: Sequence[Mapping[str, Any]],
    chosen: Mapping[str, str],
) -> Readings:
    """The date order and the decimal sign: as chosen, else as the values prove, else as the tenant's country has it."""
    found = Readings()
    assumed: list[str] = []
    for column in columns:
        declared = fields.get(column["field"]) if column["field"] else None
        key, proof = str(column["index"]), column.get("proof", {})
        if declared is None:
            continue
        if declared.kind in DATES:
            order = DateOrder(chosen[key]) if key in chosen else order_proved(proof)
            if order is not None:
                found.by_column[key] = {"date_order": order.value}
            elif proof.get("dates", [0, 0, 0])[2]:
                found.undecided.append(column["header"])
                assumed.append(key)
        elif declared.kind in _NUMBERS:
            point, comma = proof.get("decimals", (0, 0))
            found.by_column[key] = {"decimal_sign": "," if comma > point else "."}
    _assume(session, found, assumed)
    return found


def order_proved(proof: Mapping[str, Any]) -> DateOrder | None:
    return OrderProof(*proof["dates"]).order if "dates" in proof else None


def _assume(session: TenantSession, found: Readings, assumed: Sequence[str]) -> None:
    if not assumed:
        return
    # Columns of one file are written by one program: what another column proved holds here as well.
    proved = {each["date_order"] for each in found.by_column.values() if each.get("date_order")}
    order = proved.pop() if len(proved) == 1 else _order_of_tenant(session).value
    for key in assumed:
        found.by_column[key] = {"date_order": order}
    words = "day first" if order == DateOrder.DAY_FIRST.value else "month first"
    listed = ", ".join(f"“{header}”" for header in found.undecided)
    message = f"No value proves the order of dates in {listed}; read {words}."
    found.note = {"code": "date_order_assumed", "message": message}


def _order_of_tenant(session: TenantSession) -> DateOrder:
    zone, currency = queries.time_zone_and_currency(session)
    is_american = zone.startswith(("America/", "US/")) or (zone == "UTC" and currency == "USD")
    return DateOrder.MONTH_FIRST if is_american else DateOrder.DAY_FIRST


def reading_of(readings: Mapping[str, Any], index: int) -> Reading:
    kept = readings.get(str(index), {})
    order = kept.get("date_order")
    return Reading(DateOrder(order) if order else None, kept.get("decimal_sign"))
