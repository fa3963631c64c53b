"""Several sources say different things of one machine: what stands, and that the rest stays visible."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from quarterdeck.domains.assets.fields.precedence import Rule
from quarterdeck.domains.assets.schemas import CustomFieldCreate
from quarterdeck.domains.assets.service import asset_history, delete_asset, update_asset
from quarterdeck.domains.assets.service.custom_fields import create_custom_field
from quarterdeck.domains.assets.service.precedence import TargetRule, replace_rules
from quarterdeck.domains.assets.service.provenance import lock_field, unlock_field
from quarterdeck.domains.intake import service as intake
from quarterdeck.domains.recovery.queries.deleted import DeletedFilter
from quarterdeck.domains.recovery.schemas import RestoreWrite, UndoWrite
from quarterdeck.domains.recovery.service.restoring import restore_asset
from quarterdeck.domains.recovery.service.undeleting import list_deleted
from quarterdeck.domains.recovery.service.undoing import start_undo
from tests.domains.intake.conftest import SERIAL, Estate, at

DATTO, NINJA, SHEET, OTHER = "agent:Datto RMM", "agent:NinjaOne", "file:inventory", "file:handover"


def edit(estate: Estate, **values: object) -> None:
    asset_id = estate.asset()
    with estate.world.database.session_for(estate.actor) as session:
        update_asset(session, estate.actor, asset_id, values, expected_version=None)


def lock(estate: Estate, field: str, reason: str = "Sticker misread.") -> None:
    asset_id = estate.asset()
    with estate.world.database.session_for(estate.actor) as session:
        lock_field(session, estate.actor, asset_id, field, reason=reason, expected=None)


def rule(estate: Estate, target: str, mode: Any, *sources: str, client_id: uuid.UUID | None = None) -> None:
    with estate.world.database.session_for(estate.actor) as session:
        replace_rules(session, estate.actor, client_id, [TargetRule(target, Rule(mode, sources))], expected=None)


class TestDefaults:
    def test_an_agent_knows_technical_facts_better_than_a_newer_file(self, estate: Estate) -> None:
        estate.report(DATTO, 0, {"ram_mb": 16384})
        batch = estate.report(SHEET, 5, {"ram_mb": 8192})

        assert estate.values()["ram_mb"] == 16384
        told = estate.told("ram_mb")
        assert told["source"]["key"] == DATTO
        assert [(rival["value"], rival["source"]["key"]) for rival in told["rivals"]] == [(8192, SHEET)]
        outcome, changes, kept = estate.decisions(batch)[0]
        assert (outcome, changes) == ("unchanged", None)
        assert kept["ram_mb"]["why"] == "outranked"
        assert (kept["ram_mb"]["source"], kept["ram_mb"]["value"], kept["ram_mb"]["kept"]) == (DATTO, 8192, 16384)

    def test_an_agent_corrects_what_a_file_said_later(self, estate: Estate) -> None:
        estate.report(SHEET, 5, {"ram_mb": 8192})
        estate.report(DATTO, 0, {"ram_mb": 16384})

        assert estate.values()["ram_mb"] == 16384

    def test_of_two_agents_the_newer_one_stands(self, estate: Estate) -> None:
        estate.report(DATTO, 5, {"ram_mb": 16384})
        estate.report(NINJA, 0, {"ram_mb": 8192})
        assert estate.values()["ram_mb"] == 16384

        estate.report(NINJA, 9, {"ram_mb": 8192})
        assert estate.values()["ram_mb"] == 8192

    def test_a_persons_name_is_not_overwritten_and_a_warranty_is(self, estate: Estate) -> None:
        estate.report(SHEET, 0, {"name": "WS-1", "warranty_end": "2027-01-01"})
        edit(estate, name="Reception", warranty_end="2027-02-02")

        estate.report(SHEET, 60 * 24 * 20, {"name": "WS-1b", "warranty_end": "2028-01-01"})

        values = estate.values()
        assert values["name"] == "Reception"
        assert values["warranty_end"] == "2027-02-02"  # the file is older than the edit
        assert estate.told("name")["author"] == estate.actor.label

    def test_what_a_person_emptied_stays_empty(self, estate: Estate) -> None:
        estate.report(SHEET, 0, {"notes": "On loan"})
        edit(estate, notes=None)

        estate.report(SHEET, 5, {"notes": "On loan!"})

        assert estate.values()["notes"] is None
        assert [rival["value"] for rival in estate.told("notes")["rivals"]] == ["On loan!"]

    def test_nothing_is_erased_by_a_source_that_says_nothing(self, estate: Estate) -> None:
        estate.report(DATTO, 0, {"ram_mb": 16384, "cpu": "i5"})
        estate.report(DATTO, 5, {"cpu": "i5"})

        assert estate.values()["ram_mb"] == 16384
        assert estate.told("ram_mb")["observed_at"] == at(0)
        assert estate.told("cpu")["observed_at"] == at(5)

    def test_an_older_word_of_the_same_source_undoes_nothing(self, estate: Estate) -> None:
        estate.report(DATTO, 5, {"ram_mb": 16384})
        batch = estate.report(DATTO, 1, {"ram_mb": 8192, "cpu": "i5"})

        assert estate.values()["ram_mb"] == 16384
        assert estate.values()["cpu"] == "i5"
        assert estate.decisions(batch)[0][2]["ram_mb"]["why"] == "older"


class TestLocks:
    def test_no_source_changes_a_locked_field_and_the_decision_says_who_locked_it(self, estate: Estate) -> None:
        estate.report(SHEET, 0, {"ram_mb": 8192})
        lock(estate, "ram_mb")

        batch = estate.report(DATTO, 5, {"ram_mb": 16384, "cpu": "i5"})

        assert estate.values()["ram_mb"] == 8192
        assert estate.values()["cpu"] == "i5"
        kept = estate.decisions(batch)[0][2]["ram_mb"]
        assert (kept["why"], kept["by"], kept["reason"]) == ("locked", estate.actor.label, "Sticker misread.")

    def test_a_locked_serial_keeps_its_identifier(self, estate: Estate) -> None:
        known = {"hostname": "ws-1", "mac_addresses": ["3c:52:82:11:22:33"], "tag": "T-1"}
        estate.report(SHEET, 0, known)
        lock(estate, "serial")

        estate.report(
            DATTO,
            5,
            {
                "serial": "CN7ZZ004",
                "hostname": "ws-1",
                "mac_addresses": ["3c:52:82:11:22:33"],
                "tag": "T-1",
                "cpu": "i5",
            },
        )

        assert estate.values()["cpu"] == "i5"
        with estate.world.database.session_for(estate.actor) as session:
            found = session.raw.execute(
                "select value, is_current from asset_identifiers where kind = 'serial'"
            ).fetchall()
        assert (SERIAL, True) in found
        assert ("CN7ZZ004", True) not in found

    def test_sets_and_sightings_are_locked_too(self, estate: Estate) -> None:
        estate.report(SHEET, 0, {"tags": ["vip"]})
        lock(estate, "tags")
        estate.report(DATTO, 5, {"tags": ["kiosk"]})
        assert estate.values()["tags"] == ["vip"]

    def test_unlocked_it_changes_again(self, estate: Estate) -> None:
        estate.report(SHEET, 0, {"ram_mb": 8192})
        lock(estate, "ram_mb")
        asset_id = estate.asset()
        with estate.world.database.session_for(estate.actor) as session:
            unlock_field(session, estate.actor, asset_id, "ram_mb", expected=None)

        estate.report(DATTO, 5, {"ram_mb": 16384})

        assert estate.values()["ram_mb"] == 16384

    def test_a_lock_set_after_the_check_holds_when_it_is_applied(self, estate: Estate) -> None:
        estate.report(SHEET, 0, {"ram_mb": 8192})
        with estate.world.database.session_for(estate.actor) as session:
            batch = intake.open_batch(session, estate.actor, source=DATTO, client_id=None, observed_at=at(5))
            rows = intake.prepare(session, [estate.observed(1, {"ram_mb": 16384})])
            intake.stage(session, batch.id, rows)
            intake.begin_deciding(session, batch.id)
            intake.decide(session, batch.id, first=1, last=1)
        lock(estate, "ram_mb")
        with estate.world.database.session_for(estate.actor) as session:
            intake.apply(session, estate.actor, batch.id, first=1, last=1, reason="Report")

        assert estate.values()["ram_mb"] == 8192


class TestRules:
    def test_a_tenants_order_of_agents(self, estate: Estate) -> None:
        rule(estate, "technical", "source", NINJA, "agent")
        estate.report(NINJA, 0, {"ram_mb": 8192})
        estate.report(DATTO, 5, {"ram_mb": 16384})
        assert estate.values()["ram_mb"] == 8192

    def test_a_fields_rule_goes_before_its_class_and_a_clients_before_the_tenants(self, estate: Estate) -> None:
        estate.report(DATTO, 0, {"ram_mb": 16384})
        rule(estate, "ram_mb", "source", "file")
        estate.report(SHEET, 5, {"ram_mb": 8192})
        assert estate.values()["ram_mb"] == 8192

        rule(estate, "technical", "source", "agent", client_id=estate.tenant.acme)
        estate.report(OTHER, 9, {"ram_mb": 4096})
        assert estate.values()["ram_mb"] == 8192
        estate.report(DATTO, 10, {"ram_mb": 16384})
        assert estate.values()["ram_mb"] == 16384

    def test_newest_wins_where_the_tenant_says_so(self, estate: Estate) -> None:
        rule(estate, "people", "newest")
        estate.report(SHEET, 0, {"name": "WS-1"})
        estate.report(OTHER, 5, {"name": "WS-2"})
        estate.report(SHEET, 3, {"name": "WS-3"})
        assert estate.values()["name"] == "WS-2"

    def test_custom_fields_have_rivals_too(self, estate: Estate) -> None:
        with estate.world.database.session_for(estate.actor) as session:
            for label in ("Floor", "Desk"):
                create_custom_field(session, estate.actor, CustomFieldCreate(label=label, kind="text"))
        rule(estate, "people", "source", SHEET)
        estate.report(SHEET, 0, {"cf.floor": "3"})
        batch = estate.report(OTHER, 5, {"cf.floor": "4", "cf.desk": "9"})
        assert estate.values()["custom"] == {"floor": "3", "desk": "9"}
        assert estate.decisions(batch)[0][2]["cf.floor"]["value"] == "4"


class TestWhatIsWritten:
    def test_saying_the_same_again_changes_nothing_but_when_it_was_seen(self, estate: Estate) -> None:
        estate.report(DATTO, 0, {"ram_mb": 16384})
        before = changes(estate)
        estate.report(DATTO, 5, {"ram_mb": 16384})
        assert changes(estate) == before
        assert estate.told("ram_mb")["observed_at"] == at(5)

    def test_a_losing_value_is_journalled(self, estate: Estate) -> None:
        estate.report(DATTO, 0, {"ram_mb": 16384})
        estate.report(SHEET, 5, {"ram_mb": 8192})
        with estate.world.database.session_for(estate.actor) as session:
            rows = session.raw.execute(
                "select before, after from changes where table_name = 'asset_provenance' and object_id = %s",
                [estate.asset()],
            ).fetchall()
        assert [list(before["reports"]) for before, _ in rows] == [[DATTO]]
        assert rows[0][1]["reports"][SHEET]["v"]["ram_mb"] == 8192

    def test_a_losing_value_stands_in_the_history_without_having_changed_anything(self, estate: Estate) -> None:
        estate.report(DATTO, 0, {"ram_mb": 16384, "name": "Desk"})
        estate.report(SHEET, 5, {"ram_mb": 8192, "name": "Desk 2"})

        with estate.world.database.session_for(estate.actor) as session:
            newest, first = asset_history(session, estate.actor, estate.asset(), cursor=None, limit=9)["items"]

        assert (newest["operation"], [each["field"] for each in newest["changes"]]) == ("updated", ["name"])
        (said,) = newest["observed"]
        assert (said["source"], said["name"]) == (SHEET, "inventory")
        assert [(each["field"], each["value"]) for each in said["values"] if each["field"] != "serial"] == [
            ("ram_mb", 8192)
        ]
        assert (first["operation"], first["observed"]) == ("created", [])

        estate.report(OTHER, 9, {"ram_mb": 4096})
        with estate.world.database.session_for(estate.actor) as session:
            newest = asset_history(session, estate.actor, estate.asset(), cursor=None, limit=1)["items"][0]
        assert (newest["operation"], newest["changes"], len(newest["observed"])) == ("observed", [], 1)

    @pytest.mark.parametrize("text", ["<script>alert(1)</script>", "a'b\"c{}%s", "\u202egnp.exe", "😀" * 200, "$1 \\"])
    def test_hostile_text_is_kept_as_it_came(self, estate: Estate, text: str) -> None:
        estate.report(SHEET, 0, {"notes": "plain"})
        edit(estate, notes="mine")
        estate.report(f"file:{text}"[:100], 5, {"notes": text})
        rival = next(each for each in estate.told("notes")["rivals"] if each["value"] == text)
        assert rival["source"]["key"] == f"file:{text}"[:100]


class TestUndone:
    def test_an_undone_report_is_no_rival_any_more_and_others_stay(self, estate: Estate) -> None:
        estate.report(DATTO, 0, {"ram_mb": 16384})
        estate.report(SHEET, 5, {"ram_mb": 8192, "notes": "Loan"})
        done = last_change_set(estate)
        estate.report(NINJA, 9, {"ram_mb": 32768})
        take_back(estate, done)

        assert estate.values()["notes"] is None
        assert estate.values()["ram_mb"] == 32768
        assert [rival["source"]["key"] for rival in estate.told("ram_mb")["rivals"]] == [DATTO]

    def test_what_the_same_source_said_since_stays(self, estate: Estate) -> None:
        estate.report(SHEET, 5, {"ram_mb": 8192})
        estate.report(SHEET, 6, {"ram_mb": 8192, "notes": "Loan"})
        done = last_change_set(estate)
        estate.report(SHEET, 9, {"ram_mb": 16384, "notes": "Loan"})
        take_back(estate, done)
        assert estate.told("ram_mb")["source"]["key"] == SHEET
        assert estate.values()["ram_mb"] == 16384

    def test_undone_and_redone_it_is_as_it_was(self, estate: Estate) -> None:
        estate.report(DATTO, 0, {"ram_mb": 16384})
        estate.report(SHEET, 5, {"ram_mb": 8192})
        before = kept(estate)
        undone = take_back(estate, last_change_set(estate))
        assert kept(estate) != before
        take_back(estate, undone)
        assert kept(estate) == before

    def test_an_undone_lock_is_open(self, estate: Estate) -> None:
        estate.report(SHEET, 0, {"ram_mb": 8192})
        lock(estate, "ram_mb")
        take_back(estate, last_change_set(estate))
        assert estate.told("ram_mb")["lock"] is None

    def test_with_the_asset_goes_and_comes_what_was_said_of_it(self, estate: Estate) -> None:
        estate.report(SHEET, 0, {"ram_mb": 8192})
        before, asset_id = kept(estate), estate.asset()
        undone = take_back(estate, last_change_set(estate))
        assert kept(estate) == []
        take_back(estate, undone)
        assert kept(estate) == before
        with estate.world.database.session_for(estate.actor) as session:
            delete_asset(session, estate.actor, asset_id, expected_version=None)
        assert kept(estate) == []
        with estate.world.database.session_for(estate.actor) as session:
            (gone,) = list_deleted(session, estate.actor, DeletedFilter(), after=None, limit=5)
            restore_asset(session, estate.actor, asset_id, RestoreWrite(at=gone.deleted_at - timedelta(microseconds=1)))
        assert kept(estate) == before


def take_back(estate: Estate, change_set_id: uuid.UUID) -> uuid.UUID:
    with estate.world.database.session_for(estate.actor) as session:
        undo = start_undo(session, estate.actor, change_set_id, UndoWrite())
    assert undo.undo_change_set_id is not None
    return undo.undo_change_set_id


def kept(estate: Estate) -> list[object]:
    with estate.world.database.session_for(estate.actor) as session:
        return session.raw.execute("select id, reports, locks from asset_provenance").fetchall()


def last_change_set(estate: Estate) -> uuid.UUID:
    with estate.world.database.session_for(estate.actor) as session:
        row = session.raw.execute("select id from change_sets order by seq desc limit 1").fetchone()
    assert row is not None
    return uuid.UUID(str(row[0]))


def changes(estate: Estate) -> int:
    with estate.world.database.session_for(estate.actor) as session:
        row = session.raw.execute("select count(*) from changes").fetchone()
        return int(row[0]) if row else 0


SOURCES = (DATTO, NINJA, SHEET, "api:Rewst")
REPORTS = st.lists(
    st.fixed_dictionaries(
        {"source": st.sampled_from(SOURCES)},
        optional={"ram_mb": st.integers(1, 5), "warranty_end": st.dates(), "name": st.sampled_from("ABC")},
    ),
    min_size=1,
    max_size=8,
)
FIRST = {"technical": ("agent",), "general": (), "people": ("person",)}


def by_the_rule(reports: list[tuple[int, dict[str, Any]]], field: str, cls: str) -> Any:
    """The latest word of each source, and of these the one whose source goes first, or the newest."""
    latest: dict[str, tuple[int, Any]] = {}
    for minute, report in sorted(reports, key=lambda each: each[0]):
        if field in report:
            latest[report["source"]] = (minute, report[field])
    if not latest:
        return None

    def strength(source: str) -> tuple[int, int]:
        kinds = FIRST[cls]
        return (0 if source.partition(":")[0] in kinds else 1, -latest[source][0])

    return latest[min(latest, key=strength)][1]


class TestAnyOrder:
    @settings(
        max_examples=10,
        deadline=None,
        phases=[Phase.explicit, Phase.reuse, Phase.generate],  # each example is a dozen transactions
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(reports=REPORTS, data=st.data(), chunk=st.integers(1, 3))
    def test_the_end_is_the_rules_whatever_the_order_and_the_chunks(
        self, estate: Estate, reports: list[dict[str, Any]], data: st.DataObject, chunk: int
    ) -> None:
        machine = f"HY{uuid.uuid4().hex[:10].upper()}"
        timed = list(enumerate(reports))
        arriving = data.draw(st.permutations(timed))
        for minute, report in arriving:
            said = {key: str(value) if key == "warranty_end" else value for key, value in report.items()}
            source = said.pop("source")
            others = [{"serial": f"{machine}{n}XQ"} for n in range(2)]
            estate.report(source, minute, others[0], {"serial": machine, **said}, others[1], chunk=chunk)

        values = estate.values(machine)
        assert values["ram_mb"] == by_the_rule(timed, "ram_mb", "technical")
        warranty = by_the_rule(timed, "warranty_end", "general")
        assert values["warranty_end"] == (str(warranty) if warranty else None)
        if any("name" in report for report in reports):
            assert values["name"] == by_the_rule(timed, "name", "people")
