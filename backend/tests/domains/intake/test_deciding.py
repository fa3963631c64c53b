"""Most rows are decided without a look at each. Whatever they hold, it comes to the same as looking at all of them."""

import uuid
from collections.abc import Iterable, Sequence
from random import Random
from typing import Any

import pytest

from quarterdeck.domains.intake import queries
from quarterdeck.domains.intake import service as intake
from quarterdeck.domains.intake.queries import Chunk, Lead
from quarterdeck.domains.intake.schemas import Observed
from quarterdeck.domains.intake.service import deciding
from quarterdeck.domains.intake.service.plain import Plain, plain_rows
from quarterdeck.platform.db.session import TenantSession
from tests.domains.intake.conftest import Estate

ROWS, CHUNK = 160, 37
_leads_of = queries.leads_of


def look_at_all(session: TenantSession, chunk: Chunk) -> list[Lead]:
    """As if every row might be any other: each identifier is followed, each row weighed."""
    leads = _leads_of(session, chunk)
    session.raw.execute("update looked_up set is_several = true where kind is not null")
    return [lead._replace(is_open=True, assets=()) for lead in leads]


def messy_rows(estate: Estate, rng: Random) -> list[Observed]:
    """Machines from small pools, so that identifiers meet in every way: junk, docks, clones, repeats, swapped UUIDs."""
    clients = [estate.tenant.acme, estate.tenant.globex]
    hosts = [f"ws-{number:03}" for number in range(80)]
    hosts += [
        "accounting-lapt",
        "accounting-laptop-front",
        "london-reception-pc",
        "london-receptio",
        "london-reception",
    ]
    serials = [f"PF{number:05}X" for number in range(110)] + ["SHARED77JUNK"] * 6
    uuids = [uuid.UUID(int=rng.getrandbits(128)) for _ in range(40)]
    macs = [f"3C:52:82:00:00:{number:02X}" for number in range(70)] + ["3C:52:82:AA:BB:CC"] * 5
    rows: list[Observed] = []
    for number in range(1, ROWS + 1):
        client = rng.choice(clients)
        if rows and rng.random() < 0.1:
            earlier = rng.choice(rows)
            again = Observed(number, client_id=earlier.client_id, client_key=earlier.client_key)
            again.fields, again.keys = dict(earlier.fields), list(earlier.keys)
            rows.append(again)
            continue
        row = Observed(number, client_id=client, client_key=str(client), type="workstation")
        hardware = rng.choice(uuids)
        said: dict[str, Any] = {
            "serial": rng.choice(serials),
            "hostname": rng.choice(hosts),
            "tag": f"T-{rng.randrange(400):04}",
            "mac_addresses": rng.sample(macs, rng.choice((1, 1, 2))),
            "hardware_uuid": str(hardware if rng.random() < 0.7 else uuid.UUID(bytes=hardware.bytes_le)),
            "manufacturer": rng.choice(("Dell", "HP")),
        }
        row.fields = {key: value for key, value in said.items() if rng.random() < 0.45}
        if rng.random() < 0.5 or not row.fields:
            row.fields["name"] = rng.choice(("Reception", "Scanner", f"Machine {rng.randrange(60)}"))
        if rng.random() < 0.1:
            row.keys.append(("source", f"agent/{rng.randrange(30)}"))
        rows.append(row)
    return rows


def decided(estate: Estate, rows: Sequence[Observed]) -> tuple[uuid.UUID, list[tuple[Any, ...]]]:
    """The decisions on the rows, without the ids that were made for them."""
    with estate.world.database.session_for(estate.actor) as session:
        batch = intake.open_batch(session, estate.actor, source="test", client_id=None)
        intake.stage(session, batch.id, intake.prepare(session, rows))
        intake.begin_deciding(session, batch.id)
        for first in range(1, ROWS + 1, CHUNK):
            intake.decide(session, batch.id, first=first, last=min(first + CHUNK - 1, ROWS))
        found = session.raw.execute(
            """
            select d.row_no, d.outcome, d.duplicate_of_row, d.matched_on, d.score, d.reason, d.evidence, d.changes,
              d.review - 'candidates', a.id,
              (select jsonb_agg(c.value - 'asset_id' order by c.ordinality)
                 from jsonb_array_elements(d.review -> 'candidates') with ordinality c)
            from intake_decisions d left join assets a on a.tenant_id = d.tenant_id and a.id = d.asset_id
            where d.batch_id = %s order by d.row_no
            """,
            [batch.id],
        ).fetchall()
    return batch.id, found


@pytest.mark.parametrize("seed", range(3))
def test_rows_are_decided_as_if_each_were_looked_at(estate: Estate, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    rng = Random(seed)
    for _ in range(2):  # against an empty register, and against what the first list left in it
        rows = messy_rows(estate, rng)
        batch_id, shortly = decided(estate, rows)
        with monkeypatch.context() as patched:
            patched.setattr(queries, "leads_of", look_at_all)
            _, thoroughly = decided(estate, rows)

        assert shortly == thoroughly
        assert {outcome for _, outcome, *_ in shortly} >= {"created", "duplicate_in_file"}
        with estate.world.database.session_for(estate.actor) as session:
            intake.apply(session, estate.actor, batch_id, first=1, last=ROWS, reason="Test")


def proper_rows(estate: Estate, rng: Random) -> list[Observed]:
    """Machines that mostly share nothing, with all that makes a row less plain: clones, docks, common names, merges."""
    clients = [estate.tenant.acme, estate.tenant.globex]
    rows: list[Observed] = []
    for number in range(1, ROWS + 1):
        client = rng.choice(clients)
        row = Observed(number, client_id=client, client_key=str(client), type=rng.choice(("workstation", "server")))
        row.type_is_stated = rng.random() < 0.5
        serials, hosts = (f"PF{number:05}X", f"PG{number:05}X"), (f"ws-{number:03}", f"DESKTOP-{number:07}")
        said: dict[str, Any] = {
            "serial": rng.choice((*serials, *serials, f"Q{number:03}", f"VMware-42 1{number % 10} {number:032x}")),
            "hostname": rng.choice((*hosts, *hosts, f"ws-{number:03}.corp.test", f"minint-{number:04}")),
            "tag": rng.choice((f"T-{number:04}", str(number), f"Ä{number}")),
            "mac_addresses": [
                f"{rng.choice(('3C:52:82',) * 9 + ('00:50:b6', '0A:52:82'))}:00:{n:02X}:{number:02X}".lower()
                for n in range(rng.choice((1, 1, 2)))
            ],
            "hardware_uuid": str(uuid.UUID(int=rng.getrandbits(128))),
            "manufacturer": rng.choice(("Dell Inc.", "HP", "Lenovo", "Fujitsu", "Örtli", "VMware, Inc.", "Ä", "-")),
            "model": rng.choice(("Latitude 5540", "T14", "Virtual Machine", "ProLiant  DL380", "—")),
            "ip_address": f"10.0.0.{number}",
            "name": rng.choice((f"Machine {number}", "Reception")),
        }
        row.fields = {key: value for key, value in said.items() if rng.random() < 0.85}
        if rng.random() < 0.2:
            row.keys.append(("source", f"agent/{number}"))
        rows.append(row)
    return rows


def seen_again(rows: Iterable[Observed], rng: Random) -> list[Observed]:
    """The same machines, of many of which the one or other thing is told no more, differently, or of another one."""
    again: list[Observed] = []
    pool = list(rows)
    rng.shuffle(pool)
    for number, row in enumerate(pool, start=1):
        fields = {key: value for key, value in row.fields.items() if rng.random() < 0.95}
        if rng.random() < 0.1 and fields:
            other = rng.choice(pool)
            key = rng.choice(list(fields))
            fields[key] = other.fields.get(key, fields[key])
        if rng.random() < 0.1:
            fields["hostname"] = f"renamed-{rng.randrange(40)}"
        same = Observed(number, client_id=row.client_id, client_key=row.client_key, type=row.type, fields=fields)
        same.type_is_stated = rng.random() < 0.3
        same.keys = list(row.keys)
        again.append(same)
    return again


@pytest.mark.parametrize("seed", range(4))
def test_rows_that_are_plainly_one_asset_are_judged_as_if_each_were_weighed(
    estate: Estate, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    rng = Random(seed)
    rows = proper_rows(estate, rng)
    batch_id, _ = decided(estate, rows)
    with estate.world.database.session_for(estate.actor) as session:
        intake.apply(session, estate.actor, batch_id, first=1, last=ROWS, reason="Test")
    plain: list[int] = []

    def noted(*given: Any) -> Plain:
        found = plain_rows(*given)
        plain.extend(found.assets)
        return found

    for _ in range(3):
        again = seen_again(rows, rng)
        with monkeypatch.context() as patched:
            patched.setattr(deciding, "plain_rows", noted)
            _, shortly = decided(estate, again)
        with monkeypatch.context() as patched:
            patched.setattr(queries, "leads_of", look_at_all)
            _, thoroughly = decided(estate, again)

        assert shortly == thoroughly
    assert ROWS // 8 < len(plain) < 3 * ROWS
