"""Amounts of money in the spellings of many countries."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from quarterdeck.kit.outcomes import Outcome, nothing, refused, shown, usable
from quarterdeck.kit.text import clean_text

_SYMBOLS = {"£": "GBP", "€": "EUR", "$": "USD", "¥": "JPY", "₹": "INR", "₩": "KRW", "zł": "PLN", "R$": "BRL"}
_SYMBOLS |= {
    "A$": "AUD",
    "AU$": "AUD",
    "C$": "CAD",
    "CA$": "CAD",
    "NZ$": "NZD",
    "US$": "USD",
    "Fr.": "CHF",
    "Kč": "CZK",
}
_SYMBOLS |= {"₺": "TRY", "₽": "RUB", "₪": "ILS", "HK$": "HKD", "S$": "SGD"}
_CODE_LIST = (
    "AED ARS AUD BDT BGN BHD BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP GHS HKD HUF IDR ILS INR ISK JOD JPY KES KRW "
    "KWD KZT LKR MAD MXN MYR NGN NOK NZD OMR PEN PHP PKR PLN QAR RON RSD RUB SAR SEK SGD THB TND TRY TWD UAH USD UYU "
    "VND ZAR"
)
_CODES = frozenset(_CODE_LIST.split())
_SYMBOL = "|".join(re.escape(symbol) for symbol in sorted(_SYMBOLS, key=len, reverse=True))
_AFFIX = re.compile(
    rf"^(?P<before>{_SYMBOL}|[A-Za-z]{{3}}(?![A-Za-z]))?\s*(?P<number>.*?)\s*(?P<after>{_SYMBOL}|(?<![A-Za-z])[A-Za-z]{{3}})?$"
)
_PLAIN = re.compile(r"\d+")
_DASHED_END = re.compile(r"[.,](?:-+|\u2013|\u2014)$")
_SPACING = re.compile(r"(?<=\d)[\s'\u2019](?=\d{3}(?!\d))")
_GROUPED = {
    ",": re.compile(r"\d{1,3}(?:,\d{2,3})*,\d{3}"),  # Indian amounts group by two: 1,50,000
    ".": re.compile(r"\d{1,3}(?:\.\d{3})+"),
}
_MAX_DIGITS = 15
_LONGEST = 30


@dataclass(frozen=True, slots=True)
class Money:
    """`currency` is an ISO 4217 code, None when the text names none."""

    amount: Decimal
    currency: str | None = None


def parse_money(text: str, *, decimal_sign: str | None = None) -> Outcome[Money]:
    """The amount. `decimal_sign` ("." or ",") decides what one value alone cannot: whether 1.234 is a thousand."""
    return (_parse_again if len(text) <= _LONGEST else _parse_anew)(text, decimal_sign)


def parse_amount(text: str, *, decimal_sign: str | None = None) -> Outcome[Money]:
    """The same for a column whose values are mostly written so: one that can only be read otherwise is."""
    found = parse_money(text, decimal_sign=decimal_sign)
    if found.is_usable or decimal_sign is None:
        return found
    other = parse_money(text, decimal_sign="," if decimal_sign == "." else ".")
    return other if other.is_usable else found


def _parse_anew(text: str, decimal_sign: str | None) -> Outcome[Money]:
    cleaned = clean_text(text)
    if not cleaned or cleaned.casefold() in {"-", "n/a", "none", "null"}:
        return nothing()
    negative, body = _sign(cleaned)
    affixes = _AFFIX.match(body)
    number, mark = (affixes["number"], affixes["before"] or affixes["after"]) if affixes else (body, None)
    also_negative, number = _sign(number)
    currency = _currency(mark)
    if mark is not None and currency is None:
        return refused("not_money", f"'{shown(text)}' names no known currency.")
    digits = (
        None
        if negative and also_negative
        else _plain_number(_DASHED_END.sub("", _SPACING.sub("", number)), decimal_sign)
    )
    if digits is None:
        return refused("not_money", f"'{shown(text)}' is not an amount of money. Try 1499.90 or £1,499.90.")
    if digits == "":
        reason = f"'{shown(text)}' may be a thousand or a fraction. Choose the decimal sign of this column."
        return refused("ambiguous_decimal", reason)
    amount = Decimal(digits)
    return usable(Money(-amount if negative != also_negative else amount, currency))


# Columns of prices repeat themselves. What is longer than a price is not remembered.
_parse_again = lru_cache(maxsize=16_384)(_parse_anew)


def prove_decimal_sign(values: Iterable[str]) -> tuple[int, int]:
    """How many values can only be read with a decimal point, and how many only with a decimal comma."""
    point = comma = 0
    for value in values:
        if "." not in value and "," not in value:
            continue
        with_point = parse_money(value, decimal_sign=".").is_usable
        with_comma = parse_money(value, decimal_sign=",").is_usable
        point += with_point and not with_comma
        comma += with_comma and not with_point
    return point, comma


def _sign(text: str) -> tuple[bool, str]:
    if text.startswith("(") and text.endswith(")"):
        return True, text[1:-1].strip()
    if text.startswith(("-", "\u2212")):
        return True, text[1:].strip()
    if text.endswith("-") and not _DASHED_END.search(text):
        return True, text[:-1].strip()
    return False, text.removeprefix("+").strip()


def _currency(mark: str | None) -> str | None:
    if mark is None:
        return None
    if mark in _SYMBOLS:
        return _SYMBOLS[mark]
    return mark.upper() if mark.upper() in _CODES else None


def _plain_number(text: str, decimal_sign: str | None) -> str | None:
    """Digits with a decimal point; None when it is no number, "" when its meaning is open."""
    if not text or not text.isascii() or len(re.sub(r"\D", "", text)) > _MAX_DIGITS:
        return None
    if _PLAIN.fullmatch(text):
        return text
    if decimal_sign is not None:
        return _read_with(text, decimal_sign)
    readings = {reading for sign in ".," if (reading := _read_with(text, sign)) is not None}
    if len(readings) == 1:
        return readings.pop()
    if not readings:
        return None
    # Both are possible: 1,234 is a thousand (three decimals are no money), 1.234 may be a number out of a computer.
    return _read_with(text, ".") if "," in text else ""


def _read_with(text: str, decimal_sign: str) -> str | None:
    grouping = "," if decimal_sign == "." else "."
    whole, found, fraction = text.rpartition(decimal_sign)
    if not found:
        whole, fraction = text, ""
    elif not (fraction == "" or _PLAIN.fullmatch(fraction)) or not (whole or fraction):
        return None
    if whole and not _PLAIN.fullmatch(whole) and not _GROUPED[grouping].fullmatch(whole):
        return None
    return f"{whole.replace(grouping, '') or '0'}.{fraction or '0'}"
