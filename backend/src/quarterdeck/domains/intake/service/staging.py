"""Observations into the database: COPY into a temporary table (refused under row-level security elsewhere), then one
INSERT … SELECT per table.
"""

import hashlib
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

import orjson

from quarterdeck.domains.assets.identifiers import identifiers_of
from quarterdeck.domains.assets.service.junk import junk_of
from quarterdeck.domains.intake.queries import KEYS_OF, PLAIN, key_hash
from quarterdeck.domains.intake.schemas import ALL, CUT_HOSTNAME, NAME, SWAPPED_UUID, Observed
from quarterdeck.domains.intake.service.taken import STAGED_KEYS
from quarterdeck.kit.identifiers.hostnames import NETBIOS_LENGTH
from quarterdeck.kit.identifiers.junk import Junk
from quarterdeck.kit.identifiers.uuids import byte_swapped
from quarterdeck.kit.text import fold
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.session import TenantSession

_NEEDS_MORE = frozenset({"hostname", NAME, SWAPPED_UUID})


#: A row in the form in which it is staged.
Staged = tuple[Any, ...]


def prepare(session: TenantSession, observed: Sequence[Observed]) -> list[Staged]:
    """The rows ready to be staged. Writes nothing, so it can be done beside the staging of others."""
    junk = junk_of(session)
    return [_as_row(row, junk) for row in observed]


def stage(session: TenantSession, batch_id: uuid.UUID, rows: Sequence[Staged]) -> None:
    """Keep the rows, in the order of their numbers. Those with an error are decided at once: rejected."""
    if not rows:
        return
    params = {"tenant": session.tenant_id, "batch": batch_id}
    connection = session.raw
    connection.execute(_TEMPORARY)
    with connection.cursor() as cursor, cursor.copy("copy staged_rows from stdin") as copy:
        for row in rows:
            copy.write_row(row)
    for statement in _MOVE:
        connection.execute(statement, params)


def _as_row(row: Observed, junk: Junk) -> Staged:
    error = row.error
    keys = dict.fromkeys(_keys_of(row, junk)) if error is None else ()
    return (
        row.row_no,
        row.client_key,
        row.client_id,
        row.location_id,
        row.contact_id,
        _json(row.missing) if row.missing else None,
        row.type,
        row.type_is_stated,
        row.observed_at and min(row.observed_at, now()),
        _json(row.fields),
        _json(row.extension),
        _json(row.custom),
        row.cleared,
        _json([(kind, _storable(value)) for kind, value in keys]),
        _json([fault.as_json() for fault in row.faults]),
        _json([_storable(cell) for cell in row.raw]) if row.raw is not None and row.faults else None,
        error.message if error else None,
    )


def _json(value: object) -> str:
    return orjson.dumps(value, default=str).decode()


def _storable(cell: str) -> str:
    """The cell without what jsonb can't hold: NUL and lone surrogates."""
    if cell.isascii() and "\0" not in cell:
        return cell
    return cell.replace("\0", "").encode("utf-8", "replace").decode()


def _keys_of(row: Observed, junk: Junk) -> Iterator[tuple[str, str]]:
    """What the asset will carry, and what else leads to it."""
    own = [*identifiers_of({**row.fields, **row.extension}, junk=junk), *row.keys]
    yield from own
    for kind, value in own:
        if kind == "uuid":
            yield SWAPPED_UUID, str(byte_swapped(uuid.UUID(value)))
        elif kind == "hostname" and len(value) >= NETBIOS_LENGTH:
            yield CUT_HOSTNAME, value[:NETBIOS_LENGTH]
    name = row.fields.get("name") or row.fields.get("hostname")
    if name:
        yield NAME, str(name)
    # A name alone is no reason to take two rows for one without looking at the rest.
    if any(kind not in _NEEDS_MORE for kind, _ in own):
        beside = (fold(str(row.fields.get("manufacturer") or "")), row.type if row.type_is_stated else "")
        text = "\x1f".join((*(f"{kind}={value}" for kind, value in sorted(set(own))), *beside))
        yield ALL, hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()


_TEMPORARY = """
create temporary table if not exists staged_rows (
  row_no bigint, client_key text, client_id uuid, location_id uuid, contact_id uuid, missing jsonb, type text,
  type_is_stated boolean, observed_at timestamptz, fields jsonb, extension jsonb, custom jsonb, cleared text[],
  keys jsonb,
  problems jsonb, raw jsonb, error text
) on commit drop;
create temporary table if not exists staged_keys (row_no bigint, is_whole boolean, hash bigint) on commit drop;
create temporary table if not exists repeated_rows (row_no bigint) on commit drop;
"""

_MOVE = (
    f"""
    insert into staged_keys
    select o.row_no, k.kind = 'all', {key_hash(PLAIN, "k.value", "o.client_key")}
    from staged_rows o cross join lateral {KEYS_OF} k
    """,
    STAGED_KEYS,
    """
    insert into repeated_rows
    select s.row_no
    from (select row_no, hash, row_number() over (partition by hash order by row_no) as place
      from staged_keys where is_whole) s
    where s.place > 1 or exists (
      select 1 from observation_keys e
      where e.tenant_id = %(tenant)s and e.batch_id = %(batch)s and e.hash = s.hash offset 0)
    """,
    """
    insert into observations (tenant_id, batch_id, row_no, client_key, client_id, location_id, contact_id, missing,
      type, type_is_stated, observed_at, fields, extension, custom, cleared, keys, is_first, problems,
      raw)
    select %(tenant)s, %(batch)s, row_no, client_key, client_id, location_id, contact_id, missing,
      type, type_is_stated, observed_at, fields, extension, custom, cleared, keys,
      row_no not in (select row_no from repeated_rows), problems, raw
    from staged_rows
    """,
    """
    insert into intake_decisions (tenant_id, batch_id, row_no, outcome, reason)
    select %(tenant)s, %(batch)s, row_no, 'rejected', error from staged_rows where error is not null
    """,
    """
    insert into observation_keys (tenant_id, batch_id, hash, row_no)
    select distinct %(tenant)s::uuid, %(batch)s::uuid, s.hash, s.row_no
    from staged_keys s where s.row_no not in (select row_no from repeated_rows)
    order by s.hash, s.row_no
    """,
    "truncate staged_rows, staged_keys, repeated_rows",
)
