"""A machine that another client has already: new, or a question, as the tenant wants it. Never moved by itself."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from quarterdeck.domains.tenancy.settings import set_across_clients
from tests.conftest import Browser
from tests.domains.imports.conftest import Importer
from tests.domains.imports.test_importing import machine
from tests.world import World


def ask(importer: Importer) -> None:
    with importer.runtime.database.session_for(importer.actor) as session:
        set_across_clients(session, importer.actor, "review")


@pytest.fixture
def sold(importer: Importer) -> Importer:
    """A laptop on record at Globex."""
    importer.rows(machine(1, Model="T14"), client_id=importer.tenant.globex)
    return importer


def assets(importer: Importer) -> list[Any]:
    with importer.runtime.database.session_for(importer.actor) as session:
        return session.raw.execute(
            "select c.name, a.model, a.notes from assets a join clients c on c.id = a.client_id order by 1, 2"
        ).fetchall()


class TestUnasked:
    def test_it_is_a_new_one_by_default(self, sold: Importer) -> None:
        assert sold.rows(machine(1)).outcomes == ["created"]

    def test_a_tenant_asks_for_itself_only(self, sold: Importer, typed_world: World) -> None:
        ask(sold)
        south = Importer(sold.runtime, typed_world.south, typed_world.south.actor)
        south.rows(machine(1), client_id=south.tenant.globex)
        assert south.rows(machine(1)).outcomes == ["created"]
        assert south.rows(machine(7)).outcomes == ["created"], "north's asset is unknown to south"


class TestAsked:
    def test_a_strong_identifier_of_another_client_is_a_question(self, sold: Importer) -> None:
        ask(sold)
        (row,) = sold.rows(machine(1)).rows
        assert (row.outcome, row.matched_on) == ("review", ["serial", "hostname"])
        assert row.reason == "The serial is that of an asset of another client: moved here, or two machines."
        assert [name for name, *_ in assets(sold)] == ["Globex"]

    def test_a_name_or_a_tag_is_none(self, sold: Importer) -> None:
        ask(sold)
        sold.rows({"Hostname": "DC01", "Asset Tag": "T-1", "Serial Number": "PF2AB0051"}, client_id=sold.tenant.globex)
        other = {"Hostname": "DC01", "Asset Tag": "T-1", "Serial Number": "PF2AB0063"}
        assert sold.rows(other).outcomes == ["created"]

    def test_one_of_the_own_client_goes_first(self, sold: Importer) -> None:
        sold.rows(machine(1))
        ask(sold)
        assert sold.rows(machine(1, Model="T15")).outcomes == ["updated"]

    def test_whoever_does_not_see_the_other_client_is_not_asked(
        self, sold: Importer, typed_world: World, browser: Browser
    ) -> None:
        ask(sold)
        (row,) = sold.rows(machine(1)).rows
        told = f"{row.reason} {row.evidence}"
        assert "Globex" not in told
        assert "AST-" not in told
        scoped = browser(typed_world.north, "technician", clients=[typed_world.north.acme])
        (review,) = scoped.get("/api/v1/intake/reviews").json()["items"]
        assert review["candidate"]["label"] == "an asset of another client"


class TestAnswers:
    def review(self, owner: TestClient) -> dict[str, Any]:
        (review,) = owner.get("/api/v1/intake/reviews").json()["items"]
        found: dict[str, Any] = review
        return found

    def decide(self, owner: TestClient, **decided: Any) -> Any:
        review = self.review(owner)
        headers = {"If-Match": f'"{review["version"]}"'}
        return owner.put(f"/api/v1/intake/reviews/{review['id']}/decision", json=decided, headers=headers)

    def test_merged_it_stays_where_it_is_and_is_not_asked_again(self, sold: Importer, owner: TestClient) -> None:
        ask(sold)
        row = machine(1, Notes="Loan", Site="Leeds", **{"Asset Tag": "T-9"})
        sold.rows(row)
        answer = self.decide(owner, action="merge")
        assert answer.status_code == 200, answer.text
        assert assets(sold) == [("Globex", "T14", "Loan")]
        assert sold.rows({**row, "Notes": "Sold"}).outcomes == ["updated"]
        assert assets(sold) == [("Globex", "T14", "Sold")]

    def test_created_it_is_another_one_and_is_not_asked_again(self, sold: Importer, owner: TestClient) -> None:
        ask(sold)
        sold.rows(machine(1))
        answer = self.decide(owner, action="create")
        assert answer.status_code == 200, answer.text
        assert [name for name, *_ in assets(sold)] == ["Acme", "Globex"]
        assert sold.rows(machine(1)).outcomes == ["unchanged"]


class TestTheSetting:
    def test_is_one_of_the_tenant(self, owner: TestClient, typed_world: World, browser: Browser) -> None:
        read = owner.get("/api/v1/tenant")
        assert read.json()["identity_across_clients"] == "never"
        change = {"identity_across_clients": "review"}
        headers = {"If-Match": read.headers["ETag"]}
        assert browser(typed_world.north, "technician").patch("/api/v1/tenant", json=change).status_code == 403
        assert owner.patch("/api/v1/tenant", json=change, headers=headers).json()["identity_across_clients"] == "review"
        wrong = {"identity_across_clients": "match"}
        assert owner.patch("/api/v1/tenant", json=wrong, headers=headers).status_code == 422
        assert browser(typed_world.south).get("/api/v1/tenant").json()["identity_across_clients"] == "never"
