"""A tenant's own lists of values that identify nothing, and the assets that carry one."""

import uuid
from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import func, select

from quarterdeck.domains.assets.models import JunkValue
from quarterdeck.kit.identifiers.junk import NO_JUNK, Junk, JunkKind
from quarterdeck.kit.identifiers.placeholders import Lists
from quarterdeck.platform.db.session import TenantSession


def junk_of(session: TenantSession) -> Junk:
    rows = session.raw.execute(
        "select j.kind, j.value, j.is_junk from junk_values j where j.tenant_id = %(tenant)s",
        {"tenant": session.tenant_id},
    ).fetchall()
    if not rows:
        return NO_JUNK
    kept: dict[str, dict[bool, set[str]]] = defaultdict(lambda: {True: set(), False: set()})
    for kind, value, is_junk in rows:
        kept[kind][is_junk].add(value)
    return Junk({JunkKind(kind): Lists(frozenset(of[True]), frozenset(of[False])) for kind, of in kept.items()})


def own_junk(session: TenantSession) -> Sequence[JunkValue]:
    statement = select(JunkValue).where(JunkValue.tenant_id == session.tenant_id)
    return session.scalars(statement.order_by(JunkValue.kind, JunkValue.value)).all()


def count_junk(session: TenantSession, kind: str) -> int:
    statement = select(func.count()).where(JunkValue.tenant_id == session.tenant_id, JunkValue.kind == kind)
    return session.scalar(statement) or 0


def junk_by_value(session: TenantSession, kind: str, value: str) -> JunkValue | None:
    return session.scalars(
        select(JunkValue).where(
            JunkValue.tenant_id == session.tenant_id, JunkValue.kind == kind, JunkValue.value == value
        )
    ).one_or_none()


def junk_by_id(session: TenantSession, junk_id: uuid.UUID) -> JunkValue | None:
    statement = select(JunkValue).where(JunkValue.tenant_id == session.tenant_id, JunkValue.id == junk_id)
    return session.scalars(statement).one_or_none()


_CARRIED = """
from asset_identifiers i join assets a on a.tenant_id = i.tenant_id and a.id = i.asset_id
where i.tenant_id = %(tenant)s and i.kind = %(kind)s and i.is_current
"""
#: Of fields whose value is shown although it identifies nothing: letters and digits alone, as they are compared.
_WRITTEN = """
from assets a where a.tenant_id = %(tenant)s
  and upper(regexp_replace(a.{column}, '[^[:alnum:]]', '', 'g')) = %(value)s
"""
_COLUMNS = {"serial": "serial", "tag": "tag", "uuid": "hardware_uuid"}


def assets_carrying(
    session: TenantSession, kind: JunkKind, value: str, *, most: int, shown: int
) -> tuple[int, list[tuple[uuid.UUID, str, str]]]:
    """How many assets have the value, up to `most`, and id, tag and name of the first few."""
    if kind in _COLUMNS:
        source = _WRITTEN.format(column=_COLUMNS[kind])
    elif kind is JunkKind.MAC:
        source = f"{_CARRIED} and i.value >= %(value)s and i.value < %(beyond)s"
    else:
        source = f"{_CARRIED} and i.value = %(value)s"
    params = {
        "tenant": session.tenant_id,
        "kind": kind.value,
        "value": value.upper() if kind in _COLUMNS else value,
        "beyond": f"{value}~",
        "most": most,
        "shown": shown,
    }
    found = f"select distinct a.id, a.tag, a.name {source}"
    counted = session.raw.execute(f"select count(*) from ({found} limit %(most)s) c", params).fetchone()
    rows = session.raw.execute(f"select * from ({found}) f order by f.tag, f.id limit %(shown)s", params).fetchall()
    return (counted[0] if counted else 0), rows
