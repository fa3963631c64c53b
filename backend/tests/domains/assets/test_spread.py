"""Counts beside administrative lists: exact, and only of what one may see."""

import itertools
from collections import Counter
from collections.abc import Callable

import psycopg
import pytest

from quarterdeck.domains.assets.queries import counts, definitions
from quarterdeck.platform.actors import Actor
from tests.domains.caller import Caller, make_asset
from tests.world import World


class TestSpread:
    def test_counts_by_type_client_location_and_contact(self, register: World, call: Callable[[Actor], Caller]) -> None:
        north, south = register.north, register.south
        make_asset(register, north.actor, client_id=str(north.acme), location=str(north.acme_leeds))
        make_asset(register, north.actor, client_id=str(north.acme), name="WS-02", assigned_to=str(north.priya))
        make_asset(register, north.actor, client_id=str(north.globex), name="WS-03")
        make_asset(register, south.actor, client_id=str(south.acme))

        def by(actor: Actor, what: str, **query: str) -> object:
            return call(actor).get("/assets/spread", params={"by": what, **query}).json()["assets"]

        assert by(north.actor, "type") == {"workstation": 3}
        assert by(north.actor, "client") == {str(north.acme): 2, str(north.globex): 1}
        assert by(north.actor, "location", client=str(north.acme)) == {str(north.acme_leeds): 1}
        assert by(north.actor, "contact") == {str(north.priya): 1}
        assert by(north.scoped(north.globex), "client") == {str(north.globex): 1}

        make_asset(register, north.actor, client_id=str(north.globex), name="WS-04")
        assert by(north.actor, "client") == {str(north.acme): 2, str(north.globex): 2}
        assert by(north.scoped(north.globex), "client") == {str(north.globex): 2}

    def test_agrees_with_counting_every_row_that_one_may_see(self, register: World, admin_url: str) -> None:
        north = register.north
        many_assets(register, admin_url)
        for actor, client_id in itertools.product(
            (north.actor, north.scoped(north.acme), north.scoped(north.globex)), (None, north.acme, north.globex)
        ):
            with register.database.session_for(actor) as session:
                rows = session.raw.execute("select type, client_id, location_id, contact_id from assets").fetchall()
                for place, by in enumerate(counts.SPREADS):
                    seen = [row[place] for row in rows if client_id in {None, row[1]} and row[place] is not None]
                    assert counts.spread(session, by, client_id) == Counter(map(str, seen))

    @pytest.mark.parametrize(
        ("by", "index"),
        [("location", "location"), ("contact", "contact"), ("client", "client_type"), ("type", "client_type")],
    )
    def test_no_row_is_visited_for_it(self, register: World, admin_url: str, by: str, index: str) -> None:
        many_assets(register, admin_url)
        with psycopg.connect(admin_url, autocommit=True) as connection:
            connection.execute("vacuum (analyze) assets")  # what there is to choose from, whatever ran before
        with register.database.session_for(register.north.actor) as session:
            session.raw.execute("set local enable_seqscan = off; set local enable_bitmapscan = off")
            statement = counts.spread_statement(by, of_client=False)
            found = session.raw.execute(f"explain {statement}", {"tenant_id": session.tenant_id})
            plan = "\n".join(line for (line,) in found)
        assert f"Index Only Scan using ix_assets_{index} " in plan


def many_assets(world: World, admin_url: str) -> None:
    """Both tenants with hundreds of assets of two clients, some without location and contact, some with values."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        for each in (world.north, world.south):
            connection.execute(
                "insert into assets (tenant_id, id, client_id, type, tag, name, location_id, contact_id, custom) "
                "select %(tenant)s, gen_random_uuid(), (array[%(acme)s, %(globex)s]::uuid[])[1 + n %% 2], "
                "(array['server', 'printer', 'workstation'])[1 + n %% 3], 'AST-' || n, 'host ' || n, "
                "case when n %% 4 = 0 then %(leeds)s::uuid end, case when n %% 6 = 0 then %(priya)s::uuid end, "
                "case n %% 5 when 0 then '{}' when 1 then '{\"rack\": null}' "
                "else jsonb_build_object('rack', 'B' || n %% 7) end from generate_series(1, 600) n",
                {"tenant": each.id, "acme": each.acme, "globex": each.globex}
                | {"leeds": each.acme_leeds, "priya": each.priya},
            )


class TestFieldUsage:
    def test_agrees_with_counting_every_row(self, register: World, admin_url: str, north: Caller) -> None:
        many_assets(register, admin_url)
        for key in ("rack", "shelf"):
            north.post("/custom-fields", {"label": key.title(), "key": key, "kind": "text"})
        for actor in (register.north.actor, register.north.scoped(register.north.acme)):
            with register.database.session_for(actor) as session:
                rows = session.raw.execute("select type, custom from assets").fetchall()
                racks = [(kind, custom["rack"]) for kind, custom in rows if custom.get("rack") is not None]
                assert definitions.custom_field_usage(session) == {"rack": len(racks)}
                assert definitions.assets_with_value(session, "rack") == len(racks)
                with_b3 = definitions.assets_with_value(session, "rack", value="B3")
                assert with_b3 == sum(value == "B3" for _, value in racks)
                of_others = definitions.assets_of_other_types(session, "rack", ["server"])
                assert of_others == sum(kind != "server" for kind, _ in racks)
                without = definitions.assets_without_value(session, "rack", ["server"])
                assert without + len(racks) - of_others == sum(kind == "server" for kind, _ in rows)
                values, is_all = definitions.values_of(session, "rack", most=100)
                assert (dict(values), is_all) == (Counter(value for _, value in racks), True)

    def test_assets_without_custom_values_are_not_walked_through(self, register: World) -> None:
        with register.database.session_for(register.north.actor) as session:
            session.raw.execute("set local enable_seqscan = off")
            statement = (
                f"explain select count(*) from assets a where a.tenant_id = %(tenant_id)s and {definitions.HAS_VALUE}"
            )
            found = session.raw.execute(statement, {"tenant_id": session.tenant_id, "key": "rack"})
            plan = "\n".join(line for (line,) in found)
        assert "ix_assets_custom" in plan

    def test_counts_assets_with_a_value_and_counts_anew_after_a_change(self, register: World, north: Caller) -> None:
        for key in ("rack", "shelf"):
            north.post("/custom-fields", {"label": key.title(), "key": key, "kind": "text"})
        assert north.get("/custom-fields/usage").json() == {"assets": {}}
        for count, name in enumerate(("WS-01", "WS-02"), 1):
            make_asset(
                register,
                register.north.actor,
                client_id=str(register.north.acme),
                name=name,
                custom={"rack": "B12"},
            )
            assert north.get("/custom-fields/usage").json() == {"assets": {"rack": count}}
