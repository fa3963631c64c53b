"""Models as plain tables, for statements that write rows and not objects."""

from typing import cast

from sqlalchemy import Table

from quarterdeck.platform.db.base import Base


def table_of(model: type[Base]) -> Table:
    return cast("Table", model.__table__)
