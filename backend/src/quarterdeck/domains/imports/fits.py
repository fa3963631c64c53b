"""How well the values of a column fit a field: by their form, or by being known already."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from quarterdeck.domains.assets.fields.definition import AssetField
from quarterdeck.domains.imports.vocabulary import STATUSES, TYPES
from quarterdeck.kit.booleans import parse_boolean
from quarterdeck.kit.dates import DateOrder, parse_datetime, parse_period
from quarterdeck.kit.identifiers.addresses import parse_ips
from quarterdeck.kit.identifiers.macs import parse_macs
from quarterdeck.kit.identifiers.mobiles import normalise_imei
from quarterdeck.kit.identifiers.uuids import normalise_uuid
from quarterdeck.kit.money import parse_money
from quarterdeck.kit.text import compact, fold
from quarterdeck.platform.filters.fields import Kind

_LOOKED_AT, _ENOUGH = 200, 5


@dataclass(frozen=True, slots=True)
class Known:
    """Names of the tenant's own records among the sampled values, folded; and its types of assets."""

    clients: AbstractSet[str] = field(default_factory=frozenset)
    locations: AbstractSet[str] = field(default_factory=frozenset)
    contacts: AbstractSet[str] = field(default_factory=frozenset)
    types: AbstractSet[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Fit:
    """The share of values that fit, and whether not fitting speaks against the field."""

    share: float
    words: str
    is_form: bool


def fit_of(declared: AssetField, values: Sequence[str], known: Known) -> Fit | None:
    """None where the values can't tell: too few, or any text will do."""
    looked_at = values[:_LOOKED_AT]
    if len(looked_at) < _ENOUGH:
        return None
    if declared.id in _VOCABULARIES:
        knows, words = _VOCABULARIES[declared.id]
        return Fit(_share(looked_at, lambda text: knows(text, known)), words, is_form=False)
    form = _FORMS.get(declared.id) or _FORMS_OF_KINDS.get(declared.kind)
    if form is None:
        return None
    has_form, words = form
    return Fit(_share(looked_at, has_form), words, is_form=True)


def _share(values: Sequence[str], fits: Callable[[str], bool]) -> float:
    return sum(map(fits, values)) / len(values)


def _is_date(text: str) -> bool:
    return any(parse_datetime(text, order=order).value is not None for order in DateOrder) or bool(parse_period(text))


def _is_amount(text: str) -> bool:
    amount = text.rstrip("KMGTPBikmgtpb% ")
    return any(parse_money(amount, decimal_sign=sign).is_usable for sign in ".,")


_FORMS: Mapping[str, tuple[Callable[[str], bool], str]] = {
    "mac": (lambda text: bool(parse_macs(text).values), "MAC addresses"),
    "ip": (lambda text: bool(parse_ips(text).values), "IP addresses"),
    "wan_ip": (lambda text: bool(parse_ips(text).values), "IP addresses"),
    "hardware_uuid": (lambda text: normalise_uuid(text).is_usable, "UUIDs"),
    "imei": (lambda text: normalise_imei(text).is_usable, "IMEIs"),
}
_FORMS_OF_KINDS: Mapping[Kind, tuple[Callable[[str], bool], str]] = {
    Kind.DATE: (_is_date, "dates"),
    Kind.DATETIME: (_is_date, "dates"),
    Kind.NUMBER: (_is_amount, "numbers"),
    Kind.MONEY: (_is_amount, "amounts"),
    Kind.BOOLEAN: (lambda text: parse_boolean(text).is_usable, "yes or no"),
    Kind.IP: (lambda text: bool(parse_ips(text).values), "IP addresses"),
}
_VOCABULARIES: Mapping[str, tuple[Callable[[str, Known], bool], str]] = {
    "client": (lambda text, known: fold(text) in known.clients, "known clients"),
    "location": (lambda text, known: fold(text) in known.locations, "known locations"),
    "assigned_to": (lambda text, known: fold(text) in known.contacts, "known people"),
    "type": (lambda text, known: compact(text) in TYPES or compact(text) in known.types, "known types"),
    "status": (lambda text, _known: compact(text) in STATUSES, "known statuses"),
}
#: Fields that values alone can point to, with the most that is given for that.
POINTED_TO: Mapping[str, float] = {
    "mac": 0.8, "hardware_uuid": 0.75, "imei": 0.8, "client": 0.78, "location": 0.78, "assigned_to": 0.75,
    "type": 0.75, "status": 0.75, "ip": 0.7,
}  # fmt: skip
