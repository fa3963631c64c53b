"""Search, facets, suggestions and export."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from quarterdeck.domains.assets.queries import facets
from quarterdeck.domains.assets.service import ListRequest, export_rows
from quarterdeck.domains.assets.service.finding import search_assets
from quarterdeck.domains.tenancy.schemas import ContactCreate
from quarterdeck.domains.tenancy.service import CONTACTS
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.errors import Forbidden
from quarterdeck.platform.filters.parameters import SearchMode
from tests.domains.caller import Caller, make_asset
from tests.world import Member, World, add_person


@pytest.fixture
def stock(register: World) -> World:
    """Three assets of Acme and one of Globex in the north, and a twin of the first in the south."""
    north, south = register.north, register.south
    first: dict[str, Any] = {
        "name": "DC01",
        "serial": "4XK-2Y9",
        "mac": ["aa:bb:cc:00:11:22"],
        "hostname": "dc01.acme.local",
        "ip": "10.0.0.7",
        "manufacturer": "Dell",
        "hardware_uuid": "4c4c4544-0043-4810-8058-b4c04f323332",
    }
    make_asset(register, north.actor, client_id=north.acme, type="server", status="deployed", os="Ubuntu", **first)
    make_asset(
        register,
        north.actor,
        client_id=north.acme,
        name="100% laptop_x",
        manufacturer="HP",
        assigned_to=str(north.priya),
        tags=["vip", "leeds"],
    )
    make_asset(register, north.actor, client_id=north.acme, name="contains 4XK2Y9 in its name", manufacturer="Dell")
    make_asset(
        register,
        north.actor,
        client_id=north.globex,
        type="mobile_device",
        name="Phone",
        imei="490154203237518",
        status="deployed",
    )
    make_asset(register, south.actor, client_id=south.acme, type="server", **first)
    return register


def hits(caller: Caller, text: str) -> list[tuple[str, Any]]:
    found = caller.get("/assets/search", params={"q": text}).json()["items"]
    return [(hit["name"], (hit["matched"] or {}).get("field")) for hit in found]


#: what is typed -> names of the hits in order, each with the field that matched.
FOUND: list[tuple[str, list[tuple[str, Any]]]] = [
    ("4xk 2y9", [("DC01", "serial")]),
    ("4XK2Y9", [("DC01", "serial"), ("contains 4XK2Y9 in its name", "name")]),
    ("AABB.CC00.1122", [("DC01", "mac")]),
    ("aabbcc001122", [("DC01", "mac")]),
    ("aa-bb-cc-00", [("DC01", None)]),
    ("dc01", [("DC01", "hostname")]),
    ("10.0.0.7", [("DC01", "ip")]),
    ("{4C4C4544-0043-4810-8058-B4C04F323332}", [("DC01", "hardware_uuid")]),
    ("AST-000001", [("DC01", "tag")]),
    ("49 015420 323751 8", [("Phone", "imei")]),
    ("priya", [("100% laptop_x", "assigned_to")]),
    ("100%", [("100% laptop_x", "name")]),
    ("p_x", [("100% laptop_x", "name")]),
    ("%%", []),
    ("'; drop table assets", []),
    ("d", []),
]


class TestSearch:
    def test_exact_identifiers_stand_first(self, stock: World, north: Caller) -> None:
        for text, expected in FOUND:
            assert hits(north, text) == expected, text

    def test_both_ways_to_the_index_find_the_same(self, stock: World) -> None:
        for text in ("4XK2Y9", "dell", "aa-bb-cc", "100%"):
            found = []
            for mode in SearchMode:
                with stock.database.session_for(stock.north.actor) as session:
                    session.info["search_mode"] = mode
                    found.append(search_assets(session, stock.north.actor, text, client_id=None, limit=20))
            assert found[0] == found[1]
            assert b'"id"' in found[0]

    def test_a_scoped_person_finds_only_their_clients_assets(
        self, stock: World, call: Callable[[Actor], Caller]
    ) -> None:
        of_globex = call(stock.north.scoped(stock.north.globex))
        assert hits(of_globex, "4XK2Y9") == []
        assert hits(of_globex, "490154203237518") == [("Phone", "imei")]


class TestFacets:
    def test_values_with_counts_most_frequent_first(self, stock: World, north: Caller) -> None:
        found = north.get("/assets/facets?fields=status,type,manufacturer,client,os,tags,assigned_to").json()["fields"]

        assert [(each["value"], each["count"]) for each in found["status"]] == [("deployed", 2), ("in_stock", 2)]
        assert (found["type"][0]["label"], found["type"][0]["count"]) == ("Workstation", 2)
        assert [(each["value"], each["count"]) for each in found["manufacturer"]] == [("Dell", 2), ("HP", 1)]
        assert [(each["label"], each["count"]) for each in found["client"]] == [("Acme", 3), ("Globex", 1)]
        assert [each["value"] for each in found["os"]] == ["Ubuntu"]
        assert {each["value"] for each in found["tags"]} == {"vip", "leeds"}
        assert [each["label"] for each in found["assigned_to"]] == ["Priya Shah"]
        assert {each["relation"] for values in found.values() for each in values} == {"eq"}

    def test_a_filter_and_a_client_narrow_them(self, stock: World, north: Caller) -> None:
        found = north.get("/assets/facets?fields=status&filter=type=server").json()["fields"]["status"]
        assert [(each["value"], each["label"], each["count"]) for each in found] == [("deployed", "Deployed", 1)]
        of_globex = north.get(f"/assets/facets?fields=manufacturer&client={stock.north.globex}").json()
        assert of_globex["fields"]["manufacturer"] == []

    def test_they_stop_counting_somewhere(self, stock: World, north: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(facets, "BOUND", 1)
        monkeypatch.setattr(facets, "SAMPLE", 1)
        found = north.get("/assets/facets?fields=status,manufacturer").json()["fields"]
        assert {(each["count"], each["relation"]) for each in found["status"]} == {(1, "gte")}
        assert {each["relation"] for each in found["manufacturer"]} == {"gte"}

    def test_too_many_or_unknown_fields_are_refused(self, stock: World, north: Caller) -> None:
        assert north.get("/assets/facets?fields=nothing").status_code == 400
        assert north.get("/assets/facets?fields=os,cpu,ram_mb,rack,model,name,serial,client,type").status_code == 400


SUGGESTED: list[tuple[str, str, list[str]]] = [
    ("status", "repair", ["In repair"]),
    ("manufacturer", "de", ["Dell"]),
    ("manufacturer", "", ["Dell", "HP"]),
    ("client", "glo", ["Globex"]),
    ("assigned_to", "shah", ["Priya Shah"]),
    ("tags", "vi", ["vip"]),
    ("os", "ubu", ["Ubuntu"]),
    ("name", "100%", ["100% laptop_x"]),
    ("ip", "10.0", ["10.0.0.7"]),
    ("mac", "aa:bb", ["aa:bb:cc:00:11:22"]),
]


class TestSuggestions:
    def test_values_that_contain_what_is_typed(self, stock: World, north: Caller) -> None:
        for field, text, labels in SUGGESTED:
            found = north.get("/assets/suggest", params={"field": field, "q": text}).json()["values"]
            assert [each["label"] for each in found] == labels, (field, text)


class TestExport:
    def test_rows_are_readable_and_complete(self, stock: World) -> None:
        actor = stock.north.actor
        with stock.database.session_for(actor) as session:
            export = export_rows(
                session, actor, ListRequest(sort="-tag"), columns=["tag", "status", "client", "tags", "os", "ip", "mac"]
            )
            rows = list(export.rows)
        assert export.headings == (
            "Asset tag",
            "Status",
            "Client",
            "Tags",
            "Operating system",
            "IP address",
            "MAC addresses",
            "Quarterdeck ID",
        )
        assert rows[0][:-1] == ("AST-000004", "Deployed", "Globex", "", None, None, "")
        assert rows[-1][:-1] == ("AST-000001", "Deployed", "Acme", "", "Ubuntu", "10.0.0.7", "aa:bb:cc:00:11:22")
        assert len({uuid.UUID(str(row[-1])) for row in rows}) == len(rows)
        assert rows[2][3] == "vip, leeds"

    def test_it_follows_filter_scope_and_permission(self, stock: World) -> None:
        scoped = stock.north.scoped(stock.north.globex)
        with stock.database.session_for(scoped) as session:
            (row,) = export_rows(session, scoped, ListRequest(), columns=["tag"], row_key=False).rows
            assert len(row) == 1
        reader = stock.north.scoped(stock.north.acme, permissions=frozenset({"assets:read"}))
        with stock.database.session_for(reader) as session, pytest.raises(Forbidden):
            export_rows(session, reader, ListRequest(), columns=["tag"])


#: filter text -> names it matches, every operator of every kind on real rows.
MATCHES: list[tuple[str, set[str]]] = [
    ("name:dc", {"DC01"}),
    ("name!:dc", {"100% laptop_x", "contains 4XK2Y9 in its name", "Phone"}),
    ("name=dc01", {"DC01"}),
    ("name^100%", {"100% laptop_x"}),
    ("serial=4xk2y9", {"DC01"}),
    ('serial:"K-2"', {"DC01"}),
    ("serial^4xk", {"DC01"}),
    ("serial!=4xk2y9", {"100% laptop_x", "contains 4XK2Y9 in its name", "Phone"}),
    ("serial=@none", {"100% laptop_x", "contains 4XK2Y9 in its name", "Phone"}),
    ("tag=ast-000001", {"DC01"}),
    ("mac:bbcc00", {"DC01"}),
    ("mac=aa-bb-cc-00-11-22", {"DC01"}),
    ("mac!=@none", {"DC01"}),
    ("status=deployed", {"DC01", "Phone"}),
    ("status!=deployed", {"100% laptop_x", "contains 4XK2Y9 in its name"}),
    ("type=(server,mobile_device)", {"DC01", "Phone"}),
    ("client=globex", {"Phone"}),
    ("client:acm", {"DC01", "100% laptop_x", "contains 4XK2Y9 in its name"}),
    ('assigned_to="Priya Shah"', {"100% laptop_x"}),
    ("assigned_to=@none", {"DC01", "contains 4XK2Y9 in its name", "Phone"}),
    ("tags:vip", {"100% laptop_x"}),
    ("tags!=VIP", {"DC01", "contains 4XK2Y9 in its name", "Phone"}),
    ("tags=@none", {"DC01", "contains 4XK2Y9 in its name", "Phone"}),
    ("ip=10.0.0.0/24", {"DC01"}),
    ("ip=10.0.0.1..10.0.0.9", {"DC01"}),
    ("ip=@none", {"100% laptop_x", "contains 4XK2Y9 in its name", "Phone"}),
    ("os:ubuntu", {"DC01"}),
    ("os=@none", {"100% laptop_x", "contains 4XK2Y9 in its name", "Phone"}),
    ("imei=490154203237518", {"Phone"}),
    ("created:-1d", {"DC01", "100% laptop_x", "contains 4XK2Y9 in its name", "Phone"}),
    ("created>+1d", set()),
    ("purchase_cost>=0", set()),
    ("manufacturer=dell -type=server", {"contains 4XK2Y9 in its name"}),
    ("(type=server OR client=globex) status=deployed", {"DC01", "Phone"}),
]


def test_filters_match_what_they_say(stock: World, north: Caller) -> None:
    for text, names in MATCHES:
        answer = north.get("/assets/rows", params={"filter": text, "columns": "name"})
        assert answer.status_code == 200, (text, answer.text)
        assert {row["name"] for row in answer.json()["rows"]} == names, text


def test_a_filter_is_explained(north: Caller) -> None:
    found = north.post("/filters/parse", {"text": "status:deployed warranty<+90d", "module": "assets"}).json()
    assert found["errors"] == []
    assert found["canonical"] == "status=deployed warranty_end<+90d"
    assert [token["field"] for token in found["tokens"]] == ["status", "warranty_end"]
    wrong = north.post("/filters/parse", {"text": "stauts:deployed"})
    assert wrong.status_code == 200
    assert wrong.json()["errors"][0]["suggestion"] == "status"


class TestMe:
    """`@me` is every contact with the address one signs in with."""

    @pytest.fixture
    def people(self, register: World) -> tuple[Member, Member]:
        """Kim sees everything, Lee only Acme; each is a contact of both clients with an asset, under a spelling."""
        kim, lee = (
            add_person(register.database, register.north, "technician", clients=clients)
            for clients in ([], [register.north.acme])
        )
        for tenant in (register.north, register.south):
            for person in (kim, lee):
                for client, name in ((tenant.acme, "acme"), (tenant.globex, "globex")):
                    with register.database.session_for(tenant.actor) as session:
                        new = ContactCreate(client_id=client, name="Me", email=person.email.upper())
                        contact = CONTACTS.create(session, tenant.actor, new).id
                    label = f"{name} {person.email}"
                    make_asset(register, tenant.actor, client_id=client, name=label, assigned_to=str(contact))
            make_asset(register, tenant.actor, client_id=tenant.acme, name="Spare", assigned_to=str(tenant.priya))
        return kim, lee

    def names(self, call: Callable[[Actor], Caller], actor: Actor, text: str) -> set[str]:
        answer = call(actor).get("/assets/rows", params={"filter": text, "columns": "name"})
        assert answer.status_code == 200, answer.text
        return {row["name"] for row in answer.json()["rows"]}

    def test_it_is_whoever_asks(
        self, register: World, call: Callable[[Actor], Caller], people: tuple[Member, Member]
    ) -> None:
        kim, lee = people
        as_kim = replace(register.north.actor, user_id=kim.user_id)
        as_lee = replace(register.north.scoped(register.north.acme), user_id=lee.user_id)

        assert self.names(call, as_kim, "assigned_to=@me") == {f"acme {kim.email}", f"globex {kim.email}"}
        assert self.names(call, as_lee, "assigned_to=@me") == {f"acme {lee.email}"}
        assert self.names(call, as_lee, "assigned_to!=@me") == {f"acme {kim.email}", "Spare"}
        for actor, count in ((as_kim, 2), (as_lee, 1)):
            counted = call(actor).get("/assets/count", params={"filter": "assigned_to=@me"})
            assert counted.json()["value"] == count

    def test_who_is_nobodys_contact_has_no_assets(self, register: World, call: Callable[[Actor], Caller]) -> None:
        make_asset(register, register.north.actor, client_id=register.north.acme)
        stranger = add_person(register.database, register.north, "viewer")
        for actor in (register.north.actor, replace(register.north.actor, user_id=stranger.user_id)):
            assert self.names(call, actor, "assigned_to=@me") == set()

    def test_fields_that_hold_no_person_refuse_it(self, north: Caller) -> None:
        refused = north.get("/assets/rows", params={"filter": "client=@me"})
        assert "holds no person" in refused.json()["errors"][0]["message"]
