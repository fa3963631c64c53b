"""Reading a value into a field. The API, imports and bulk edits all come through `parse_value`."""

import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias, TypeVar
from urllib.parse import urlsplit

from quarterdeck.domains.assets.fields import normal
from quarterdeck.domains.assets.fields.definition import AssetField, CustomValue
from quarterdeck.domains.assets.fields.rules import broken_rule
from quarterdeck.kit.booleans import parse_boolean
from quarterdeck.kit.dates import DateOrder, parse_date, parse_datetime
from quarterdeck.kit.identifiers.addresses import is_routable, parse_ips
from quarterdeck.kit.identifiers.macs import parse_macs
from quarterdeck.kit.money import Money, parse_amount, parse_money
from quarterdeck.kit.outcomes import Outcome, shown
from quarterdeck.kit.text import clean_text
from quarterdeck.platform.filters.errors import ValueProblem
from quarterdeck.platform.filters.fields import Kind
from quarterdeck.platform.filters.values import read_choice

_T = TypeVar("_T")

Value: TypeAlias = str | int | Decimal | bool | date | datetime | uuid.UUID | list[str]

_NUMBER_WITH_UNIT = re.compile(r"([+-]?\d[\d,. '\u2019]*)\s*([A-Za-z%]*)")
_THREE_BEHIND = re.compile(r"([1-9]\d{0,2})[.,](\d{3})")
_BYTES = {"B": 1, "KB": 2**10, "MB": 2**20, "GB": 2**30, "TB": 2**40, "PB": 2**50}
_BINARY = {"KIB": "KB", "MIB": "MB", "GIB": "GB", "TIB": "TB", "PIB": "PB", "BYTES": "B"}
_MAX_MONEY = Decimal(10) ** 12
_MAX_TAGS = 50


@dataclass(frozen=True, slots=True)
class Reading:
    """How a source writes what can be read in more than one way; proved per column by whoever imports."""

    date_order: DateOrder | None = None
    decimal_sign: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a value cannot be taken: a stable code and a sentence."""

    code: str
    message: str


class _Refused(Exception):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(code, message)


AS_IS = Reading()


def parse_value(declared: AssetField, raw: object, *, reading: Reading = AS_IS) -> Value | Problem | None:
    """The value as the register stores it, None for no value, or what is wrong with it."""
    # A letter or digit in front is not cleaned away.
    if raw is None or raw == [] or (isinstance(raw, str) and not raw[:1].isalnum() and not clean_text(raw)):
        return Problem("required", f"{declared.label} cannot be empty.") if declared.is_required else None
    try:
        value = _PARSERS[declared.kind](declared, raw, reading)
    except _Refused as refused:
        return refused.problem
    if value is None and declared.is_required:
        return Problem("required", f"{declared.label} cannot be empty.")
    broken = broken_rule(declared.label, declared.rules, value) if declared.rules is not None else None
    return Problem(*broken) if broken is not None else value


def _text_of(declared: AssetField, raw: object) -> str:
    """A single value as text: what JSON and spreadsheets hold as a number reads like its text."""
    if isinstance(raw, str):
        return raw.encode("utf-8", "ignore").decode()  # half a surrogate pair is no text, and cannot be answered back
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal | date | datetime | uuid.UUID):
        raise _Refused("wrong_kind", f"{declared.label} takes a single value, not {_kind_of(raw)}.")
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 2**53:
        return str(int(raw))
    return raw.isoformat() if isinstance(raw, date) else str(raw)


def _kind_of(raw: object) -> str:
    match raw:
        case bool():
            return "yes or no"
        case Mapping():
            return "an object"
        case _:
            return "a list"


def _text(declared: AssetField, raw: object, _reading: Reading) -> str | None:
    text = clean_text(_text_of(declared, raw), keep_lines=declared.limits.lines)
    if len(text) > declared.limits.length:
        raise _Refused(
            "too_long", f"{declared.label} takes {declared.limits.length:,} characters; this has {len(text):,}."
        )
    if declared.format == "url" and text:
        _check_link(declared, text)
    if declared.format == "currency" and text:
        text = text.upper()
        if not re.fullmatch("[A-Z]{3}", text):
            raise _Refused("not_a_currency", f"'{shown(text)}' is not a currency. Write a code such as GBP.")
    return text or None


def _check_link(declared: AssetField, text: str) -> None:
    try:
        parts = urlsplit(text)
        is_link = parts.scheme.casefold() in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        is_link = False
    if not is_link or " " in text:
        raise _Refused("not_a_link", f"{declared.label} takes a web address that begins with https:// or http://.")


def _choice(declared: AssetField, raw: object, _reading: Reading) -> str:
    try:
        value = read_choice(declared.in_filters, _text_of(declared, raw))
    except ValueProblem as problem:
        raise _Refused("unknown_choice", problem.message) from None
    if any(choice.is_retired and choice.value == value for choice in declared.choices):
        raise _Refused("choice_retired", f"'{shown(value)}' is no longer given to anything as {declared.label}.")
    return value


def _reference(declared: AssetField, raw: object, _reading: Reading) -> uuid.UUID:
    given = raw.get("id") if isinstance(raw, Mapping) else raw
    if isinstance(given, uuid.UUID):
        return given
    try:
        return uuid.UUID(str(given).strip())
    except ValueError:
        raise _Refused("not_an_id", f"{declared.label} takes the id of a {declared.reference}.") from None


def _number(declared: AssetField, raw: object, reading: Reading) -> int | Decimal | None:
    number = _plain_number(declared, raw, reading)
    if not isinstance(declared.home, CustomValue):
        number = number.to_integral_value(ROUND_HALF_UP)
    if not declared.limits.low <= number <= declared.limits.high:
        raise _Refused(
            "out_of_range", f"{declared.label} lies between {declared.limits.low:,} and {declared.limits.high:,}."
        )
    return int(number) if number == number.to_integral_value() else number


def _plain_number(declared: AssetField, raw: object, reading: Reading) -> Decimal:
    if isinstance(raw, bool):
        raise _Refused("not_a_number", f"{declared.label} takes a number, not yes or no.")
    if isinstance(raw, int):
        return Decimal(raw)
    text = clean_text(_text_of(declared, raw))
    match = _NUMBER_WITH_UNIT.fullmatch(text)
    unit = match[2].upper() if match else ""
    found = parse_amount(match[1], decimal_sign=reading.decimal_sign) if match else None
    if found is not None and found.code == "ambiguous_decimal" and isinstance(raw, float | Decimal):
        found = parse_money(text, decimal_sign=".")
    scale = _scale(declared, unit, text) if match else Decimal(1)
    read = found.value if found is not None else None
    if match is not None and (settled := _settled(declared, match[1], scale, read)) is not None:
        return settled
    if match is None or found is None or found.value is None:
        reason = found.reason if found and found.code == "ambiguous_decimal" else None
        raise _Refused("not_a_number", reason or f"'{shown(text)}' is not a number, and {declared.label} takes one.")
    return found.value.amount * scale


def _settled(declared: AssetField, text: str, scale: Decimal, read: Money | None) -> Decimal | None:
    """Whether 16,384 has three decimals or is sixteen thousand, if only the other reading is seen in practice."""
    match = _THREE_BEHIND.fullmatch(text.strip())
    if declared.plausible is None or match is None:
        return None
    low, high = declared.plausible
    readings = {Decimal(f"{match[1]}.{match[2]}") * scale, Decimal(match[1] + match[2]) * scale}
    seen = [each for each in readings if low <= each <= high]
    is_read_so = read is not None and low <= read.amount * scale <= high
    return seen[0] if len(seen) == 1 and not is_read_so else None


def _scale(declared: AssetField, unit: str, text: str) -> Decimal:
    unit = _BINARY.get(unit, unit)
    if not unit or (unit == "%" and declared.format == "percent"):
        return Decimal(1)
    if declared.unit is None or unit not in _BYTES:
        raise _Refused("unknown_unit", f"'{shown(text)}' has a unit that {declared.label} does not know.")
    return Decimal(_BYTES[unit]) / Decimal(_BYTES[declared.unit])


def _money(declared: AssetField, raw: object, reading: Reading) -> Decimal | None:
    if isinstance(raw, bool):
        raise _Refused("not_money", f"{declared.label} takes an amount, not yes or no.")
    sign = "." if isinstance(raw, int | float | Decimal) else reading.decimal_sign
    money = _outcome(parse_amount(_text_of(declared, raw), decimal_sign=sign))
    if money is None:
        return None
    if not 0 <= money.amount < _MAX_MONEY:
        raise _Refused("out_of_range", f"{declared.label} lies between 0 and {_MAX_MONEY - 1:,}.")
    return money.amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _date(declared: AssetField, raw: object, reading: Reading) -> date | None:
    return _outcome(parse_date(_text_of(declared, raw), order=reading.date_order))


def _datetime(declared: AssetField, raw: object, reading: Reading) -> datetime | None:
    if isinstance(raw, datetime):
        return raw if raw.tzinfo else raw.replace(tzinfo=UTC)
    return _outcome(parse_datetime(_text_of(declared, raw), order=reading.date_order))


def _boolean(declared: AssetField, raw: object, _reading: Reading) -> bool | None:
    return raw if isinstance(raw, bool) else _outcome(parse_boolean(_text_of(declared, raw)))


def _outcome(outcome: Outcome[_T]) -> _T | None:
    if outcome.value is None and outcome.reason is not None:
        raise _Refused(outcome.code or "invalid", outcome.reason)
    return outcome.value


def _ip(declared: AssetField, raw: object, _reading: Reading) -> str | None:
    """Of several the first that says where a device is."""
    found = parse_ips(_text_of(declared, raw))
    if not found.values:
        if found.problems:
            raise _Refused("not_an_address", found.problems[0])
        return None
    return next((value for value in found.values if is_routable(value)), found.values[0])


def _macs(declared: AssetField, raw: object, _reading: Reading) -> list[str] | None:
    found = parse_macs(" ".join(_items(declared, raw)))
    if found.problems:
        raise _Refused("not_a_mac", found.problems[0])
    if len(found.values) > declared.limits.high:
        raise _Refused("too_many", f"{declared.label}: {declared.limits.high} addresses are possible.")
    return list(found.values) or None


def _tags(declared: AssetField, raw: object, _reading: Reading) -> list[str] | None:
    items = _items(declared, raw)
    if isinstance(raw, str):
        items = re.split(r"[,;\n|]", raw)
    tags = list(dict.fromkeys(tag for item in items if (tag := normal.label(item))))
    if len(tags) > _MAX_TAGS:
        raise _Refused("too_many", f"An asset takes {_MAX_TAGS} tags; these are {len(tags)}.")
    for tag in tags:
        if len(tag) > declared.limits.length:
            raise _Refused("too_long", f"A tag takes {declared.limits.length} characters; '{shown(tag)}' has more.")
    return tags or None


def _items(declared: AssetField, raw: object) -> list[str]:
    if isinstance(raw, Sequence) and not isinstance(raw, str):
        return [_text_of(declared, item) for item in raw if item is not None]
    return [_text_of(declared, raw)]


_Parser: TypeAlias = Callable[[AssetField, object, Reading], Value | None]

_PARSERS: Mapping[Kind, _Parser] = {
    Kind.TEXT: _text,
    Kind.IDENTIFIER: _text,
    Kind.VERSION: _text,
    Kind.CHOICE: _choice,
    Kind.REFERENCE: _reference,
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.DATE: _date,
    Kind.DATETIME: _datetime,
    Kind.BOOLEAN: _boolean,
    Kind.IP: _ip,
    Kind.MAC: _macs,
    Kind.TAGS: _tags,
}
