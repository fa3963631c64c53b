"""Why an asset is what it is, told from what was stored when it was decided."""

from fastapi.testclient import TestClient

from tests.conftest import Browser
from tests.domains.imports.conftest import Importer
from tests.domains.imports.test_decisions import laptop
from tests.world import World


class TestDecisionsAbout:
    def test_are_refused_to_strangers(self, importer: Importer, typed_world: World, browser: Browser) -> None:
        asset_id = importer.rows(laptop()).rows[0].asset_id
        url = f"/api/v1/assets/{asset_id}/decisions"
        assert browser(typed_world.south).get(url).status_code == 404
        assert browser(typed_world.north, "admin", clients=[typed_world.north.globex]).get(url).status_code == 404

    def test_are_told_with_their_evidence_the_latest_first_page_by_page(
        self, importer: Importer, owner: TestClient
    ) -> None:
        asset_id = importer.rows(laptop()).rows[0].asset_id
        importer.rows(laptop(hostname="LON-77"), laptop(serial="CN7ZZ004", tag="LT-9", hostname="X-9", mac="", uuid=""))
        url = f"/api/v1/assets/{asset_id}/decisions"
        page = owner.get(url, params={"limit": 1}).json()
        (latest,) = page["items"]
        assert (latest["outcome"], latest["row"]) == ("updated", 1)
        assert latest["reason"].startswith("Row 1 is LT-0412: ")
        found = {each["label"]: (each["finding"], each["weight"] > 0) for each in latest["evidence"]}
        assert found["Serial number"] == ("equal", True)
        assert not found["Name"][1]
        rest = owner.get(url, params={"limit": 1, "cursor": page["next_cursor"]}).json()
        assert [each["outcome"] for each in rest["items"]] == ["created"]
        assert rest["next_cursor"] is None

    def test_what_was_only_tried_is_not_told(self, importer: Importer, owner: TestClient) -> None:
        asset_id = importer.rows(laptop()).rows[0].asset_id
        importer.rows(laptop(hostname="LON-77"), dry_run=True)
        assert len(owner.get(f"/api/v1/assets/{asset_id}/decisions").json()["items"]) == 1
