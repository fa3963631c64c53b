"""How a file writes what can be read in two ways: dates by day or month first, decimals by point or comma."""

from collections.abc import Mapping, Sequence
from typing import Any

from quarterdeck.domains.assets.fields.catalogue import AssetFields
from quarterdeck.domains.assets.fields.values import Reading
from quarterdeck.domains.imports import queries
from quarterdeck.domains.imports.mapping import ColumnMapping
from quarterdeck.kit.dates import DateOrder, prove_order
from quarterdeck.kit.money import prove_decimal_sign
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.filters.fields import Kind

_DATES = frozenset({Kind.DATE, Kind.DATETIME})
_NUMBERS = frozenset({Kind.MONEY, Kind.NUMBER})


def propose_readings(
    session: TenantSession, fields: AssetFields, columns: Sequence[ColumnMapping], samples: Sequence[Sequence[str]]
) -> tuple[dict[str, dict[str, str]], list[dict[str, str]]]:
    """By column: the date order and the decimal sign; proved by the values where they prove one, else the tenant's."""
    readings: dict[str, dict[str, str]] = {}
    undecided: list[str] = []
    for column in columns:
        declared = fields.get(column.field) if column.field else None
        values = samples[column.index]
        if declared is not None and declared.kind in _DATES:
            proof = prove_order(values)
            if proof.order is not None:
                readings[str(column.index)] = {"date_order": proof.order.value}
            elif proof.either:
                undecided.append(column.header)
                readings[str(column.index)] = {"date_order": ""}
        elif declared is not None and declared.kind in _NUMBERS:
            point, comma = prove_decimal_sign(values)
            readings[str(column.index)] = {"decimal_sign": "," if comma > point else "."}
    return _with_defaults(session, readings, undecided)


def _with_defaults(
    session: TenantSession, readings: dict[str, dict[str, str]], undecided: Sequence[str]
) -> tuple[dict[str, dict[str, str]], list[dict[str, str]]]:
    if not undecided:
        return readings, []
    # Columns of one file are written by one program: what another column proved holds here as well.
    proved = {each["date_order"] for each in readings.values() if each.get("date_order")}
    order = proved.pop() if len(proved) == 1 else _order_of_tenant(session).value
    for each in readings.values():
        if each.get("date_order") == "":
            each["date_order"] = order
    words = "day first" if order == DateOrder.DAY_FIRST.value else "month first"
    listed = ", ".join(f"“{header}”" for header in undecided)
    note = {"code": "date_order_assumed", "message": f"No value proves the order of dates in {listed}; read {words}."}
    return readings, [note]


def _order_of_tenant(session: TenantSession) -> DateOrder:
    zone, currency = queries.time_zone_and_currency(session)
    is_american = zone.startswith(("America/", "US/")) or (zone == "UTC" and currency == "USD")
    return DateOrder.MONTH_FIRST if is_american else DateOrder.DAY_FIRST


def reading_of(readings: Mapping[str, Any], index: int) -> Reading:
    kept = readings.get(str(index), {})
    order = kept.get("date_order")
    return Reading(DateOrder(order) if order else None, kept.get("decimal_sign"))
