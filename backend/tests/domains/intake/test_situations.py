"""What happens to machines between two lists, judged as a careful technician would: without a database."""

import uuid
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

import pytest

from quarterdeck.domains.assets.identifiers import identifiers_of
from quarterdeck.domains.intake.identity.comparing import compare
from quarterdeck.domains.intake.identity.identities import Identity, identity_from
from quarterdeck.domains.intake.identity.judging import Candidate, Case, judge

Said = Mapping[str, Any]

MODEL = {"manufacturer": "Dell", "model": "Latitude 5440", "type": "workstation"}
LAPTOP: Said = {
    **MODEL,
    "serial": "5CG1234ABC",
    "hostname": "ACM-LT-014",
    "mac_addresses": ["e4:54:e8:11:22:33"],
    "hardware_uuid": "4c4c4544-0051-3510-8052-b4c04f4a4d32",
}
TWIN: Said = {
    **MODEL,
    "serial": "7HD9876XYZ",
    "hostname": "ACM-LT-015",
    "mac_addresses": ["e4:54:e8:44:55:66"],
    "hardware_uuid": "4c4c4544-0052-3611-8053-b4c04f4a4d33",
}
CLONED: Said = {
    "serial": "VMware-56 4d 1b 2c 3d 4e 5f 60-71 82 93 a4 b5 c6 d7 e8",
    "hardware_uuid": "2c1b4d56-4e3d-605f-7182-93a4b5c6d7e8",
    "hostname": "APP01",
    "mac_addresses": ["00:50:56:aa:00:01"],
    "manufacturer": "VMware",
    "type": "server",
}
BLADES: Sequence[Said] = [
    {
        "serial": "CHAS99881",
        "hostname": f"ESX0{number}",
        "mac_addresses": [f"f4:8e:38:00:00:0{number}"],
        "hardware_uuid": f"4c4c4544-0051-3510-8052-b4c04f4a4d0{number}",
        "manufacturer": "Dell",
        "model": "PowerEdge M640",
        "type": "server",
    }
    for number in range(1, 5)
]
SERVER: Said = {
    "serial": "CZJ1234567",
    "hostname": "SRV-SQL01",
    "mac_addresses": ["94:40:c9:00:00:01"],
    "manufacturer": "HPE",
    "type": "server",
}
PHONE: Said = {
    "imei": "356938035643809",
    "imei2": "490154203237518",
    "name": "iPhone",
    "manufacturer": "Apple",
    "model": "iPhone 13",
    "type": "mobile_device",
}
PRINTER: Said = {
    "serial": "E78096A1N234567",
    "hostname": "PRN-FLOOR2",
    "mac_addresses": ["00:80:77:11:22:33"],
    "manufacturer": "Brother",
    "model": "MFC-L8690CDW",
    "type": "printer",
}
CHASSIS = frozenset({("serial", "CHAS99881")})
OTHER_MAC = ["e4:54:e8:99:88:77"]


def only(machine: Said, *fields: str, **more: Any) -> Said:
    return {**{key: machine[key] for key in fields}, **more}


def identity(said: Said) -> Identity:
    return identity_from(
        identifiers_of(said),
        hostname=said.get("hostname"),
        name=said.get("name") or said.get("hostname"),
        manufacturer=said.get("manufacturer"),
        model=said.get("model"),
        type_key=said.get("type"),
    )


def decided(known: Sequence[Said], row: Said, crowded: AbstractSet[tuple[str, str]] = frozenset()) -> str:
    """The outcome, and of a match the place of the machine among those known."""
    mine, ids = identity(row), [uuid.UUID(int=place) for place in range(len(known))]
    candidates = [
        Candidate(asset, f"A{place}", compare(mine, identity(machine), crowded=crowded))
        for place, (asset, machine) in enumerate(zip(ids, known, strict=True))
    ]
    candidates = [each for each in candidates if each.comparison.identifying]
    verdict = judge(Case(1, candidates), new_asset_id=lambda: uuid.UUID(int=99))
    return f"{verdict.outcome} {ids.index(verdict.asset_id)}" if verdict.asset_id in ids else verdict.outcome


FOLLOWED = [
    pytest.param([LAPTOP, TWIN], only(LAPTOP, "serial", hostname="DESKTOP-9FK2A1B"), id="re-imaged and renamed"),
    pytest.param(
        [LAPTOP, TWIN],
        only(LAPTOP, "mac_addresses", "hardware_uuid", hostname="DESKTOP-9FK2A1B"),
        id="without a serial",
    ),
    pytest.param(
        [LAPTOP, TWIN],
        {**LAPTOP, "mac_addresses": OTHER_MAC, "hardware_uuid": "4c4c4544-0099-3510-8052-b4c04f4a4d99"},
        id="board replaced, the serial written into it",
    ),
    pytest.param([LAPTOP], {**LAPTOP, "mac_addresses": OTHER_MAC}, id="network card replaced"),
    pytest.param([LAPTOP, TWIN], {**LAPTOP, "hostname": "ACM-LT-015"}, id="two laptops swapped names"),
    pytest.param([CLONED], {**CLONED, "hostname": "APP-NEW"}, id="virtual machine renamed"),
    pytest.param([CLONED], {**CLONED, "mac_addresses": ["00:50:56:aa:00:09"]}, id="virtual machine moved"),
    pytest.param([SERVER], {**SERVER, "mac_addresses": ["94:40:c9:00:00:0a"]}, id="the adapter of its iLO"),
    pytest.param([PHONE], only(PHONE, "model", imei="490154203237518", name="iPhone of Ulla"), id="the second SIM"),
    pytest.param([PHONE], {**PHONE, "imei": "490154203237518", "imei2": "356938035643809"}, id="SIMs the other way"),
    pytest.param([PRINTER], only(PRINTER, "hostname", "manufacturer", "type"), id="a printer by its queue"),
    pytest.param([PRINTER], only(PRINTER, "mac_addresses", hostname="BRN008077112233", type="printer"), id="renamed"),
]
NEW = [
    pytest.param(
        [LAPTOP], {**MODEL, "hostname": "ACM-LT-077", "mac_addresses": ["00:e0:4c:01:02:03"]}, id="no relation"
    ),
    pytest.param(
        [{**LAPTOP, "mac_addresses": ["00:e0:4c:01:02:03"]}],
        {**MODEL, "hostname": "ACM-LT-077", "mac_addresses": ["00:e0:4c:01:02:03"]},
        id="the same USB adapter",
    ),
    pytest.param(
        [CLONED],
        {**CLONED, "hostname": "APP02", "mac_addresses": ["00:50:56:aa:00:02"]},
        id="a clone with the same UUID",
    ),
    pytest.param(
        [LAPTOP], {**MODEL, "serial": "NEW5551234", "hostname": "ACM-LT-014"}, id="the successor under the old name"
    ),
    pytest.param([PHONE], {**PHONE, "imei": "352099001761481", "imei2": None}, id="another phone of the same name"),
    pytest.param(
        [PRINTER],
        {**PRINTER, "serial": "E78096B9N000001", "mac_addresses": ["00:80:77:99:99:99"]},
        id="printer replaced",
    ),
    pytest.param(
        [PRINTER], {"hostname": "PRN-FLOOR2", "type": "server", "manufacturer": "Microsoft"}, id="a server called so"
    ),
]
ASKED = [
    pytest.param([LAPTOP], {**MODEL, "hostname": "ACM-LT-014", "mac_addresses": OTHER_MAC}, id="name, other adapter"),
    pytest.param(
        [LAPTOP, TWIN],
        {**MODEL, "hostname": "ACM-LT-015", "mac_addresses": ["e4:54:e8:11:22:33"]},
        id="name or adapter",
    ),
    pytest.param(BLADES[:1], BLADES[1], id="the second node of a chassis whose serial both report"),
    pytest.param(
        [SERVER],
        {**SERVER, "hostname": "ILOCZJ1234567", "mac_addresses": ["94:40:c9:00:00:0a"], "type": "network_device"},
        id="the iLO as a device",
    ),
]


@pytest.mark.parametrize(("known", "row"), FOLLOWED)
def test_the_machine_is_followed(known: Sequence[Said], row: Said) -> None:
    assert decided(known, row) == "matched 0"


@pytest.mark.parametrize(("known", "row"), NEW)
def test_another_machine_is_new(known: Sequence[Said], row: Said) -> None:
    assert decided(known, row) == "created"


@pytest.mark.parametrize(("known", "row"), ASKED)
def test_a_person_is_asked(known: Sequence[Said], row: Said) -> None:
    assert decided(known, row).startswith("review")


def test_blades_are_told_apart_by_what_is_their_own() -> None:
    assert decided(BLADES[:3], BLADES[2], CHASSIS) == "matched 2"
    assert decided(BLADES[:3], BLADES[3], CHASSIS) == "created"
