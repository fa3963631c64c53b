"""What is said of many assets at once is kept as it would be one by one."""

import json
import uuid
from typing import Any

import pytest

from quarterdeck.domains.assets.service.recording import keep_said_of_many
from quarterdeck.domains.journal.service import open_change_set
from tests.domains.caller import make_asset
from tests.world import World

HOSTILE = 'it\'s %s \\ ☃ {"x": 1}'
_SET = """
update asset_provenance set reports = coalesce(%(report)s::jsonb, '{}'), seen = %(seen)s::jsonb
where tenant_id = %(tenant)s and id = %(id)s
"""
_EXPECTED = """
select p.reports || jsonb_build_object('person', provenance_merged(p.reports -> 'person',
  (p.seen ->> 'person')::timestamptz, now(), %(said)s::jsonb, %(author)s))
from asset_provenance p where p.tenant_id = %(tenant)s and p.id = %(id)s
"""
SOONER, LATER = "2020-01-01T00:00:00+00:00", "2999-01-01T00:00:00+00:00"


@pytest.mark.parametrize(
    ("report", "seen"),
    [
        (None, None),
        ({"v": {"supplier": "Old"}, "at": SOONER}, None),
        ({"v": {"supplier": "Old"}, "at": SOONER, "by": {"supplier": HOSTILE, "gone": "Kim"}}, None),
        ({"v": {"supplier": "Old", "notes": HOSTILE}, "at": SOONER, "by": {"notes": "Kim"}}, None),
        ({"v": {"supplier": "Old"}, "at": SOONER, "t": {"supplier": "2019-01-01T00:00:00+00:00"}}, None),
        ({"v": {"supplier": "Told later"}, "at": LATER}, None),
        ({"v": {"supplier": "Seen later"}, "at": SOONER}, {"person": LATER, "rmm": SOONER}),
        ({"v": {}, "at": SOONER}, {"person": SOONER}),
    ],
)
@pytest.mark.parametrize("said", [{"supplier": HOSTILE}, {"supplier": "", "tags": ["a", "b"]}])
def test_as_one_by_one(world: World, report: dict[str, Any] | None, seen: Any, said: dict[str, Any]) -> None:
    actor = world.north.actor
    asset: uuid.UUID = make_asset(world, actor, client_id=str(world.north.acme), supplier="Old")
    twin = make_asset(world, world.south.actor, client_id=str(world.south.acme), supplier="Old")
    found: dict[uuid.UUID, Any] = {}
    with world.database.session_for(actor) as session:
        open_change_set(session, actor)
        kept = json.dumps({"rmm": {"v": {"notes": "x"}, "at": SOONER}} | ({"person": report} if report else {}))
        given = {"tenant": actor.tenant_id, "id": asset, "report": kept, "seen": json.dumps(seen) if seen else None}
        session.raw.execute(_SET, given)
        told = {"tenant": actor.tenant_id, "id": asset, "said": json.dumps(said), "author": actor.label}
        expected = session.raw.execute(_EXPECTED, told).fetchone()
        keep_said_of_many(session, actor, {asset: said})
        for each in session.raw.execute("select id, reports from asset_provenance"):
            found[each[0]] = each[1]
    assert expected is not None
    assert found[asset] == expected[0]
    assert twin not in found
