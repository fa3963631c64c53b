"""Values that identify nothing: the shipped list, and a tenant's own word above it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterdeck.kit.identifiers.hostnames import normalise_hostname
from quarterdeck.kit.identifiers.junk import Junk, JunkKind, is_shipped, junk_key, shipped
from quarterdeck.kit.identifiers.placeholders import Lists
from quarterdeck.kit.identifiers.serials import normalise_serial
from quarterdeck.kit.identifiers.tags import normalise_tag
from quarterdeck.kit.identifiers.uuids import normalise_uuid

UUID = "4c4c4544-0043-3010-8052-b4c04f564231"


class TestLists:
    @pytest.mark.parametrize("text", ["Chassis", "c h a s s i s", "S/N: CHASSIS"])
    def test_an_added_serial_identifies_nothing_however_it_is_written(self, text: str) -> None:
        assert normalise_serial(text).value == "CHASSIS"
        assert normalise_serial(text, lists=Lists(added=frozenset({"CHASSIS"}))).code == "placeholder"

    def test_what_is_allowed_counts_though_it_is_shipped(self) -> None:
        assert normalise_serial("Default string").value is None
        assert normalise_serial("Default string", lists=Lists(allowed=frozenset({"DEFAULTSTRING"}))).value is not None
        assert normalise_serial("12345678", lists=Lists(allowed=frozenset({"12345678"}))).value == "12345678"

    def test_tags_uuids_and_host_names_too(self) -> None:
        assert normalise_tag("A-1", lists=Lists(added=frozenset({"A1"}))).value is None
        assert normalise_tag("1111", lists=Lists(added=frozenset({"1111"}))).value is None
        digits = frozenset({UUID.replace("-", "")})
        assert normalise_uuid(UUID, lists=Lists(added=digits)).code == "placeholder"
        junk = "03000200-0400-0500-0006-000700080009"
        assert normalise_uuid(junk, lists=Lists(allowed=frozenset({junk.replace("-", "")}))).value == junk
        added, allowed = Lists(added=frozenset({"kiosk-till"})), Lists(allowed=frozenset({"reception"}))
        for lists, name, is_generic in ((added, "KIOSK-TILL.acme.local", True), (allowed, "Reception", False)):
            host = normalise_hostname(name, lists).value
            assert host is not None
            assert host.is_generic is is_generic


class TestJunk:
    @pytest.mark.parametrize(
        ("kind", "text", "key"),
        [
            (JunkKind.MAC, "00-24-9B", "00:24:9b"),
            (JunkKind.MAC, "0024.9b01", "00:24:9b:01"),
            (JunkKind.MAC, "00:", None),
            (JunkKind.MAC, "00:24:9b:0", None),
            (JunkKind.MAC, "zz:24:9b", None),
            (JunkKind.UUID, f"{{{UUID.upper()}}}", UUID.replace("-", "")),
            (JunkKind.UUID, "no", None),
            (JunkKind.SERIAL, " no-serial ", "NOSERIAL"),
            (JunkKind.SERIAL, "--", None),
            (JunkKind.HOSTNAME, "PC.acme.local", "pc"),
        ],
    )
    def test_values_are_compared_in_one_form(self, kind: JunkKind, text: str, key: str | None) -> None:
        assert junk_key(kind, text) == key

    def test_the_longest_beginning_of_an_address_counts(self) -> None:
        own = Lists(added=frozenset({"00:24:9b"}), allowed=frozenset({"00:24:9b:01"}))
        junk = Junk({JunkKind.MAC: own})
        assert junk.says("mac", "00:24:9b:02:00:00") is True
        assert junk.says("mac", "00:24:9b:01:00:00") is False
        assert junk.says("mac", "00:24:9c:01:00:00") is None
        assert junk.says("imei", "1") is None

    @pytest.mark.parametrize("kind", list(JunkKind))
    def test_everything_shipped_is_junk(self, kind: JunkKind) -> None:
        listed = list(shipped(kind))
        assert listed
        assert [value for value, _ in listed if not is_shipped(kind, value)] == []

    @given(st.sampled_from(list(JunkKind)), st.text(max_size=40))
    def test_the_form_of_the_form_is_the_form(self, kind: JunkKind, text: str) -> None:
        key = junk_key(kind, text)
        assert key is None or junk_key(kind, key) == key
