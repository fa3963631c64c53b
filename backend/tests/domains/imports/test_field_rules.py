"""Rules of a tenant's own fields, met by a file: bad rows come back with the reason, good rows go in."""

from quarterdeck.domains.assets.schemas import CustomFieldCreate, CustomFieldPatch, FieldChoice
from quarterdeck.domains.assets.service.custom_fields import (
    create_custom_field,
    list_custom_fields,
    update_custom_field,
)
from tests.domains.imports.conftest import Importer
from tests.domains.imports.test_importing import assets, error_lines, machine


def define(importer: Importer, **values: object) -> None:
    with importer.runtime.database.session_for(importer.tenant.actor) as session:
        create_custom_field(session, importer.tenant.actor, CustomFieldCreate.model_validate(values))


class TestRules:
    def test_bad_rows_come_back_with_the_reason_and_good_rows_go_in(self, importer: Importer) -> None:
        define(
            importer, label="Bay code", kind="text", pattern="[A-Z][0-9]{2}", pattern_hint="A letter and two digits."
        )
        define(importer, label="Seats", kind="number", minimum="1", maximum="10")

        done = importer.rows(
            machine(1, **{"Bay code": "B12", "Seats": "10"}),
            machine(2, **{"Bay code": "b12", "Seats": "3"}),
            machine(3, **{"Bay code": "C01", "Seats": "11"}),
        )

        assert [asset["custom"] for asset in assets(importer)] == [{"bay_code": "B12", "seats": 10}]
        told = [(line["Hostname"], line["Quarterdeck code"]) for line in error_lines(importer, done)]
        assert told == [("WS-0002", "pattern_mismatch"), ("WS-0003", "too_large")]

    def test_a_default_is_for_what_is_created_and_a_retired_choice_for_nothing_new(self, importer: Importer) -> None:
        define(importer, label="Tier", kind="choice", choices=["Gold", "Silver"])
        define(importer, label="Owner", kind="text", default_value="IT")
        importer.rows(machine(1, Tier="Gold"))
        with importer.runtime.database.session_for(importer.tenant.actor) as session:
            tier = next(each for each in list_custom_fields(session, importer.tenant.actor) if each.key == "tier")
            choices = [
                FieldChoice(value="Gold", label="Gold", retired=True),
                FieldChoice(value="Silver", label="Silver"),
            ]
            patch = CustomFieldPatch(choices=choices)
            update_custom_field(session, importer.tenant.actor, tier.id, patch, expected_version=None)

        again = importer.rows(machine(1, Tier="Gold", Model="X1"), machine(2, Tier="Gold"), machine(3, Owner="Lab"))

        assert again.outcomes == ["updated", "created", "created"]
        assert [asset["custom"] for asset in assets(importer)] == [
            {"tier": "Gold", "owner": "IT"}, {"owner": "IT"}, {"owner": "Lab"},
        ]  # fmt: skip
