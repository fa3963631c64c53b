import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterdeck.kit.identifiers.addresses import is_routable, parse_ips
from quarterdeck.kit.identifiers.hostnames import Hostname, are_same_host, normalise_hostname
from quarterdeck.kit.identifiers.macs import MacClass, classify_mac, parse_macs
from quarterdeck.kit.identifiers.makers import canonical_manufacturer, canonical_model
from quarterdeck.kit.identifiers.mobiles import luhn_digit, normalise_imei
from quarterdeck.kit.identifiers.placeholders import is_placeholder
from quarterdeck.kit.identifiers.serials import normalise_serial, virtual_platform
from quarterdeck.kit.identifiers.tags import normalise_tag
from quarterdeck.kit.identifiers.uuids import byte_swapped, normalise_uuid, uuid_match_key

DEVICE_TEXT = st.one_of(
    st.text(),
    st.text("0123456789ABCDEFabcdef :-./,;[]SNEe+#'\"", max_size=40),
    st.lists(
        st.sampled_from(
            ["S/N", ":", " ", "Serial No.", "1.5E+11", ".0", "00", "ABC", "dell", "inc", "-", "asset tag", "\\"]
        ),
        max_size=8,
    ).map("".join),
)


class TestSerials:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("4XK2Y9Q", "4XK2Y9Q"),
            (" 4xk2-y9q ", "4XK2Y9Q"),
            ("S/N: 4XK2Y9Q", "4XK2Y9Q"),
            ("Serial No. 4XK2Y9Q", "4XK2Y9Q"),
            ("SN:4XK2Y9Q", "4XK2Y9Q"),
            ("SN4XK2Y9Q", "SN4XK2Y9Q"),
            ("S/N: S/N# 4XK2Y9Q", "4XK2Y9Q"),
            ("Service Tag: 4XK2Y9Q", "4XK2Y9Q"),
            ("'0012345", "0012345"),
            ("734561.0", "734561"),
            ("5E12345", "5E12345"),
            ("VMware-56 4d 8a 1c 22 33 44 55-66 77 88 99 aa bb cc dd", "VMWARE564D8A1C223344556677889" + "9AABBCCDD"),
        ],
    )
    def test_is_read(self, text: str, expected: str) -> None:
        assert normalise_serial(text).value == expected

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("", "empty"),
            ("To Be Filled By O.E.M.", "placeholder"),
            ("Default string", "placeholder"),
            ("System Serial Number", "placeholder"),
            ("SystemSerialNumb", "placeholder"),
            ("Not Specified", "placeholder"),
            ("None", "placeholder"),
            ("N/A", "placeholder"),
            ("0", "placeholder"),
            ("00000000", "placeholder"),
            ("xxxxxxx", "placeholder"),
            (".", "placeholder"),
            ("123456789", "placeholder"),
            ("1234567890", "placeholder"),
            ("S/N: N/A", "placeholder"),
            ("AB1", "too_short"),
            ("1.23E+11", "spreadsheet_exponent"),
            ("1,23456E+15", "spreadsheet_exponent"),
            ("123456789012346000", "spreadsheet_rounded"),
            ("2026-03-01 00:00:00", "spreadsheet_date"),
            ("Mar-24", "spreadsheet_date"),
            ("3-Mar", "spreadsheet_date"),
            ("03-Mar-2024", "spreadsheet_date"),
            ("QEMU", "placeholder"),
            ("Virtual Machine", "placeholder"),
            ("A" * 30 + "B" * 40, "too_long"),
        ],
    )
    def test_is_refused(self, text: str, code: str) -> None:
        assert normalise_serial(text).code == code

    def test_a_lenovo_barcode_holds_the_serial_at_its_end(self) -> None:
        assert normalise_serial("1S20XW005LUKPF2ABCDE", maker="LENOVO").value == "PF2ABCDE"
        assert normalise_serial("1S20XW005LUKPF2ABCDE", maker="Dell").value == "1S20XW005LUKPF2ABCDE"

    def test_serials_of_virtual_machines_are_known(self) -> None:
        hyper_v = normalise_serial("4126-5943-1187-2342-9012-7654-21").value or ""

        assert virtual_platform(hyper_v) == "Hyper-V"
        assert virtual_platform(normalise_serial("VMware-56 4d" + " 1a" * 14).value or "") == "VMware"
        assert virtual_platform("4XK2Y9Q") is None

    def test_neighbouring_serials_stay_apart(self) -> None:
        assert normalise_serial("PF2ABC01").value != normalise_serial("PF2ABC10").value


class TestMacs:
    @pytest.mark.parametrize(
        "text",
        ["AA:BB:CC:DD:EE:0F", "aa-bb-cc-dd-ee-0f", "aabb.ccdd.ee0f", "AABBCCDDEE0F", "aabbcc-ddee0f", "0xAABBCCDDEE0F"]  # noqa: RUF005
        + ["[aa:bb:cc:dd:ee:f]", "aa bb cc dd ee 0f", "MAC: AA:BB:CC:DD:EE:0F", "aa:bb:cc:dd:ee:0f;AA-BB-CC-DD-EE-0F"],
    )
    def test_every_spelling_is_one(self, text: str) -> None:
        assert parse_macs(text).values == ("aa:bb:cc:dd:ee:0f",)
        assert parse_macs(text).problems == ()

    def test_lists_keep_their_order_and_what_is_no_address_is_reported(self) -> None:
        found = parse_macs("[00:1A:2B:3C:4D:5E, 001A2B3C4D5F; 1.23E+11 | zz]")

        assert found.values == ("00:1a:2b:3c:4d:5e", "00:1a:2b:3c:4d:5f")
        assert [problem.split("'")[1] for problem in found.problems] == ["1.23E+11", "zz"]

    @pytest.mark.parametrize("text", ["00:11:22:33:44:55:66:77", "aabbccddeeff00", "AABBCCDDEE", "aa:bb:cc:dd:ee"])
    def test_longer_and_shorter_ones_are_not_cut_to_fit(self, text: str) -> None:
        assert parse_macs(text).values == ()
        assert parse_macs(text).problems

    @pytest.mark.parametrize(
        ("mac", "description", "kind", "proves"),
        [
            ("00:1a:2b:3c:4d:5e", "Intel Ethernet", MacClass.GLOBAL, True),
            ("00:00:00:00:00:00", "", MacClass.NOTHING, False),
            ("ff:ff:ff:ff:ff:ff", "", MacClass.NOTHING, False),
            ("01:00:5e:00:00:01", "", MacClass.MULTICAST, False),
            ("da:a1:19:00:00:01", "", MacClass.LOCAL, False),
            ("00:0c:29:12:34:56", "", MacClass.VIRTUAL_MACHINE, True),
            ("52:54:00:12:34:56", "", MacClass.VIRTUAL_MACHINE, True),
            ("02:42:ac:11:00:02", "", MacClass.VIRTUAL_ADAPTER, False),
            ("00:05:9a:3c:7a:00", "", MacClass.VIRTUAL_ADAPTER, False),
            ("00:0b:ca:fe:00:00", "", MacClass.VIRTUAL_ADAPTER, False),
            ("8c:ae:4c:11:22:33", "", MacClass.SHARED_ADAPTER, False),
            ("f8:e4:3b:11:22:33", "", MacClass.SHARED_ADAPTER, False),
            ("00:1a:2b:3c:4d:5e", "Lenovo USB Ethernet", MacClass.SHARED_ADAPTER, False),
            ("00:1a:2b:3c:4d:5e", "Cisco AnyConnect VPN", MacClass.VIRTUAL_ADAPTER, False),
        ],
    )
    def test_what_an_address_proves(self, mac: str, description: str, kind: MacClass, proves: bool) -> None:
        verdict = classify_mac(mac, description=description)

        assert (verdict.kind, verdict.proves) == (kind, proves)
        assert verdict.proves or verdict.reason


class TestHostnames:
    @pytest.mark.parametrize(
        ("text", "short", "domain"),
        [
            ("WS-0012", "ws-0012", None),
            ("ws-0012.acme.local.", "ws-0012", "acme.local"),
            ("ACME\\WS-0012", "ws-0012", None),
            ("\\\\WS-0012", "ws-0012", None),
            ("WS-0012$", "ws-0012", None),
            ("Büro-PC", "büro-pc", None),
        ],
    )
    def test_is_read(self, text: str, short: str, domain: str | None) -> None:
        assert normalise_hostname(text).value == Hostname(short, domain, is_generic=False)

    @pytest.mark.parametrize(
        ("text", "code"),
        [  # noqa: RUF005
            ("10.0.0.7", "hostname_is_address"),
            ("fe80::1", "hostname_is_address"),
            ("N/A", "placeholder"),
            (" ", "empty"),
        ]
        + [("http://x/y", "not_a_hostname"), ("a" * 300, "placeholder"), ("ab-c" * 80, "too_long")],
    )
    def test_is_refused(self, text: str, code: str) -> None:
        assert normalise_hostname(text).code == code

    @pytest.mark.parametrize(
        ("text", "generic"),
        [("localhost", True), ("DESKTOP", True), ("PC1", True), ("MINITNT", False), ("minint-8f3k2", True)]  # noqa: RUF005
        + [("DESKTOP-8F3K2LQ", False), ("PC0471", False), ("DC01", False), ("MacBook-Pro", True)],
    )
    def test_names_that_many_share_are_marked(self, text: str, generic: bool) -> None:
        found = normalise_hostname(text).value

        assert found is not None
        assert found.is_generic is generic

    def test_a_name_cut_by_netbios_is_the_same_host_and_its_neighbour_is_not(self) -> None:
        def host(text: str) -> Hostname:
            found = normalise_hostname(text).value
            assert found
            return found

        assert are_same_host(host("ACME-ACCOUNTING"), host("acme-accounting-pc7.acme.local"))
        assert are_same_host(host("ws-1"), host("WS-1.acme.local"))
        assert not are_same_host(host("ws-1.globex.local"), host("ws-1.acme.local"))
        assert not are_same_host(host("ws-0012"), host("ws-0013"))
        assert not are_same_host(host("ws-1"), host("ws-12"))


class TestAddresses:
    def test_masks_zones_ports_and_lists(self) -> None:
        found = parse_ips(
            "10.0.0.7/24, [fe80::1%eth0]; 192.168.1.4:443 255.255.255.0 ::ffff:10.0.0.8 0.0.0.0 300.1.1.1"
        )

        assert found.values == ("10.0.0.7", "fe80::1", "192.168.1.4", "10.0.0.8")
        assert found.problems == ("'300.1.1.1' is not an IP address.",)

    def test_self_assigned_addresses_say_nothing(self) -> None:
        assert [is_routable(ip) for ip in ("10.0.0.1", "169.254.3.4", "127.0.0.1", "fe80::1")] == [True] + [False] * 3


class TestMobiles:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("490154203237518", "490154203237518"),
            ("IMEI: 49-015420-323751-8", "490154203237518"),
            ("49015420323751", "490154203237518"),
            ("4901542032375101", "490154203237518"),
            ("490154203237518.0", "490154203237518"),
            ("49-015420-323751-8 / 01", "490154203237518"),
            ("A0000 0041B5E8", None),
            ("a000000041b5e8", "A000000041B5E8"),
        ],
    )
    def test_is_read(self, text: str, expected: str | None) -> None:
        assert normalise_imei(text).value == expected

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("490154203237519", "imei_check_digit"),
            ("3.5E+14", "spreadsheet_exponent"),
            ("000000000000000", "placeholder"),
            ("12345", "placeholder"),
            ("4901542", "not_an_imei"),
            ("", "empty"),
        ],
    )
    def test_is_refused(self, text: str, code: str) -> None:
        assert normalise_imei(text).code == code

    @given(st.text("0123456789", min_size=14, max_size=14), st.integers(0, 13), st.integers(1, 9))
    def test_one_wrong_digit_is_always_found(self, body: str, place: int, shift: int) -> None:
        wrong = body[:place] + str((int(body[place]) + shift) % 10) + body[place + 1 :]

        assert luhn_digit(wrong) != luhn_digit(body)


class TestUuids:
    def test_both_byte_orders_have_one_key(self) -> None:
        one = normalise_uuid("{4C4C4544-0042-3510-8052-B4C04F4A3632}").value or ""
        other = str(byte_swapped(uuid.UUID(one)))

        assert one == "4c4c4544-0042-3510-8052-b4c04f4a3632"
        assert other == "44454c4c-4200-1035-8052-b4c04f4a3632"
        assert uuid_match_key(one) == uuid_match_key(other)

    @pytest.mark.parametrize(
        ("text", "code"),
        [("0" * 32, "placeholder"), ("FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF", "placeholder"), ("12", "not_a_uuid")]  # noqa: RUF005
        + [("03000200-0400-0500-0006-000700080009", "placeholder"), ("", "empty")],
    )
    def test_is_refused(self, text: str, code: str) -> None:
        assert normalise_uuid(text).code == code


class TestTagsAndMakers:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [("ast-0412", "AST-0412"), ("Asset Tag: 12", "12"), ("0042", "0042"), ("42.0", "42"), ("A 1", "A1")]  # noqa: RUF005
        + [("11111", "11111"), ("none", None), ("000", None), ("1.2E+9", None), ("A–1", "A-1")],  # noqa: RUF001
    )
    def test_tags(self, text: str, expected: str | None) -> None:
        assert normalise_tag(text).value == expected

    @pytest.mark.parametrize(
        ("text", "expected"),
        [("Hewlett-Packard", "HP"), ("HP Inc.", "HP"), ("Hewlett Packard Enterprise", "HPE"), ("LENOVO", "Lenovo")]  # noqa: RUF005
        + [("Dell Inc.", "Dell"), ("Micro-Star International Co., Ltd.", "MSI"), ("VMware, Inc.", "VMware")]
        + [("ASUSTeK COMPUTER INC.", "ASUS"), ("Acme Robots Ltd", "Acme Robots Ltd"), ("To Be Filled By O.E.M.", None)],
    )
    def test_makers(self, text: str, expected: str | None) -> None:
        assert canonical_manufacturer(text).value == expected

    @pytest.mark.parametrize(
        ("text", "maker", "expected"),
        [
            ("Dell Inc. Latitude 5420", "Dell", "Latitude 5420"),
            ("HP HP EliteBook 840 G8", "Hewlett-Packard", "EliteBook 840 G8"),
            ("Dell", "Dell", "Dell"),
            ("Latitude 5420", None, "Latitude 5420"),
            ("System Product Name", "ASUS", None),
        ],
    )
    def test_models(self, text: str, maker: str | None, expected: str | None) -> None:
        assert canonical_model(text, manufacturer=maker).value == expected


class TestAnyText:
    @given(DEVICE_TEXT)
    def test_normalising_twice_changes_nothing_and_never_raises(self, text: str) -> None:
        for normalise in (normalise_serial, normalise_tag, normalise_imei, normalise_uuid, canonical_manufacturer):
            value = normalise(text).value
            if value is not None:
                assert normalise(value).value == value
        model = canonical_model(text, manufacturer="Dell").value
        if model is not None:
            assert canonical_model(model, manufacturer="Dell").value == model
        host = normalise_hostname(text).value
        if host is not None:
            assert normalise_hostname(host.full).value == host

    @given(DEVICE_TEXT)
    def test_lists_read_back_what_they_found(self, text: str) -> None:
        macs = parse_macs(text).values
        assert parse_macs(", ".join(macs)).values == macs
        for mac in macs:
            classify_mac(mac, description=text)
        ips = parse_ips(text).values
        assert parse_ips(", ".join(ips)).values == ips

    @given(st.text())
    def test_asking_for_placeholders_never_raises(self, text: str) -> None:
        assert is_placeholder(text) in {True, False}
