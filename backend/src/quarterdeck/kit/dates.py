"""Dates and times in every form that files and RMM vendors write (rmm-contracts 7.3)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum
from functools import lru_cache

from quarterdeck.kit.outcomes import Outcome, nothing, refused, shown, usable
from quarterdeck.kit.text import clean_text


class DateOrder(StrEnum):
    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


class SerialEpoch(StrEnum):
    """The day from which a spreadsheet counts; old Excel for Mac counted from 1904."""

    WINDOWS_1900 = "1900"
    MAC_1904 = "1904"


@dataclass(frozen=True, slots=True)
class OrderProof:
    """How many values can only be day first, only month first, or either."""

    day_first: int
    month_first: int
    either: int

    @property
    def order(self) -> DateOrder | None:
        """The order all deciding values agree on; None when none decides or they contradict each other."""
        if self.day_first and not self.month_first:
            return DateOrder.DAY_FIRST
        if self.month_first and not self.day_first:
            return DateOrder.MONTH_FIRST
        return None


# Excel counts a 29 February 1900 that never was, so its day 1 is really 31 December 1899 for every later date.
_EPOCHS = {SerialEpoch.WINDOWS_1900: datetime(1899, 12, 30), SerialEpoch.MAC_1904: datetime(1904, 1, 1)}  # noqa: DTZ001
_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "jan january januar janvier enero januari gennaio ene gen janv",
            "feb february februar février fevrier febrero februari febbraio févr fevr",
            "mar march märz mars marzo maart mrz mär mrt",
            "apr april avril abril aprile avr abr",
            "may mai mayo mei maggio mag",
            "jun june juni juin junio giugno giu",
            "jul july juli juillet julio luglio juil lug",
            "aug august août aout agosto augustus ago",
            "sep sept september septembre septiembre settembre set",
            "oct october oktober octobre octubre ottobre okt ott",
            "nov november novembre noviembre",
            "dec december dezember décembre decembre diciembre dicembre dez déc dic",
        ],
        start=1,
    )
    for name in names.split()
}
# What systems write when they mean "none": Unix zero, .NET, Windows FILETIME, spreadsheet zero, "for ever".
_NO_DATE = frozenset(
    {
        date(1970, 1, 1),
        date(1, 1, 1),
        date(1601, 1, 1),
        date(1899, 12, 30),
        date(1899, 12, 31),
        date(1900, 1, 1),
        date(9999, 12, 31),
    }
)
_FIRST, _LAST = 1950, 2150

_TIME = (
    r"(?:[T ]\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?)?"
)
_ZONE = r"\s*(?P<zone>[Zz]|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?"
_YEAR_FIRST = re.compile(rf"(?P<year>\d{{4}})(?P<s>[-/.])(?P<month>\d{{1,2}})(?P=s)(?P<day>\d{{1,2}}){_TIME}{_ZONE}")
_NUMBERS = re.compile(
    rf"(?P<one>\d{{1,2}})(?P<s>[-/. ])(?P<two>\d{{1,2}})(?P=s)\s*(?P<year>\d{{4}}|\d{{2}}){_TIME}{_ZONE}"
)
_DAY_NAME = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?[-/ ]?\s*(?:of )?"
    rf"(?P<name>[^\W\d_]+)\.?,?[-/ ]?\s*(?P<year>\d{{4}}|\d{{2}}),?{_TIME}{_ZONE}"
)
_NAME_DAY = re.compile(
    rf"(?P<name>[^\W\d_]+)\.?[-/ ]\s*"
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?[-/ ]\s*(?P<year>\d{{4}}),?{_TIME}{_ZONE}"
)
_PLAIN = re.compile(r"(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{4})(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?", re.ASCII)
_LONGEST = 40
_PERIODS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<year>[0-9]{4})",
        r"(?P<month>[0-9]{1,2})[-/. ](?P<year>[0-9]{4})",
        r"(?P<year>[0-9]{4})[-/. ](?P<month>[0-9]{1,2})",
        r"(?P<name>[^\W\d_]{3,})[-/. ,]*(?P<year>[0-9]{4})",
        r"(?P<year>[0-9]{4})[-/. ,]*(?P<name>[^\W\d_]{3,})",
        r"Q(?P<quarter>[1-4])[-/. ]*(?P<year>[0-9]{4})",
        r"(?P<year>[0-9]{4})[-/. ]*Q(?P<quarter>[1-4])",
    )
)
_MONTHS_OF_YEAR = 12
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.IGNORECASE)
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")
_JSON_DATE = re.compile(r"/Date\((-?\d{1,15})(?:[+-]\d{4})?\)/")
_NUMBER = re.compile(r"\d{1,17}(?:\.\d{1,17})?")
_BLANK = frozenset(
    {
        "",
        "-",
        "--",
        "n/a",
        "na",
        "none",
        "null",
        "never",
        "unknown",
        "0",
        "0.0",
        "00/00/0000",
        "0000-00-00",
        "0000-00-00 00:00:00",
        "not set",
    }
)

# Plain numbers, told apart by size: days since 1900 (1950 to 2150), seconds and milliseconds since 1970 (1973 to 2128).
_SERIALS = (18_000, 92_000)
_SECONDS = (100_000_000, 5_000_000_000)
_MILLISECONDS = (100_000_000_000, 5_000_000_000_000)


def parse_date(
    text: str, *, order: DateOrder | None = None, epoch: SerialEpoch = SerialEpoch.WINDOWS_1900
) -> Outcome[date]:
    """The day. Without `order` only values that can be read in one way are accepted."""
    found = _read(text, order, epoch)
    if found.value is None:
        return Outcome(None, found.code, found.reason)
    return usable(found.value.date())


def parse_datetime(
    text: str,
    *,
    zone: tzinfo = UTC,
    order: DateOrder | None = None,
    epoch: SerialEpoch = SerialEpoch.WINDOWS_1900,
) -> Outcome[datetime]:
    """The moment, in UTC; a value without an offset is local time in `zone`."""
    found = _read(text, order, epoch)
    if found.value is None:
        return found
    moment = found.value if found.value.tzinfo else found.value.replace(tzinfo=zone)
    return usable(moment.astimezone(UTC))


def parse_period(text: str) -> tuple[date, date] | None:
    """The first and the last day of a month, a quarter or a year, where the text names that and no day."""
    cleaned = clean_text(text).strip("'\"")
    match = next((found for pattern in _PERIODS if (found := pattern.fullmatch(cleaned))), None)
    said = match.groupdict() if match is not None else {}
    year = int(said.get("year", 0))
    if "quarter" in said:
        first, count = 3 * int(said["quarter"]) - 2, 3
    elif "name" in said or "month" in said:
        first, count = int(said.get("month", 0)) or _MONTHS.get(said.get("name", "").casefold(), 0), 1
    else:
        first, count = 1, _MONTHS_OF_YEAR
    if not (_FIRST <= year < _LAST and 1 <= first <= _MONTHS_OF_YEAR):
        return None
    following = first + count - 1
    after = date(year + following // _MONTHS_OF_YEAR, following % _MONTHS_OF_YEAR + 1, 1)
    return date(year, first, 1), after - timedelta(days=1)


def prove_order(values: Iterable[str]) -> OrderProof:
    """What the values of a column say about day and month; a day above 12 is a proof."""
    day_first = month_first = either = 0
    for value in values:
        match = _NUMBERS.fullmatch(_stripped(value))
        if match is None:
            continue
        one, two = int(match["one"]), int(match["two"])
        as_day_first = _exists(_full_year(match["year"]), two, one)
        as_month_first = _exists(_full_year(match["year"]), one, two)
        day_first += as_day_first and not as_month_first
        month_first += as_month_first and not as_day_first
        either += as_day_first and as_month_first and one != two
    return OrderProof(day_first, month_first, either)


def from_serial(serial: float, *, epoch: SerialEpoch) -> datetime:
    """The local moment a spreadsheet means by `serial` (whole days, and the time of day as a fraction)."""
    seconds = round(serial * 86_400)
    return _EPOCHS[epoch] + timedelta(seconds=seconds)


def _stripped(text: str) -> str:
    return _WEEKDAY.sub("", clean_text(text).strip("'\""))


def _read(text: str, order: DateOrder | None, epoch: SerialEpoch) -> Outcome[datetime]:
    """Columns of dates repeat themselves. What is longer than a date is not remembered."""
    return (_read_again if len(text) <= _LONGEST else _read_anew)(text, order, epoch)


def _read_anew(text: str, order: DateOrder | None, epoch: SerialEpoch) -> Outcome[datetime]:  # noqa: PLR0911
    is_plain = _PLAIN.fullmatch(text) is not None
    cleaned = text if is_plain else _stripped(text)
    if cleaned.casefold() in _BLANK:
        return nothing()
    if not is_plain and (not cleaned.isprintable() or any(char.isdigit() and not char.isascii() for char in cleaned)):
        return _not_a_date(text)
    try:
        # As systems write it, it is no number of days and names no month.
        counted = None if is_plain else _number(cleaned, epoch) or _named(cleaned)
        found = counted or _numeric(text, cleaned, order)
    except (ValueError, OverflowError):
        return _not_a_date(text)
    if found is None:
        return _not_a_date(text)
    moment = found.value
    if moment is None:
        return found
    if moment.date() in _NO_DATE:
        return refused("placeholder_date", f"'{shown(text)}' is what systems write when they have no date.")
    if not _FIRST <= moment.year <= _LAST:
        return refused("date_out_of_range", f"'{shown(text)}' lies outside {_FIRST} to {_LAST}.")
    return found


_read_again = lru_cache(maxsize=16_384)(_read_anew)


def _not_a_date(text: str) -> Outcome[datetime]:
    return refused("not_a_date", f"'{shown(text)}' is not a date. Try 2026-12-31.")


def _number(text: str, epoch: SerialEpoch) -> Outcome[datetime] | None:
    if json_date := _JSON_DATE.fullmatch(text):
        return usable(datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=int(json_date[1])))
    compact = _COMPACT.fullmatch(text)
    if compact and _FIRST <= int(compact["year"]) <= _LAST and _exists(*map(int, compact.groups())):
        return usable(datetime.combine(date(*map(int, compact.groups())), time.min))
    if not _NUMBER.fullmatch(text):
        return None
    number = float(text)
    if _SERIALS[0] <= number < _SERIALS[1]:
        return usable(from_serial(number, epoch=epoch))
    for (low, high), scale in ((_SECONDS, 1), (_MILLISECONDS, 1_000)):
        if low <= number < high:
            return usable(datetime.fromtimestamp(0, UTC) + timedelta(seconds=number / scale))
    return None


def _named(text: str) -> Outcome[datetime] | None:
    for pattern in (_DAY_NAME, _NAME_DAY):
        match = pattern.fullmatch(text)
        month = _MONTHS.get(match["name"].casefold()) if match else None
        if match and month:
            return usable(_moment(match, _full_year(match["year"]), month, int(match["day"])))
    return None


def _numeric(text: str, cleaned: str, order: DateOrder | None) -> Outcome[datetime] | None:  # noqa: PLR0911
    if match := _YEAR_FIRST.fullmatch(cleaned):
        return usable(_moment(match, int(match["year"]), int(match["month"]), int(match["day"])))
    match = _NUMBERS.fullmatch(cleaned)
    if match is None:
        return None
    year, one, two = _full_year(match["year"]), int(match["one"]), int(match["two"])
    readings = {
        DateOrder.DAY_FIRST: (year, two, one),
        DateOrder.MONTH_FIRST: (year, one, two),
    }
    possible = [reading for reading in readings.values() if _exists(*reading)]
    if not possible:
        return None
    if order is None:
        if len(set(possible)) > 1:
            reason = f"'{shown(text)}' can be read day first or month first. Choose the order of this column."
            return refused("ambiguous_date_order", reason)
        return usable(_moment(match, *possible[0]))
    if not _exists(*readings[order]):
        wanted = "day first" if order is DateOrder.DAY_FIRST else "month first"
        return refused("date_order_contradicted", f"'{shown(text)}' is no date when read {wanted}.")
    return usable(_moment(match, *readings[order]))


def _full_year(text: str) -> int:
    """Two digits mean 1970 to 2069, as POSIX has it nearly everywhere."""
    year = int(text)
    if len(text) > 2:  # noqa: PLR2004
        return year
    return year + (2000 if year < 70 else 1900)  # noqa: PLR2004


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _moment(match: re.Match[str], year: int, month: int, day: int) -> datetime:
    hour = int(match["hour"] or 0)
    half = (match["half"] or "").replace(".", "").casefold()
    if half:
        if not 1 <= hour <= 12:  # noqa: PLR2004
            raise ValueError
        hour = hour % 12 + (12 if half == "pm" else 0)
    microsecond = int((match["fraction"] or "0").ljust(6, "0")[:6])
    return datetime(
        year,
        month,
        day,
        hour,
        int(match["minute"] or 0),
        int(match["second"] or 0),
        microsecond,
        _offset(match["zone"]),
    )


def _offset(text: str | None) -> tzinfo | None:
    if text is None:
        return None
    if text.upper() in {"Z", "UTC", "GMT"}:
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    distance = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-distance if text.startswith("-") else distance)
