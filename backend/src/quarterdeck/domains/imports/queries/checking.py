"""The rows of an import as people look at them: their cells, what is wrong with them, and what was mended."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from quarterdeck.platform.db.session import TenantSession

#: The column of an edit that is about the row as such: leaving it out.
WHOLE_ROW = -1
#: Of one that lets what the row names be created; its text is the folded name.
NAMED = {"client": -2, "location": -3, "contact": -4}
_WORST = {"error": 3, "warning": 2, "info": 1}


class Mark(NamedTuple):
    row_no: int
    place: int
    column_no: int | None
    field: str | None
    severity: str
    code: str
    message: str
    value: str | None
    suggestion: str | None
    #: The name nobody has entered yet, folded.
    name_key: str | None = None


def _params(session: TenantSession, import_id: uuid.UUID, **more: Any) -> dict[str, Any]:
    return {"tenant": session.tenant_id, "import": import_id, **more}


def storable(text: str) -> str:
    """The text without what the database can't hold: NUL and lone surrogates."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def keep_rows(
    session: TenantSession, import_id: uuid.UUID, cells: Mapping[int, Sequence[str]], left_out: Collection[int]
) -> None:
    """Keep rows that were not kept before: COPY into a temporary table, then one INSERT … SELECT."""
    session.raw.execute(
        "create temporary table if not exists kept_rows (row_no bigint, is_excluded boolean, cells text[])"
        " on commit drop"
    )
    with session.raw.cursor() as cursor, cursor.copy("copy kept_rows from stdin") as copy:
        for number, row in cells.items():
            copy.write_row((number, number in left_out, [storable(cell) for cell in row]))
    session.raw.execute(
        """
        insert into import_rows (tenant_id, import_id, row_no, is_excluded, cells)
        select %(tenant)s, %(import)s, row_no, is_excluded, cells from kept_rows
        """,
        _params(session, import_id),
    )
    session.raw.execute("truncate kept_rows")


def keep_marks(session: TenantSession, import_id: uuid.UUID, marks: Iterable[Mark]) -> None:
    listed = list(marks)  # before the COPY: finding what was meant asks the same connection
    session.raw.execute(
        "create temporary table if not exists kept_marks (row_no bigint, place smallint, column_no integer, field text,"
        " severity text, code text, message text, value text, suggestion text, name_key text) on commit drop"
    )
    with session.raw.cursor() as cursor, cursor.copy("copy kept_marks from stdin") as copy:
        for mark in listed:
            copy.write_row(tuple(storable(part) if isinstance(part, str) else part for part in mark))
    params = _params(session, import_id)
    session.raw.execute(
        """
        insert into import_marks (tenant_id, import_id, row_no, place, column_no, field, severity, code, message,
          value, suggestion, name_key)
        select %(tenant)s, %(import)s, row_no, place, column_no, field, severity, code, message, value, suggestion,
          name_key
        from kept_marks
        """,
        params,
    )
    session.raw.execute(
        """
        update import_rows r set worst = w.worst
        from (select row_no, max(case severity when 'error' then 3 when 'warning' then 2 else 1 end) as worst
              from kept_marks group by row_no) w
        where r.tenant_id = %(tenant)s and r.import_id = %(import)s and r.row_no = w.row_no
        """,
        params,
    )
    session.raw.execute("truncate kept_marks")


_LEFT_OUT = """
insert into import_marks (tenant_id, import_id, row_no, place, column_no, field, severity, code, message, value)
select %(tenant)s, %(import)s, d.row_no, %(place)s + p.place, c.column_no, p.problem ->> 'field', 'error',
  p.problem ->> 'code', p.problem ->> 'message', left(btrim(r.cells[c.column_no + 1]), 500)
from intake_decisions d
cross join lateral (select o.problems from observations o
  where o.tenant_id = d.tenant_id and o.batch_id = d.batch_id and o.row_no = d.row_no offset 0) o
cross join lateral jsonb_array_elements(o.problems) with ordinality p (problem, place)
join import_rows r on r.tenant_id = d.tenant_id and r.import_id = %(import)s and r.row_no = d.row_no
left join jsonb_to_recordset(%(columns)s::jsonb) c (field text, column_no int) on c.field = p.problem ->> 'field'
where d.tenant_id = %(tenant)s and d.batch_id = %(batch)s and d.row_no between %(first)s and %(last)s
  and d.outcome = 'rejected' and p.problem ->> 'code' = %(code)s
on conflict do nothing
"""
_WORST_OF_LEFT_OUT = """
update import_rows r set worst = 3
where r.tenant_id = %(tenant)s and r.import_id = %(import)s and r.row_no in (select m.row_no from import_marks m
  where m.tenant_id = %(tenant)s and m.import_id = %(import)s and m.row_no between %(first)s and %(last)s
    and m.code = %(code)s)
"""
#: Behind the marks of what was read.
_PLACE = 1_000


def mark_left_out(
    session: TenantSession,
    import_id: uuid.UUID,
    batch_id: uuid.UUID,
    rows: range,
    *,
    columns: Mapping[str, int],
    code: str,
) -> None:
    """Show at its cell why a row was left out when it was decided on, although it could be read."""
    listed = [{"field": field, "column_no": number} for field, number in columns.items()]
    params = _params(
        session,
        import_id,
        batch=batch_id,
        first=rows[0],
        last=rows[-1],
        columns=orjson.dumps(listed).decode(),
        code=code,
        place=_PLACE,
    )
    session.raw.execute(_LEFT_OUT, params)
    session.raw.execute(_WORST_OF_LEFT_OUT, params)


def forget_rows(session: TenantSession, import_id: uuid.UUID) -> None:
    for table in ("import_marks", "import_rows"):
        session.raw.execute(
            f"delete from {table} where tenant_id = %(tenant)s and import_id = %(import)s", _params(session, import_id)
        )


def forget_marks(session: TenantSession, import_id: uuid.UUID, rows: Sequence[int]) -> None:
    """Before rows are validated anew."""
    params = _params(session, import_id, rows=list(rows))
    where = "tenant_id = %(tenant)s and import_id = %(import)s and row_no = any(%(rows)s)"
    session.raw.execute(f"delete from import_marks where {where}", params)
    session.raw.execute(f"update import_rows set worst = 0 where {where}", params)


def edits_between(session: TenantSession, import_id: uuid.UUID, first: int, last: int) -> dict[tuple[int, int], str]:
    """By row and column: what the cell holds after all that was mended. Of a whole row, "x" where it is left out."""
    rows = session.raw.execute(
        f"""
        select distinct on (row_no, column_no) row_no, column_no, after from import_edits
        where tenant_id = %(tenant)s and import_id = %(import)s and row_no between %(first)s and %(last)s
          and not is_undone and column_no >= {WHOLE_ROW}
        order by row_no, column_no, fix_no desc
        """,
        _params(session, import_id, first=first, last=last),
    ).fetchall()
    return {(row, column): after for row, column, after in rows}


def is_checked(session: TenantSession, import_id: uuid.UUID) -> bool:
    return bool(
        session.raw.execute(
            "select 1 from import_rows where tenant_id = %(tenant)s and import_id = %(import)s limit 1",
            _params(session, import_id),
        ).fetchone()
    )


def rows_by_worst(session: TenantSession, import_id: uuid.UUID) -> dict[tuple[int, bool], int]:
    rows = session.raw.execute(
        """
        select worst, is_excluded, count(*) from import_rows
        where tenant_id = %(tenant)s and import_id = %(import)s group by worst, is_excluded
        """,
        _params(session, import_id),
    ).fetchall()
    return {(worst, is_excluded): count for worst, is_excluded, count in rows}


def issue_values(session: TenantSession, import_id: uuid.UUID, *, most: int) -> list[tuple[Any, ...]]:
    """Severity, code, field, column, message, rows of the issue, value, rows of the value, suggestion."""
    return session.raw.execute(
        """
        with counted as (
          select severity, code, field, min(column_no) as column_no, min(message) as message, value,
            count(*) as rows, min(suggestion) as suggestion,
            sum(count(*)) over (partition by severity, code, field) as total,
            row_number() over (partition by severity, code, field order by count(*) desc, value) as place
          from import_marks where tenant_id = %(tenant)s and import_id = %(import)s
          group by severity, code, field, value)
        select severity, code, field, column_no, message, total::bigint, value, rows, suggestion
        from counted where place <= %(most)s
        order by array_position(array['error', 'warning', 'info'], severity), total desc, code, field, place
        """,
        _params(session, import_id, most=most),
    ).fetchall()


def names_not_entered(session: TenantSession, import_id: uuid.UUID) -> dict[str, int]:
    """By code: how many different names of records there are that nobody has entered yet."""
    rows = session.raw.execute(
        """
        select code, count(distinct name_key) from import_marks
        where tenant_id = %(tenant)s and import_id = %(import)s and name_key is not null group by code
        """,
        _params(session, import_id),
    ).fetchall()
    return dict(rows)


class RowFilter(NamedTuple):
    only: str = "problems"
    severity: str | None = None
    code: str | None = None
    field: str | None = None
    value: str | None = None


_MARKS = """
(select coalesce(json_agg(json_build_object('column', m.column_no, 'field', m.field, 'severity', m.severity,
   'code', m.code, 'message', m.message, 'value', m.value, 'suggestion', m.suggestion) order by m.place), '[]')
 from import_marks m where m.tenant_id = r.tenant_id and m.import_id = r.import_id and m.row_no = r.row_no)
"""
_EDITED = """
(select coalesce(array_agg(distinct e.column_no), '{}') from import_edits e
 where e.tenant_id = r.tenant_id and e.import_id = r.import_id and e.row_no = r.row_no and not e.is_undone
   and e.column_no >= 0)
"""


def checked_rows(
    session: TenantSession, import_id: uuid.UUID, wanted: RowFilter, *, after: int, limit: int
) -> list[tuple[Any, ...]]:
    """Row, cells, edited columns, whether it is left out, and its marks; in the order of the file."""
    conditions = ["r.tenant_id = %(tenant)s", "r.import_id = %(import)s", "r.row_no > %(after)s"]
    if wanted.only == "problems":
        conditions.append("r.worst >= 2")
    elif wanted.only == "excluded":
        conditions.append("r.is_excluded")
    if any((wanted.severity, wanted.code, wanted.field, wanted.value is not None)):
        conditions.append(f"r.row_no in (select m.row_no from import_marks m where {_marked(wanted)})")
    return session.raw.execute(
        f"""
        select r.row_no, r.cells, {_EDITED}, r.is_excluded, {_MARKS} from import_rows r
        where {" and ".join(conditions)} order by r.row_no limit %(limit)s
        """,
        _params(session, import_id, after=after, limit=limit, **wanted._asdict()),
    ).fetchall()


def _marked(wanted: RowFilter) -> str:
    named = {"severity": wanted.severity, "code": wanted.code, "field": wanted.field, "value": wanted.value}
    conditions = ["m.tenant_id = %(tenant)s", "m.import_id = %(import)s"]
    conditions += [f"m.{name} = %({name})s" for name, value in named.items() if value is not None]
    return " and ".join(conditions)


def rows_numbered(session: TenantSession, import_id: uuid.UUID, rows: Sequence[int]) -> list[tuple[Any, ...]]:
    return session.raw.execute(
        f"""
        select r.row_no, r.cells, {_EDITED}, r.is_excluded, {_MARKS} from import_rows r
        where r.tenant_id = %(tenant)s and r.import_id = %(import)s and r.row_no = any(%(rows)s) order by r.row_no
        """,
        _params(session, import_id, rows=list(rows)),
    ).fetchall()


def next_problem(
    session: TenantSession, import_id: uuid.UUID, *, severity: str, after: int, is_backward: bool
) -> int | None:
    """The next row that is at least so bad, going round at the end."""
    sign, order = ("<", "desc") if is_backward else (">", "asc")
    row = session.raw.execute(
        f"""
        (select r.row_no, 0 as round from import_rows r
         where r.tenant_id = %(tenant)s and r.import_id = %(import)s and r.worst >= %(worst)s
           and r.row_no {sign} %(after)s order by r.row_no {order} limit 1)
        union all
        (select r.row_no, 1 from import_rows r
         where r.tenant_id = %(tenant)s and r.import_id = %(import)s and r.worst >= %(worst)s
         order by r.row_no {order} limit 1)
        order by 2 limit 1
        """,
        _params(session, import_id, worst=_WORST[severity], after=after),
    ).fetchone()
    return None if row is None else int(row[0])


def column_values(
    session: TenantSession, import_id: uuid.UUID, column: int, *, limit: int
) -> tuple[list[tuple[str, int]], int]:
    """The most frequent values of a column of the whole file, and how many rows there are."""
    rows = session.raw.execute(
        """
        select left(btrim(r.cells[%(at)s], E' \\t\\r\\n'), 500), count(*), sum(count(*)) over ()
        from import_rows r
        where r.tenant_id = %(tenant)s and r.import_id = %(import)s and not r.is_excluded
        group by 1 order by 2 desc, 1 limit %(limit)s
        """,
        _params(session, import_id, at=column + 1, limit=limit),
    ).fetchall()
    return [(value, count) for value, count, _ in rows], int(rows[0][2]) if rows else 0
