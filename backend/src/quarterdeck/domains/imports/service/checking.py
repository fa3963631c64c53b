"""Step four of the wizard: what is wrong with the rows, how often, and the rows themselves."""

import uuid
from collections.abc import Sequence
from typing import Any

from quarterdeck.domains.assets.service.catalogue import fields_for
from quarterdeck.domains.imports.errors import NotChecked
from quarterdeck.domains.imports.models import Import
from quarterdeck.domains.imports.preparing import Prepared
from quarterdeck.domains.imports.queries import checking
from quarterdeck.domains.imports.queries.checking import RowFilter
from quarterdeck.domains.imports.schemas.checking import CheckedRow, IssueRead, IssuesRead, IssueValue, MarkRead
from quarterdeck.domains.imports.service.uploading import access_import
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession

_VALUES = 100
_ERROR, _WARNING, _INFO = 3, 2, 1


def issues_of(session: TenantSession, actor: Actor, import_id: uuid.UUID) -> IssuesRead:
    """What is wrong, grouped: the worst first, then what concerns most rows."""
    found = access_checked(session, actor, import_id)
    fields = fields_for(session)
    counted = checking.rows_by_worst(session, found.id)
    kept = {worst: count for (worst, is_excluded), count in counted.items() if not is_excluded}
    names = checking.names_not_entered(session, found.id)
    issues: dict[tuple[str, str, str | None], IssueRead] = {}
    for severity, code, field_id, column, message, total, value, rows, suggestion in checking.issue_values(
        session, found.id, most=_VALUES
    ):
        declared = fields.get(field_id) if field_id else None
        issue = issues.setdefault(
            (severity, code, field_id),
            IssueRead(
                code=code,
                severity=severity,
                field=field_id,
                column=column,
                label=declared.label if declared else None,
                message=message,
                rows=total,
                names=names.get(code, 0),
                values=[],
            ),
        )
        if value is not None:
            issue.values.append(IssueValue(value=value, rows=rows, suggestion=suggestion))
    return IssuesRead(
        rows=sum(counted.values()),
        errors=kept.get(_ERROR, 0),
        warnings=kept.get(_WARNING, 0),
        infos=kept.get(_INFO, 0),
        ok=kept.get(0, 0),
        excluded=sum(count for (_, is_excluded), count in counted.items() if is_excluded),
        items=list(issues.values()),
    )


def checked_rows(
    session: TenantSession, actor: Actor, import_id: uuid.UUID, wanted: RowFilter, *, after: int, limit: int
) -> list[CheckedRow]:
    """Rows with their cells and marks, in the order of the file."""
    found = access_checked(session, actor, import_id)
    rows = checking.checked_rows(session, found.id, wanted, after=after, limit=limit)
    return [row_as_read(found, row) for row in rows]


def next_problem(
    session: TenantSession, actor: Actor, import_id: uuid.UUID, *, severity: str, after: int, is_backward: bool
) -> int | None:
    found = access_checked(session, actor, import_id)
    return checking.next_problem(session, found.id, severity=severity, after=after, is_backward=is_backward)


def access_checked(session: TenantSession, actor: Actor, import_id: uuid.UUID) -> Import:
    found = access_import(session, actor, import_id)
    if not checking.is_checked(session, found.id):
        raise NotChecked
    return found


def row_as_read(found: Import, row: Sequence[Any]) -> CheckedRow:
    """The cells of the file as they stand, and those that are made of them."""
    number, cells, edited, is_excluded, marks = row
    made = Prepared.of(found.columns, len(found.layout["headers"])).changed(cells)[len(cells) :]
    return CheckedRow(
        row=number,
        cells=[*cells, *made],
        edited=sorted(edited),
        is_excluded=is_excluded,
        marks=[MarkRead(**mark) for mark in marks],
    )
