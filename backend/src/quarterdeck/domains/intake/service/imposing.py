"""What people decide about rows before they are applied: it stands over what was worked out."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from quarterdeck.domains.assets.service.catalogue import fields_for
from quarterdeck.domains.intake.queries import Chunk
from quarterdeck.domains.intake.schemas import Verdict
from quarterdeck.domains.intake.service.recording import record
from quarterdeck.domains.intake.service.taken import reject_taken
from quarterdeck.platform.db.session import TenantSession

_OPEN = "tenant_id = %(tenant)s and batch_id = %(batch)s and row_no = any(%(rows)s) and not is_applied"


def impose(session: TenantSession, batch_id: uuid.UUID, verdicts: Sequence[Verdict]) -> None:
    """These verdicts in place of others. A row that is an asset changes what it would change in that one."""
    if not verdicts:
        return
    rows = sorted(verdict.row_no for verdict in verdicts)
    chunk = Chunk(batch_id, rows[0], rows[-1])
    params = {**chunk.params(session), "rows": rows}
    session.raw.execute(f"delete from intake_decisions where {_OPEN}", params)
    record(session, chunk, verdicts)
    reject_taken(session, fields_for(session), chunk)


def limit_changes(
    session: TenantSession, batch_id: uuid.UUID, allowed: Mapping[int, Mapping[str, Any]], *, told: str
) -> None:
    """What these rows change in their assets, by row; nothing where it is empty."""
    if not allowed:
        return
    session.raw.execute(
        """
        update intake_decisions d
        set changes = nullif(n.changes, '{}'),
          outcome = case when n.changes = '{}' then 'unchanged' else 'updated' end,
          reason = d.reason || ' ' || %(told)s
        from (select row_no, changes::jsonb
              from unnest(%(rows)s::bigint[], %(changes)s::text[]) as n (row_no, changes)) n
        where d.tenant_id = %(tenant)s and d.batch_id = %(batch)s and d.row_no = n.row_no and not d.is_applied
          and d.outcome in ('updated', 'unchanged')
        """,
        {
            "tenant": session.tenant_id,
            "batch": batch_id,
            "told": told,
            "rows": list(allowed),
            "changes": [orjson.dumps(changes).decode() for changes in allowed.values()],
        },
    )
