"""Is this row that machine? One test for each thing that happens to real inventories."""

from collections.abc import Sequence

import pytest

from tests.domains.imports.conftest import Done, Importer, Row

LAPTOP: Row = {
    "Serial Number": "PF2AB9X1",
    "Hostname": "WS-0012",
    "MAC": "3c:52:82:11:22:33",
    "Asset Tag": "LT-0412",
    "UUID": "4c4c4544-0051-3510-8052-b4c04f4a4d32",
    "Manufacturer": "Dell Inc.",
    "Model": "Latitude 5420",
    "Type": "Laptop",
}


def laptop(**changed: str) -> Row:
    """The laptop with some cells changed; an empty text empties one."""
    names = {"serial": "Serial Number", "hostname": "Hostname", "mac": "MAC", "tag": "Asset Tag", "uuid": "UUID"}
    names |= {"maker": "Manufacturer", "model": "Model", "type": "Type", "client": "Client", "name": "Name"}
    return {**LAPTOP, **{names[key]: value for key, value in changed.items()}}


def bare(**cells: str) -> Row:
    """A row that says nothing but this."""
    return laptop(
        **{**dict.fromkeys(("serial", "hostname", "mac", "tag", "uuid", "maker", "model", "type"), ""), **cells}
    )


def after(importer: Importer, known: Sequence[Row], *rows: Row) -> Done:
    """What is decided about `rows` once `known` are on record."""
    first = importer.rows(*known)
    assert set(first.outcomes) == {"created"}, [row.reason for row in first.rows]
    return importer.rows(*rows)


class TestFollowed:
    """The machine changed, and is still the same one."""

    @pytest.mark.parametrize(
        ("row", "matched_on"),
        [
            pytest.param(laptop(), {"serial", "tag", "mac", "hostname", "uuid"}, id="the same row"),
            pytest.param(bare(serial="pf2-ab9x1"), {"serial"}, id="the serial alone, spelt otherwise"),
            pytest.param(bare(serial="S/N: PF2AB9X1"), {"serial"}, id="the serial with a label in front"),
            pytest.param(bare(tag="lt-0412"), {"tag"}, id="the tag alone"),
            pytest.param(bare(mac="3C-52-82-11-22-33"), {"mac"}, id="the MAC alone"),
            pytest.param(bare(hostname="ws-0012.corp.local"), {"hostname"}, id="the full host name alone"),
            pytest.param(bare(name="WS-0012"), {"hostname"}, id="the name alone"),
            pytest.param(laptop(hostname="LON-LT-77"), {"serial", "tag", "mac", "uuid"}, id="renamed"),
            pytest.param(
                laptop(hostname="DESKTOP-9FK2", tag="", mac=""), {"serial", "uuid"}, id="set up anew under another name"
            ),
            pytest.param(
                laptop(mac="3c:52:82:99:99:99"), {"serial", "tag", "hostname", "uuid"}, id="network card replaced"
            ),
            pytest.param(
                laptop(serial="CN7ZZ004", uuid=""), {"tag", "mac", "hostname"}, id="board replaced, the rest agrees"
            ),
            pytest.param(
                laptop(serial="To be filled by O.E.M."), {"tag", "mac", "hostname", "uuid"}, id="placeholder serial"
            ),
            pytest.param(
                bare(serial="PF2AB9XI", hostname="WS-0012", mac="3c:52:82:11:22:33"),
                {"serial", "mac", "hostname"},
                id="I typed for 1, supported",
            ),
            pytest.param(
                bare(serial="PF2AB9", hostname="WS-0012"), {"serial", "hostname"}, id="serial cut off, supported"
            ),
        ],
    )
    def test_it_is_found(self, importer: Importer, row: Row, matched_on: set[str]) -> None:
        done = after(importer, [LAPTOP], row)
        assert done.outcomes[0] in {"updated", "unchanged"}, done.rows[0].reason
        assert set(done.rows[0].matched_on) == matched_on
        assert done.rows[0].score > 0.85

    def test_a_replaced_card_adds_its_address_and_keeps_the_old_one(self, importer: Importer) -> None:
        done = after(importer, [LAPTOP], laptop(mac="3c:52:82:99:99:99"))
        assert done.rows[0].changes == {"columns": {"mac_addresses": ["3c:52:82:99:99:99", "3c:52:82:11:22:33"]}}

    def test_a_renamed_machine_is_found_by_its_new_name_and_its_asset_follows(self, importer: Importer) -> None:
        done = after(importer, [LAPTOP], laptop(hostname="LON-LT-77"))
        assert done.rows[0].changes == {"columns": {"hostname": "LON-LT-77", "name": "LON-LT-77"}}
        again = importer.rows(bare(hostname="LON-LT-77"))
        assert (again.outcomes, again.rows[0].asset_id) == (["unchanged"], done.rows[0].asset_id)


class TestToldApart:
    """It looks alike, and is another machine."""

    @pytest.mark.parametrize(
        "row",
        [
            pytest.param(
                laptop(serial="PF2AB9X2", hostname="WS-0013", mac="", tag="", uuid=""), id="next serial, next name"
            ),
            pytest.param(bare(hostname="WS-0013"), id="next name in the series"),
            pytest.param(
                laptop(serial="PF2A89X1", hostname="WS-0013", mac="", tag="", uuid=""), id="8 for B is another serial"
            ),
            pytest.param(bare(serial="PF2AB9X2"), id="next serial in the series"),
            pytest.param(bare(serial="PF2A9BX1"), id="two characters of the serial swapped, unsupported"),
            pytest.param(
                laptop(serial="PF9ZZ001", mac="3c:52:82:aa:bb:cc", tag="", uuid=""),
                id="host name reused after a replacement",
            ),
            pytest.param(
                laptop(serial="PF9ZZ001", hostname="WS-0099", tag="", uuid=""), id="the same dock on another laptop"
            ),
        ],
    )
    def test_it_is_new(self, importer: Importer, row: Row) -> None:
        done = after(importer, [LAPTOP], row)
        assert done.outcomes == ["created"], done.rows[0].reason

    def test_cloned_machines_share_a_uuid_and_are_three(self, importer: Importer) -> None:
        clones = [
            laptop(
                serial="",
                tag="",
                hostname=f"VM{n:03}",
                mac=f"00:50:56:00:00:{n:02x}",
                maker="VMware, Inc.",
                type="Server",
            )
            for n in range(3)
        ]
        assert importer.rows(*clones).outcomes == ["created"] * 3
        assert importer.rows(*reversed(clones)).outcomes == ["unchanged"] * 3

    def test_a_clone_with_the_serial_of_its_original_is_another_machine(self, importer: Importer) -> None:
        serial = "VMware-56 4d 1b 2c 3d 4e 5f 60-71 82 93 a4 b5 c6 d7 e8"
        original = laptop(
            serial=serial, tag="", hostname="APP01", mac="00:50:56:aa:00:01", maker="VMware, Inc.", type="VM"
        )
        clone = {**original, "Hostname": "APP02", "MAC": "00:50:56:aa:00:02"}
        assert after(importer, [original], clone).outcomes == ["created"]

    def test_junk_serials_join_nobody(self, importer: Importer) -> None:
        junk = (
            "To be filled by O.E.M.",
            "Default string",
            "System Serial Number",
            "00000000",
            "None",
            "N/A",
            "123456789",
        )
        rows = [bare(serial=serial, hostname=f"PC-{n:02}") for n, serial in enumerate(junk)]
        assert importer.rows(*rows).outcomes == ["created"] * len(junk)

    def test_a_serial_on_machines_of_many_names_is_junk_we_did_not_know(self, importer: Importer) -> None:
        rows = [
            bare(serial="CHASSIS001X", hostname=f"SRV-{n:02}", mac=f"3c:52:82:00:01:{n:02x}", maker="Dell")
            for n in range(5)
        ]
        assert importer.rows(*rows).outcomes == ["created"] * 5
        assert importer.rows(*rows).outcomes == ["unchanged"] * 5

    def test_laptops_on_one_dock_stay_apart(self, importer: Importer) -> None:
        dock = "3c:52:82:dd:cc:01"
        rows = [bare(hostname=f"LT-{n:03}", mac=dock, maker="Dell", model="Latitude 5420") for n in range(4)]
        assert importer.rows(*rows).outcomes == ["created"] * 4
        assert importer.rows(*rows).outcomes == ["unchanged"] * 4

    def test_the_same_name_at_another_client_is_another_machine(self, importer: Importer) -> None:
        acme, globex = ({**bare(hostname="DC01", serial=""), "Client": name} for name in ("Acme", "Globex"))
        done = importer.rows(acme, globex)
        assert done.outcomes == ["created", "created"]
        again = importer.rows(globex, acme)
        assert [row.asset_id for row in again.rows] == [row.asset_id for row in reversed(done.rows)]

    def test_the_same_serial_at_another_client_is_never_joined(self, importer: Importer) -> None:
        done = importer.rows({**LAPTOP, "Client": "Acme"}, {**LAPTOP, "Client": "Globex"})
        assert done.outcomes == ["created", "created"]

    def test_five_phones_of_which_only_the_model_is_known_stay_five(self, importer: Importer) -> None:
        phones = [bare(name="iPhone", maker="Apple", model="iPhone 13", type="Phone") for _ in range(5)]
        assert importer.rows(*phones).outcomes == ["created"] * 5
        again = importer.rows(*phones)
        assert again.outcomes == ["unchanged"] * 5
        assert len({row.asset_id for row in again.rows}) == 5


class TestLeftToAPerson:
    """The evidence contradicts itself. Nothing is merged and nothing is made."""

    @pytest.mark.parametrize(
        ("row", "because"),
        [
            pytest.param(
                bare(serial="PF2AB9X1", tag="LT-0999"), "the tag is that of", id="serial of one, tag of another"
            ),
            pytest.param(
                bare(serial="PF2AB9X1", maker="Lenovo"), "the manufacturer differ", id="same serial, another maker"
            ),
            pytest.param(bare(serial="PF2AB9X1", type="Printer"), "the type differ", id="same serial, another type"),
            pytest.param(
                bare(serial="CN7ZZ004", hostname="WS-0012", mac="3c:52:82:11:22:33"),
                "It may be",
                id="board replaced, little else",
            ),
            pytest.param(
                bare(serial="CN7ZZ004", tag="LT-0412"), "The tag is that of", id="a new machine with a tag in use"
            ),
            pytest.param(
                bare(hostname="WS-0044", mac="3c:52:82:11:22:33"),
                "renamed, or a shared dock",
                id="a MAC under another name",
            ),
        ],
    )
    def test_it_goes_to_review_with_a_candidate(self, importer: Importer, row: Row, because: str) -> None:
        other = bare(serial="PF9ZZ777", hostname="WS-0999", tag="LT-0999", maker="Dell")
        known = importer.rows(LAPTOP, other)
        done = importer.rows(row)
        assert done.outcomes == ["review"], done.rows[0].reason
        assert because in done.rows[0].reason
        assert done.rows[0].asset_id in {each.asset_id for each in known.rows}
        assert done.rows[0].changes is None

    def test_a_name_that_two_machines_have_points_to_neither(self, importer: Importer) -> None:
        twins = [bare(hostname="RECEPTION-PC", serial=serial) for serial in ("PF2AB9X1", "PF9ZZ777")]
        done = after(importer, twins, bare(hostname="RECEPTION-PC"))
        assert done.outcomes == ["review"]


class TestInOneFile:
    def test_a_row_that_says_the_same_again_is_a_duplicate_of_the_first(self, importer: Importer) -> None:
        done = importer.rows(laptop(), laptop(hostname="OTHER", serial="", tag="", uuid="", mac=""), laptop())
        assert done.outcomes == ["created", "created", "duplicate_in_file"]
        assert (done.rows[2].duplicate_of_row, done.rows[2].asset_id) == (1, done.rows[0].asset_id)

    def test_halves_of_one_machine_are_one(self, importer: Importer) -> None:
        done = importer.rows(
            bare(serial="PF2AB9X1", hostname="WS-0012"),
            bare(serial="PF2AB9X1", mac="3c:52:82:11:22:33"),
            bare(mac="3c:52:82:11:22:33"),
        )
        assert done.outcomes == ["created", "duplicate_in_file", "duplicate_in_file"]
        assert [row.duplicate_of_row for row in done.rows] == [None, 1, 1]

    def test_of_two_rows_about_a_known_machine_the_first_counts(self, importer: Importer) -> None:
        done = after(importer, [LAPTOP], laptop(hostname="WS-0012"), bare(serial="PF2AB9X1", hostname="WS-OLD"))
        assert done.outcomes == ["unchanged", "duplicate_in_file"]
        assert done.rows[1].asset_id == done.rows[0].asset_id

    def test_a_long_list_is_decided_the_same_in_any_chunking(self, importer: Importer) -> None:
        rows = [bare(serial=f"PF2AB{n % 7:03}", hostname=f"WS-{n % 7:04}") for n in range(20)]
        done = importer.rows(*rows)
        assert done.outcomes == ["created"] * 7 + ["duplicate_in_file"] * 13
        assert [row.duplicate_of_row for row in done.rows[7:]] == [n % 7 + 1 for n in range(7, 20)]


class TestExplained:
    def test_the_reason_names_the_asset_what_agrees_and_what_does_not(self, importer: Importer) -> None:
        done = after(importer, [LAPTOP], laptop(hostname="LON-LT-77", tag=""))
        reason = done.rows[0].reason
        assert reason.startswith("Row 1 is LT-0412: ")
        assert "serial PF2AB9X1 equal" in reason
        assert "hostname different (lon-lt-77 against ws-0012)" in reason

    def test_the_weights_add_up_and_stay_with_the_row(self, importer: Importer) -> None:
        done = after(importer, [LAPTOP], laptop())
        weights = {each["kind"]: each["weight"] for each in done.rows[0].evidence}
        assert weights["serial"] == 10.0
        assert weights["mac"] == 6.0


def test_a_name_against_another_adapter_is_for_a_person(importer: Importer) -> None:
    """A replaced network card, or the next machine under the old name: the row alone can't tell."""
    row = bare(hostname="WS-0012", mac="3c:52:82:aa:bb:cc", maker="Dell Inc.", model="Latitude 5420", type="Laptop")
    assert after(importer, [LAPTOP], row).outcomes == ["review"]


def test_a_batch_with_one_serial_and_uuid_is_for_a_person(importer: Importer) -> None:
    rows = [laptop(hostname="WS-0013", mac="3c:52:82:11:22:34", tag="")]
    assert importer.rows(laptop(tag=""), *rows).outcomes == ["created", "review"]
