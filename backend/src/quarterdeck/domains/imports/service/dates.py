"""How dates and decimals of an import are read, and what proves it."""

from quarterdeck.domains.assets.service.catalogue import fields_for
from quarterdeck.domains.imports.layout import DATES, propose_readings
from quarterdeck.domains.imports.models import Import
from quarterdeck.domains.imports.schemas.basics import DateOrderRead
from quarterdeck.platform.db.session import TenantSession


def settle_readings(session: TenantSession, found: Import) -> None:
    """Work out anew how dates and decimals are read, after columns or orders were chosen."""
    chosen = found.layout.get("chosen_dates", {})
    readings = propose_readings(session, fields_for(session), found.columns, chosen)
    notes = [note for note in found.layout["notes"] if note["code"] != "date_order_assumed"]
    if readings.note is not None:
        notes.append(readings.note)
    found.layout = {**found.layout, "readings": readings.by_column, "notes": notes}


def date_orders(session: TenantSession, found: Import) -> list[DateOrderRead]:
    """The columns of dates, each with what proves the order of its days and months."""
    fields, chosen = fields_for(session), found.layout.get("chosen_dates", {})
    orders = []
    for column in found.columns:
        declared = fields.get(column["field"]) if column["field"] else None
        proof = column.get("proof", {})
        if declared is None or declared.kind not in DATES or "dates" not in proof:
            continue
        key = str(column["index"])
        day_first, month_first, either = proof["dates"]
        is_proved = bool(day_first) != bool(month_first)
        order = found.layout["readings"].get(key, {}).get("date_order")
        orders.append(
            DateOrderRead(
                column=column["index"],
                header=column["header"],
                field=declared.id,
                order=order if is_proved or key in chosen else None,
                assumed=order,
                day_first=day_first,
                month_first=month_first,
                either=either,
                is_chosen=key in chosen,
                needs_choice=key not in chosen and not is_proved and bool(day_first or month_first or either),
                examples=proof.get("examples", []),
            )
        )
    return orders
