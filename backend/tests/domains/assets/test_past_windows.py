"""A list as it was: asked afterwards, a window of the past is what the window was at that moment, byte for byte."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest

from quarterdeck.domains.assets.errors import PastTooFar
from quarterdeck.domains.assets.queries import past
from quarterdeck.domains.assets.service import ListRequest, create_asset, delete_asset, lists, update_asset
from quarterdeck.platform.actors import Actor
from tests.domains.caller import make_asset
from tests.world import TenantWorld, World

COLUMNS = "tag,name,type,status,client,location,serial,tags,purchase_cost,os,ram_mb"
ASKED = [
    ListRequest(),
    ListRequest(filter="status=deployed", sort="-name"),
    ListRequest(filter="quux", sort="tag"),
    ListRequest(filter="ram_mb>8000", sort="ram_mb,-tag"),
    ListRequest(sort="-purchase_cost"),
    ListRequest(filter='client:"Acme"', sort="type"),
]


def moment_of(world: World, actor: Actor) -> datetime:
    with world.database.session_for(actor) as session:
        row = session.raw.execute("select clock_timestamp()").fetchone()
    assert row is not None
    at: datetime = row[0]
    return at


def windows(world: World, actor: Actor, at: datetime | None = None, **more: Any) -> list[Any]:
    found = []
    for asked in ASKED:
        wanted = ListRequest(filter=asked.filter, sort=asked.sort, at=at, **more)
        with world.database.session_for(actor) as session:
            told = orjson.loads(lists.asset_rows(session, actor, wanted, start=0, count=50, columns=COLUMNS))
        found.append((told["rows"], told["total"]))
    return found


def edit(world: World, tenant: TenantWorld, asset: uuid.UUID, change: Mapping[str, Any]) -> None:
    with world.database.session_for(tenant.actor) as session:
        update_asset(session, tenant.actor, asset, dict(change), expected_version=None)


def stock(world: World, tenant: TenantWorld) -> list[uuid.UUID]:
    return [
        make_asset(
            world,
            tenant.actor,
            client_id=str(tenant.acme if number % 2 else tenant.globex),
            tag=f"T-{number}",
            name=f"WS {number} {'quux' if number % 3 == 0 else ''}",
            status="deployed" if number % 4 == 0 else "in_stock",
            extension={"ram_mb": 4_000 * (number + 1)},
            **({"purchase_cost": 100 * number} if number % 2 else {}),
        )
        for number in range(8)
    ]


class TestAsOf:
    def test_a_window_of_the_past_is_what_it_was(self, register: World) -> None:
        north = register.north
        stock(register, register.south)
        assets = stock(register, north)
        then, before = moment_of(register, north.actor), windows(register, north.actor)

        edit(register, north, assets[0], {"name": "quux anew", "status": "retired", "ram_mb": 1})
        edit(register, north, assets[1], {"client": str(north.globex), "purchase_cost": None, "tags": ["late"]})
        edit(register, north, assets[1], {"name": "Twice"})
        edit(register, north, assets[2], {"type": "printer"})
        with register.database.session_for(north.actor) as session:
            delete_asset(session, north.actor, assets[3], expected_version=None)
            create_asset(session, north.actor, {"client": str(north.acme), "type": "server", "name": "quux late"})
        later, between = moment_of(register, north.actor), windows(register, north.actor)
        edit(register, north, assets[4], {"status": "in_repair"})

        assert before != between
        assert windows(register, north.actor, at=then) == before
        assert windows(register, north.actor, at=later) == between
        assert all(rows == [] for rows, _ in windows(register, north.actor, at=then - timedelta(days=400)))

    def test_who_sees_one_client_sees_its_past_alone(self, register: World) -> None:
        north = register.north
        assets = stock(register, north)
        scoped = north.scoped(north.acme)
        then, before = moment_of(register, scoped), windows(register, scoped)
        # Of Globex then, of Acme now: its past is not theirs.
        edit(register, north, assets[0], {"client": str(north.acme)})
        edit(register, north, assets[1], {"name": "Changed"})

        assert windows(register, scoped, at=then) == before

    def test_too_many_changes_since_are_refused(self, register: World, monkeypatch: pytest.MonkeyPatch) -> None:
        north = register.north
        then = moment_of(register, north.actor)
        stock(register, north)
        monkeypatch.setattr(past, "MOST_CHANGES", 3)
        with pytest.raises(PastTooFar):
            windows(register, north.actor, at=then)
