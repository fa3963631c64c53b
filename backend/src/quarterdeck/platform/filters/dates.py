"""Days, periods and moments a filter can name, resolved against the time and zone of the person asking."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from quarterdeck.platform.filters.errors import ValueProblem

ACCEPTED = "Try 2026-12-31, today, +90d or 2026-Q1."

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_QUARTER = re.compile(r"(\d{4})-?[qQ]([1-4])")
_YEAR = re.compile(r"\d{4}")
_RELATIVE = re.compile(r"([+-]?)(\d{1,6})(h|d|w|m|q|y)", re.IGNORECASE)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?([Zz]|[+-]\d{2}:?\d{2})?")
_PERIOD = re.compile(r"(this|last|next)-(week|month|quarter|year)")

_FIRST_YEAR, _LAST_YEAR = 1000, 9000
# No date that matters lies further away, and sums stay inside what a date can hold.
_FARTHEST = {"h": 876_000, "d": 36_500, "w": 5_200, "m": 1_200, "q": 400, "y": 100}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Whole days from `start` up to, not including, `end`."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class MomentSpan:
    """Time from `start` up to, not including, `end`; both aware."""

    start: datetime
    end: datetime


Span = DaySpan | MomentSpan


def read_span(text: str, *, now: datetime, zone: tzinfo, with_time: bool) -> Span | None:
    """The days or moments that `text` names, or None when it names none. `with_time` admits hours and `now`."""
    text = text.strip()
    lowered = text.casefold()
    today = now.astimezone(zone).date()
    if with_time:
        moment = _moment(text, lowered, now=now, zone=zone)
        if moment is not None:
            return moment
    return _named_day(lowered, today) or _relative_day(lowered, today) or _period(lowered, today) or _calendar(text)


def is_relative(text: str) -> bool:
    """Whether `text` is a distance from now: -30d, +90d."""
    return _RELATIVE.fullmatch(text.strip()) is not None


def is_past(text: str) -> bool:
    return text.strip().startswith("-")


def as_moments(span: Span, zone: tzinfo) -> MomentSpan:
    """The span in instants: a day begins at its midnight in `zone`."""
    if isinstance(span, MomentSpan):
        return span
    return MomentSpan(_midnight(span.start, zone), _midnight(span.end, zone))


def not_a_date(text: str, label: str) -> ValueProblem:
    return ValueProblem(f"'{text}' is not a date, and {label} takes dates. {ACCEPTED}")


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def _moment(text: str, lowered: str, *, now: datetime, zone: tzinfo) -> MomentSpan | None:
    if lowered == "now":
        return MomentSpan(now, now + timedelta(microseconds=1))
    relative = _RELATIVE.fullmatch(lowered)
    if relative and relative.group(3) == "h":
        hours = _amount(relative)
        start = now + timedelta(hours=hours)
        return MomentSpan(start, start + timedelta(microseconds=1))
    match = _MOMENT.fullmatch(text)
    if match is None:
        return None
    try:
        start = datetime.fromisoformat(text.upper())
    except ValueError:
        return None
    if not _FIRST_YEAR <= start.year <= _LAST_YEAR:
        return None
    if start.tzinfo is None:
        start = start.replace(tzinfo=zone)
    start = start.astimezone(UTC)
    seconds = 1 if match.group(1) else 60
    return MomentSpan(start, start + timedelta(seconds=seconds))


def _amount(relative: re.Match[str]) -> int:
    sign, digits, unit = relative.groups()
    amount = int(digits)
    if amount > _FARTHEST[unit.casefold()]:
        raise ValueProblem(f"'{relative.group()}' lies too far away: {_FARTHEST[unit.casefold()]}{unit} at most.")
    return -amount if sign == "-" else amount


def _named_day(text: str, today: date) -> DaySpan | None:
    offset = {"yesterday": -1, "today": 0, "tomorrow": 1}.get(text)
    return None if offset is None else _one_day(today + timedelta(days=offset))


def _relative_day(text: str, today: date) -> DaySpan | None:
    relative = _RELATIVE.fullmatch(text)
    if relative is None or relative.group(3) == "h":
        return None
    amount, unit = _amount(relative), relative.group(3)
    if unit in {"d", "w"}:
        return _one_day(today + timedelta(days=amount * (7 if unit == "w" else 1)))
    return _one_day(add_months(today, amount * {"m": 1, "q": 3, "y": 12}[unit]))


def _period(text: str, today: date) -> DaySpan | None:
    match = _PERIOD.fullmatch(text)
    if match is None:
        return None
    step = {"last": -1, "this": 0, "next": 1}[match.group(1)]
    if match.group(2) == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        return DaySpan(monday, monday + timedelta(weeks=1))
    months = _MONTHS[match.group(2)]
    first = date(today.year, (today.month - 1) // months * months + 1, 1)
    start = add_months(first, step * months)
    return DaySpan(start, add_months(start, months))


def _calendar(text: str) -> DaySpan | None:
    try:
        if match := _DAY.fullmatch(text):
            span = _one_day(date(*(int(part) for part in match.groups())))
        elif match := _QUARTER.fullmatch(text):
            start = date(int(match.group(1)), int(match.group(2)) * 3 - 2, 1)
            span = DaySpan(start, add_months(start, 3))
        elif match := _MONTH.fullmatch(text):
            start = date(int(match.group(1)), int(match.group(2)), 1)
            span = DaySpan(start, add_months(start, 1))
        elif _YEAR.fullmatch(text):
            start = date(int(text), 1, 1)
            span = DaySpan(start, add_months(start, 12))
        else:
            return None
    except ValueError:
        return None
    return span if _FIRST_YEAR <= span.start.year <= _LAST_YEAR else None


def _one_day(day: date) -> DaySpan:
    return DaySpan(day, day + timedelta(days=1))


def add_months(day: date, months: int) -> date:
    """The same day so many months away, or the last of that month when it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))
