"""Mending rows, set-based: which rows, what they held before, what they hold now."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, select

from quarterdeck.domains.imports.models import ImportFix
from quarterdeck.domains.imports.queries.checking import NAMED, WHOLE_ROW
from quarterdeck.platform.db.session import TenantSession

_ROWS = "r.tenant_id = %(tenant)s and r.import_id = %(import)s"
_ALIKE = f"{_ROWS} and btrim(r.cells[%(at)s], E' \\t\\r\\n') = %(from)s and not r.is_excluded"
_MARKED = """
exists (select 1 from import_marks m where m.tenant_id = r.tenant_id and m.import_id = r.import_id
  and m.row_no = r.row_no and m.code = %(code)s
  and (%(value)s::text is null or m.value = %(value)s))
"""
_NAMING = f"""
{_ROWS} and not r.is_excluded and exists (
  select 1 from import_marks n where n.tenant_id = r.tenant_id and n.import_id = r.import_id
    and n.row_no = r.row_no and n.code = %(code)s and n.name_key is not null
    and (%(values)s::text[] is null or n.name_key in (
      select v.name_key from import_marks v where v.tenant_id = %(tenant)s and v.import_id = %(import)s
        and v.code = %(code)s and v.value = any(%(values)s))))
"""


def fixes_of(session: TenantSession, import_id: uuid.UUID) -> Sequence[ImportFix]:
    """The newest first."""
    statement = select(ImportFix).where(ImportFix.tenant_id == session.tenant_id, ImportFix.import_id == import_id)
    return session.scalars(statement.order_by(ImportFix.number.desc())).all()


def last_fix(session: TenantSession, import_id: uuid.UUID) -> ImportFix | None:
    statement = select(ImportFix).where(
        ImportFix.tenant_id == session.tenant_id, ImportFix.import_id == import_id, ~ImportFix.is_undone
    )
    return session.scalars(statement.order_by(ImportFix.number.desc()).limit(1)).one_or_none()


def next_undone(session: TenantSession, import_id: uuid.UUID) -> ImportFix | None:
    statement = select(ImportFix).where(
        ImportFix.tenant_id == session.tenant_id, ImportFix.import_id == import_id, ImportFix.is_undone
    )
    return session.scalars(statement.order_by(ImportFix.number).limit(1)).one_or_none()


def forget_undone(session: TenantSession, import_id: uuid.UUID) -> None:
    """A new fix ends what could be redone."""
    session.raw.execute(
        "delete from import_edits where tenant_id = %(tenant)s and import_id = %(import)s and is_undone",
        {"tenant": session.tenant_id, "import": import_id},
    )
    session.execute(
        delete(ImportFix).where(
            ImportFix.tenant_id == session.tenant_id, ImportFix.import_id == import_id, ImportFix.is_undone
        )
    )


def next_number(session: TenantSession, import_id: uuid.UUID) -> int:
    statement = select(func.coalesce(func.max(ImportFix.number), 0) + 1).where(
        ImportFix.tenant_id == session.tenant_id, ImportFix.import_id == import_id
    )
    return session.scalars(statement).one()


def lock_import(session: TenantSession, import_id: uuid.UUID) -> None:
    """Two people mending one import do so one after the other."""
    session.raw.execute(
        "select 1 from imports where tenant_id = %(tenant)s and id = %(import)s for update",
        {"tenant": session.tenant_id, "import": import_id},
    )


class Selection:
    """Rows that are to be changed, as a condition on `import_rows r`."""

    def __init__(self, where: str, params: dict[str, Any]) -> None:
        self.where, self.params = where, params

    @classmethod
    def numbered(cls, rows: Sequence[int]) -> "Selection":
        return cls(f"{_ROWS} and r.row_no = any(%(rows)s)", {"rows": list(rows)})

    @classmethod
    def alike(cls, column: int, text: str, code: str | None) -> "Selection":
        where = _ALIKE if code is None else f"{_ALIKE} and {_MARKED}"
        return cls(where, {"at": column + 1, "from": text, "code": code, "value": None})

    @classmethod
    def marked(cls, code: str, value: str | None) -> "Selection":
        return cls(f"{_ROWS} and {_MARKED}", {"code": code, "value": value})

    @classmethod
    def naming(cls, code: str, values: Sequence[str] | None) -> "Selection":
        """Rows that name a record nobody has entered: any, or one of those that the values name too."""
        return cls(_NAMING, {"code": code, "values": None if values is None else list(values)})

    def but_for(self, *, excluded: bool) -> "Selection":
        """Those that are not so already."""
        return Selection(f"{self.where} and r.is_excluded <> %(wanted)s", {**self.params, "wanted": excluded})

    def count(self, session: TenantSession, import_id: uuid.UUID) -> int:
        row = session.raw.execute(
            f"select count(*) from import_rows r where {self.where}", self._params(session, import_id)
        ).fetchone()
        return int(row[0]) if row else 0

    def change_cells(self, session: TenantSession, import_id: uuid.UUID, number: int, column: int, after: str) -> int:
        params = self._params(session, import_id) | {"fix": number, "column": column, "at": column + 1, "after": after}
        changed = session.raw.execute(
            f"""
            insert into import_edits (tenant_id, import_id, fix_no, row_no, column_no, before, after)
            select r.tenant_id, r.import_id, %(fix)s, r.row_no, %(column)s, r.cells[%(at)s], %(after)s
            from import_rows r where {self.where}
            """,
            params,
        ).rowcount
        _write(session, import_id, number, "after")
        return changed

    def leave_out(self, session: TenantSession, import_id: uuid.UUID, number: int, *, excluded: bool) -> int:
        params = self._params(session, import_id) | {
            "fix": number,
            "column": WHOLE_ROW,
            "after": "x" if excluded else "",
        }
        changed = session.raw.execute(
            f"""
            insert into import_edits (tenant_id, import_id, fix_no, row_no, column_no, before, after)
            select r.tenant_id, r.import_id, %(fix)s, r.row_no, %(column)s,
              case when r.is_excluded then 'x' else '' end, %(after)s
            from import_rows r where {self.where}
            """,
            params,
        ).rowcount
        _write(session, import_id, number, "after")
        return changed

    def names(self, session: TenantSession, import_id: uuid.UUID, *, most: int) -> dict[str, str]:
        """By folded name, how the file writes it. Of rows that name a record nobody has entered."""
        rows = session.raw.execute(
            f"""
            select m.name_key, min(m.value) from import_rows r join import_marks m on m.tenant_id = r.tenant_id
              and m.import_id = r.import_id and m.row_no = r.row_no and m.code = %(code)s
            where {self.where} group by m.name_key order by m.name_key limit %(most)s
            """,
            self._params(session, import_id) | {"most": most},
        ).fetchall()
        return dict(rows)

    def let_create(self, session: TenantSession, import_id: uuid.UUID, number: int, what: str) -> int:
        """Let what the rows name be created. Says how many rows that are."""
        return session.raw.execute(
            f"""
            insert into import_edits (tenant_id, import_id, fix_no, row_no, column_no, before, after)
            select r.tenant_id, r.import_id, %(fix)s, r.row_no, %(column)s, '', m.name_key
            from import_rows r join import_marks m on m.tenant_id = r.tenant_id and m.import_id = r.import_id
              and m.row_no = r.row_no and m.code = %(code)s
            where {self.where}
            """,
            self._params(session, import_id) | {"fix": number, "column": NAMED[what]},
        ).rowcount

    def _params(self, session: TenantSession, import_id: uuid.UUID) -> dict[str, Any]:
        return {**self.params, "tenant": session.tenant_id, "import": import_id}


def names_let_in(session: TenantSession, import_id: uuid.UUID) -> list[tuple[str, str]]:
    """What may be created by all fixes that stand: client, location or contact, and the folded name."""
    rows = session.raw.execute(
        """
        select distinct column_no, after from import_edits
        where tenant_id = %(tenant)s and import_id = %(import)s and not is_undone and column_no < %(whole)s
        order by column_no desc, after
        """,
        {"tenant": session.tenant_id, "import": import_id, "whole": WHOLE_ROW},
    ).fetchall()
    kinds = {column: what for what, column in NAMED.items()}
    return [(kinds[column], name) for column, name in rows]


def decided_texts(session: TenantSession, import_id: uuid.UUID, columns: Sequence[int]) -> list[tuple[int, str, str]]:
    """Column, what the file says there, and what somebody said it stands for, wherever it is; the latest word last."""
    return session.raw.execute(
        """
        select e.column_no, btrim(e.before, E' \\t\\r\\n'), e.after
        from import_edits e join import_fixes f on f.tenant_id = e.tenant_id and f.import_id = e.import_id
          and f.number = e.fix_no and f.kind = 'alike'
        where e.tenant_id = %(tenant)s and e.import_id = %(import)s and not e.is_undone
          and e.column_no = any(%(columns)s)
        group by 1, 2, 3 order by max(e.fix_no)
        """,
        {"tenant": session.tenant_id, "import": import_id, "columns": list(columns)},
    ).fetchall()


def take_back(session: TenantSession, import_id: uuid.UUID, number: int) -> None:
    _mark(session, import_id, number, is_undone=True)
    _write(session, import_id, number, "before")


def do_again(session: TenantSession, import_id: uuid.UUID, number: int) -> None:
    _mark(session, import_id, number, is_undone=False)
    _write(session, import_id, number, "after")


def rows_of_fix(session: TenantSession, import_id: uuid.UUID, number: int, *, after: int, limit: int) -> list[int]:
    rows = session.raw.execute(
        """
        select distinct row_no from import_edits
        where tenant_id = %(tenant)s and import_id = %(import)s and fix_no = %(fix)s and row_no > %(after)s
        order by row_no limit %(limit)s
        """,
        {"tenant": session.tenant_id, "import": import_id, "fix": number, "after": after, "limit": limit},
    ).fetchall()
    return [row for (row,) in rows]


def _mark(session: TenantSession, import_id: uuid.UUID, number: int, *, is_undone: bool) -> None:
    session.raw.execute(
        """
        update import_edits set is_undone = %(undone)s
        where tenant_id = %(tenant)s and import_id = %(import)s and fix_no = %(fix)s
        """,
        {"tenant": session.tenant_id, "import": import_id, "fix": number, "undone": is_undone},
    )


def _write(session: TenantSession, import_id: uuid.UUID, number: int, side: str) -> None:
    """The rows as they were before the fix, or are after it. A fix is about one column, or about rows as such."""
    session.raw.execute(
        f"""
        update import_rows r
        set cells = case when e.column_no < 0 then r.cells
              else r.cells[:e.column_no] || e.{side} || r.cells[e.column_no + 2:] end,
            is_excluded = case when e.column_no = {WHOLE_ROW} then e.{side} = 'x' else r.is_excluded end
        from import_edits e
        where e.tenant_id = %(tenant)s and e.import_id = %(import)s and e.fix_no = %(fix)s
          and r.tenant_id = e.tenant_id and r.import_id = e.import_id and r.row_no = e.row_no
        """,
        {"tenant": session.tenant_id, "import": import_id, "fix": number},
    )
