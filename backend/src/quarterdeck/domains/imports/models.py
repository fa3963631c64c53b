import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, CheckConstraint, Index, SmallInteger, String, UniqueConstraint, func, select, text
from sqlalchemy.dialects.postgresql import JSONB, REAL
from sqlalchemy.orm import Mapped, column_property, mapped_column

from quarterdeck.domains.intake.models import IntakeBatch
from quarterdeck.platform.db.base import Base, TenantOwned, Timestamped, tenant_fk

STEPS = ("upload", "sheet", "map", "check", "duplicates", "run", "result")
STATES = ("uploaded", "reading", "mapped", "checking", "checked", "running", "finished", "failed", "cancelled")


class Import(TenantOwned, Timestamped, Base):
    """One file on its way into the record: what it holds, how its columns are read, and what came of it."""

    __tablename__ = "imports"
    __table_args__ = (
        tenant_fk("client_id", "clients"),
        tenant_fk("file_id", "files"),
        tenant_fk("error_file_id", "files"),
        tenant_fk("decisions_file_id", "files"),
        tenant_fk("batch_id", "intake_batches"),
        tenant_fk("job_id", "jobs"),
        CheckConstraint(f"step in ({', '.join(repr(step) for step in STEPS)})", name="step_known"),
        CheckConstraint(f"state in ({', '.join(repr(state) for state in STATES)})", name="state_known"),
        Index("ix_imports_created", "tenant_id", "created_at", "id"),
    )

    #: For rows that name no client themselves.
    client_id: Mapped[uuid.UUID | None]
    created_by: Mapped[uuid.UUID | None]
    created_by_label: Mapped[str] = mapped_column(server_default="", default="")
    file_id: Mapped[uuid.UUID]
    error_file_id: Mapped[uuid.UUID | None]
    decisions_file_id: Mapped[uuid.UUID | None]
    batch_id: Mapped[uuid.UUID | None]
    job_id: Mapped[uuid.UUID | None]
    state: Mapped[str] = mapped_column(String(12), server_default="uploaded", default="uploaded")
    source: Mapped[str]
    #: What is created when rows name it and it isn't there: client, location, contact, or one name as `client:acme`.
    creates: Mapped[list[str]] = mapped_column(server_default=text("'{}'"), default=list)
    #: Whether a cell that was emptied in an export empties the field.
    clears_empty: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    dry_run: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    #: How the file is laid out: sheet, header row, encoding, delimiter, the order of days and months per column.
    layout: Mapped[dict[str, Any]] = mapped_column(JSONB(), server_default=text("'{}'"), default=dict)
    #: Each column with its samples, the field it goes to, and why.
    columns: Mapped[list[Any]] = mapped_column(JSONB(), server_default=text("'[]'"), default=list)
    counts: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"), default=dict)
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSONB())
    #: Where the person is, so that they go on there, on whatever device.
    step: Mapped[str] = mapped_column(String(12), server_default="sheet", default="sheet")
    #: Whether something was chosen since the counts were made.
    is_stale: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    stop_above_percent: Mapped[float | None] = mapped_column(REAL())
    #: The import whose failed rows these are.
    retry_of: Mapped[uuid.UUID | None]
    #: Id and name of the preset that was applied.
    preset: Mapped[dict[str, Any] | None] = mapped_column(JSONB())
    if TYPE_CHECKING:
        #: What the run wrote in; none as long as it wrote nothing.
        change_set_id: Mapped[uuid.UUID | None]

    @property
    def create_missing(self) -> bool:
        return bool(self.creates)

    @property
    def creates_all(self) -> list[str]:
        """The kinds of which everything is created."""
        return [each for each in self.creates if ":" not in each]

    @property
    def creates_named(self) -> list[str]:
        return [each for each in self.creates if ":" in each]


Import.change_set_id = column_property(
    select(IntakeBatch.change_set_id)
    .where(IntakeBatch.tenant_id == Import.tenant_id, IntakeBatch.id == Import.batch_id)
    .scalar_subquery()
)


class ImportSheet(Base):
    """The first rows of a sheet of a workbook, kept when it was read: a workbook can't be read in part."""

    __tablename__ = "import_sheets"
    __table_args__ = (tenant_fk("import_id", "imports"),)

    tenant_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    import_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    is_hidden: Mapped[bool]
    row_count: Mapped[int]
    hidden_rows: Mapped[int]
    hidden_columns: Mapped[int]
    merged: Mapped[list[Any]] = mapped_column(JSONB())
    head: Mapped[list[Any]] = mapped_column(JSONB())


class ImportPreset(TenantOwned, Timestamped, Base):
    """A mapping under a name: of a client, or of the whole tenant. Its settings go by heading, not by position."""

    __tablename__ = "import_presets"
    __table_args__ = (
        tenant_fk("client_id", "clients"),
        UniqueConstraint("tenant_id", "client_id", "name_key", postgresql_nulls_not_distinct=True),
        CheckConstraint("name <> ''", name="name_not_blank"),
    )

    client_id: Mapped[uuid.UUID | None]
    name: Mapped[str]
    name_key: Mapped[str]
    is_default: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    settings: Mapped[dict[str, Any]]
    created_by: Mapped[uuid.UUID | None]
    created_by_label: Mapped[str] = mapped_column(server_default="", default="")


class ImportMemory(Base):
    """How the columns of the last import with these headings went: heading to field."""

    __tablename__ = "import_memories"

    tenant_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    signature: Mapped[str] = mapped_column(String(64), primary_key=True)
    mapping: Mapped[dict[str, Any]]
    used_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ImportRow(Base):
    """A row as it stands after a check: the file's cells with what people mended. Kept with the import."""

    __tablename__ = "import_rows"
    __table_args__ = (
        Index("ix_import_rows_problems", "tenant_id", "import_id", "row_no", postgresql_where=text("worst >= 2")),
    )

    tenant_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    import_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    row_no: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    cells: Mapped[list[str]]
    is_excluded: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    #: 3 an error, 2 a warning, 1 something to know, 0 nothing.
    worst: Mapped[int] = mapped_column(SmallInteger, server_default="0", default=0)


class ImportMark(Base):
    """What is wrong with a row, or worth knowing about it."""

    __tablename__ = "import_marks"
    __table_args__ = (
        CheckConstraint("severity in ('error', 'warning', 'info')", name="severity_known"),
        Index("ix_import_marks_code", "tenant_id", "import_id", "code", "field", "row_no"),
    )

    tenant_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    import_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    row_no: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    place: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    column_no: Mapped[int | None]
    field: Mapped[str | None]
    severity: Mapped[str] = mapped_column(String(7))
    code: Mapped[str]
    message: Mapped[str]
    value: Mapped[str | None]
    suggestion: Mapped[str | None]
    #: The name of a client, location or person that nobody has entered yet, folded.
    name_key: Mapped[str | None]


class ImportFix(TenantOwned, Base):
    """One act of mending. Fixes are undone in turn, the last first."""

    __tablename__ = "import_fixes"
    __table_args__ = (tenant_fk("import_id", "imports"), UniqueConstraint("tenant_id", "import_id", "number"))

    import_id: Mapped[uuid.UUID]
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    title: Mapped[str]
    rows: Mapped[int]
    is_undone: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    created_by_label: Mapped[str] = mapped_column(server_default="", default="")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ImportEdit(Base):
    """What a fix did to a cell, or with the column -1 to a row as such; the run reads them over the file.

    Columns below -1 say that a client, location or person the row names may be created; `after` is its folded name.
    """

    __tablename__ = "import_edits"
    __table_args__ = (Index("ix_import_edits_fix", "tenant_id", "import_id", "fix_no", "row_no"),)

    tenant_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    import_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    row_no: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    column_no: Mapped[int] = mapped_column(primary_key=True)
    fix_no: Mapped[int] = mapped_column(primary_key=True)
    before: Mapped[str]
    after: Mapped[str]
    is_undone: Mapped[bool] = mapped_column(server_default=text("false"), default=False)


class ImportChoice(Base):
    """What is to become of rows that are assets already: of one, of those recognised by one kind, or of all."""

    __tablename__ = "import_choices"
    __table_args__ = (
        tenant_fk("import_id", "imports"),
        CheckConstraint("action in ('merge', 'skip', 'create')", name="action_known"),
    )

    tenant_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    import_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(String(4), primary_key=True)
    #: The number of the row, or the kind.
    key: Mapped[str] = mapped_column(primary_key=True)
    action: Mapped[str] = mapped_column(String(6))
    merge: Mapped[str] = mapped_column(String(4), server_default="take", default="take")
    fields: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"), default=dict)
