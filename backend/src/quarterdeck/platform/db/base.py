"""What tables are made of."""

import uuid
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import DateTime, ForeignKeyConstraint, MetaData, Text, func
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from quarterdeck.kit.ids import new_id

# Constraint names are interface: `constraint_errors` turns them into domain errors.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        uuid.UUID: UUID(as_uuid=True),
        datetime: DateTime(timezone=True),
        str: Text(),
        dict[str, Any]: JSONB(),
        list[str]: ARRAY(Text()),
        list[uuid.UUID]: ARRAY(UUID(as_uuid=True)),
    }


class TenantOwned:
    """A row that belongs to one tenant: the tenant leads its primary key."""

    tenant_id: Mapped[uuid.UUID] = mapped_column(primary_key=True, sort_order=-2)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id, sort_order=-1)


class Timestamped:
    created_at: Mapped[datetime] = mapped_column(server_default=func.now(), sort_order=98)
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now(), sort_order=99)


class Versioned:
    """Counts writes; the ETag of a record. The database bumps it (see `platform.db.ddl.bump_version`)."""

    version: Mapped[int] = mapped_column(server_default="1", default=1, sort_order=97)


def tenant_fk(
    column: str, target_table: str, *, through: str | None = None, target_column: str = "id"
) -> ForeignKeyConstraint:
    """A foreign key that cannot point into another tenant; with `through`, nor out of the same client."""
    columns = ["tenant_id", *([through] if through else []), column]
    targets = [
        f"{target_table}.tenant_id",
        *([f"{target_table}.{through}"] if through else []),
        f"{target_table}.{target_column}",
    ]
    return ForeignKeyConstraint(columns, targets)
