"""Whatever is edited: many at once come out exactly as each would have by itself."""

from typing import Any

import orjson
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from quarterdeck.domains.assets.service import access_asset, update_asset
from quarterdeck.domains.assets.service.catalogue import fields_for
from quarterdeck.domains.assets.service.editing import plan, read_edits, write
from quarterdeck.domains.journal.service import open_change_set
from quarterdeck.platform.errors import AppError
from tests.domains.bulk.test_changing import edit
from tests.domains.caller import make_asset
from tests.world import World

VALUES: dict[str, list[Any]] = {
    "status": ["ordered", "in_stock", "deployed", "in_repair", "retired", "disposed", "missing"],
    "description": ["one", "two <b>", None],
    "supplier": ["Dell", "it's", None],
    "hostname": ["alpha", "beta.example.org", None],
    "serial": ["PF3ABCDE", "To be filled by O.E.M.", None],
    "mac": [["02:00:00:00:00:01"], ["00:1a:2b:3c:4d:5e", "00:1a:2b:3c:4d:5f"], None],
    "purchase_cost": ["12.50", "0", None],
    "purchase_date": ["2026-02-28", None],
    "ip": ["192.0.2.7", "2001:db8::1", None],
    "tags": [["a", "b"], ["b"], None],
    "ram_mb": [8192, None],
    "imei": ["490154203237518", None],
    "page_count": [100, None],
}
EDITS = st.dictionaries(st.sampled_from(sorted(VALUES)), st.integers(0, 6), min_size=1, max_size=5)
ASSETS = st.lists(
    st.tuples(st.sampled_from(["workstation", "mobile_device", "printer"]), EDITS), min_size=1, max_size=4
)


def valued(chosen: dict[str, int]) -> dict[str, Any]:
    return {field: VALUES[field][place % len(VALUES[field])] for field, place in chosen.items()}


def shown(world: World, ids: list[Any]) -> list[dict[str, Any]]:
    """Everything the register says of the assets, but for what no two of them can share."""
    records = []
    for asset_id in ids:
        with world.database.session_for(world.north.actor) as session:
            record: dict[str, Any] = orjson.loads(access_asset(session, world.north.actor, asset_id).json)
        for own in ("id", "tag", "created", "updated"):
            record.pop(own, None)
        record["identifiers"] = sorted(
            (each["kind"], each["value"], each["is_current"]) for each in record["identifiers"] if each["kind"] != "tag"
        )
        record["said"] = said_of(world, asset_id)
        records.append(record)
    return records


def said_of(world: World, asset_id: Any) -> dict[str, Any]:
    """What people have said of the asset: an import must weigh a bulk edit as it does any other."""
    with world.database.session_for(world.north.actor) as session:
        row = session.raw.execute(
            "select reports -> 'person' -> 'v' from asset_provenance where id = %s", [asset_id]
        ).fetchone()
    values: dict[str, Any] = row[0] if row else {}
    return {key: value for key, value in values.items() if key != "tag"}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(assets=ASSETS, chosen=EDITS)
@example(assets=[("workstation", {"mac": 0})], chosen={"mac": 2}).via("a list that is emptied")
def test_many_at_once_come_out_as_one_by_one(
    assets: list[tuple[str, dict[str, int]]], chosen: dict[str, int], world: World
) -> None:
    values = valued(chosen)
    pairs = []
    for kind, start in assets:
        made = []
        for _ in range(2):
            made.append(make_asset(world, world.north.actor, client_id=str(world.north.acme), type=kind))
            _update(world, made[-1], valued(start))
        pairs.append(made)

    with world.database.session_for(world.north.actor) as session:
        edits = read_edits(
            fields_for(session),
            [
                edit(field, value) if value is not None else edit(field, action="clear")
                for field, value in values.items()
            ],
        )
        open_change_set(session, world.north.actor)
        write(
            session,
            world.north.actor,
            edits,
            plan(session, world.north.actor, edits, [many for many, _ in pairs], lock=True),
        )
    for _, one in pairs:
        _update(world, one, values)

    assert shown(world, [many for many, _ in pairs]) == shown(world, [one for _, one in pairs])


def _update(world: World, asset_id: Any, values: dict[str, Any]) -> None:
    """As a person would: what the asset cannot take leaves it as it is."""
    try:
        with world.database.session_for(world.north.actor) as session:
            update_asset(session, world.north.actor, asset_id, values, expected_version=None)
    except AppError:
        return
