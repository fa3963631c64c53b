"""All rows of a selection, a few thousand at a time."""

from collections.abc import Iterator, Sequence

from quarterdeck.domains.assets.fields.definition import AssetField
from quarterdeck.domains.assets.queries.ordering import Order
from quarterdeck.domains.assets.queries.selection import Selection, joins_for
from quarterdeck.platform.db.session import TenantSession

_AT_ONCE = 2_000


def streamed_rows(
    session: TenantSession, selection: Selection, order: Order, columns: Sequence[AssetField], *, row_key: bool = False
) -> Iterator[tuple[object, ...]]:
    """Values in the order of `columns`, references by name, and with `row_key` the asset's id behind them.

    Memory does not grow with the number of rows.
    """
    shown = ", ".join([*(declared.expression for declared in columns), *(["a.id::text"] if row_key else [])])
    joins = joins_for([*columns, *order.fields])
    statement = f"select {shown} from assets a {joins} where {selection.where} order by {order.sql}"
    with session.raw.cursor("export_rows") as cursor:
        cursor.itersize = _AT_ONCE
        cursor.execute(statement, selection.params)
        yield from cursor
