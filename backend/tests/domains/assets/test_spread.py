"""Counts beside administrative lists: exact, and only of what one may see."""

from collections.abc import Callable

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


class TestFieldUsage:
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
