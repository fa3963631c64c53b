"""A row of a file as an observation: every cell through the catalogue, every name to its record."""

import re
import uuid
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from quarterdeck.domains.assets.fields.catalogue import AssetFields
from quarterdeck.domains.assets.fields.definition import AssetColumn, AssetField, CustomValue, ExtensionColumn
from quarterdeck.domains.assets.fields.precedence import key_of
from quarterdeck.domains.assets.fields.rules import BROKEN
from quarterdeck.domains.assets.fields.values import Problem, Reading, Value, parse_value
from quarterdeck.domains.assets.models import EXTENSIONS
from quarterdeck.domains.imports.guessing import guess_type
from quarterdeck.domains.imports.identifiers import IDENTIFIER_FIELDS, read_identifier
from quarterdeck.domains.imports.inexact import day_meant, is_inexact
from quarterdeck.domains.imports.readers.tables import TableRow
from quarterdeck.domains.imports.report_lines import no_device_because
from quarterdeck.domains.imports.resolving import Directory
from quarterdeck.domains.imports.row_keys import (
    NamedAsset,
    assets_named,
    keep_type,
    name_asset,
    number_device,
    stay_at_client,
)
from quarterdeck.domains.imports.units import with_unit
from quarterdeck.domains.imports.vocabulary import EMPTY, MOMENTARY, STATUSES, TYPES
from quarterdeck.domains.intake.schemas import ROW_KEY, Fault, Observed
from quarterdeck.domains.intake.service.clearing import can_be_cleared
from quarterdeck.kit.identifiers.junk import NO_JUNK, Junk
from quarterdeck.kit.identifiers.makers import canonical_manufacturer, canonical_model
from quarterdeck.kit.money import parse_money
from quarterdeck.kit.text import clean_text, compact, fold
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.filters.fields import Kind

_RESOLVED = frozenset({"client", "location", "assigned_to", "type", "status"})
#: Wrong values of these keep the row out, since somebody must look; of others only the value is left out.
_BLOCKING = frozenset({Kind.DATE, Kind.MONEY})
_MILD = frozenset({"placeholder_date", "placeholder", "empty"})
_EXTENSION_COLUMNS = {key: frozenset(model.__table__.columns.keys()) for key, model in EXTENSIONS.items()}


@dataclass(slots=True)
class RowReader:
    """Reads rows of one import. `columns` is (index, field id, how its ambiguous values are read)."""

    fields: AssetFields
    columns: Sequence[tuple[int, str, Reading]]
    default_client: uuid.UUID | None
    #: What may be created when a row names it: client, location, contact; or one name of these, as `client:acme ltd`.
    creates: AbstractSet[str]
    directory: Directory
    #: False for somebody who sees only some clients: what is unknown to them may well be there.
    may_create_clients: bool = True
    types: Mapping[str, str] = field(default_factory=dict)
    #: Columns of sizes whose cells need not say their unit: the heading's, or "" where it must be guessed.
    units: Mapping[int, str] = field(default_factory=dict)
    #: The columns that say which asset a row is about, and under which number the source knows the device.
    row_keys: int | None = None
    device_numbers: int | None = None
    source: str = ""
    #: Whether a cell that was emptied, in a row that says which asset it is about, empties the field.
    clears_empty: bool = False
    #: What the tenant says of values that identify nothing.
    junk: Junk = NO_JUNK
    _places: list["_Place"] = field(init=False)
    _mapped: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self._mapped = frozenset(field_id for _, field_id, _ in self.columns)
        passed_over = _RESOLVED | IDENTIFIER_FIELDS | {"manufacturer", "model"}
        self._places = [
            _Place(field_id, declared, reading)
            for _, field_id, reading in self.columns
            if field_id not in passed_over and (declared := self.fields.get(field_id)) is not None
        ]

    def read(self, session: TenantSession, rows: Sequence[TableRow]) -> list[Observed]:
        """The rows as observations, with their clients, places and people, in a few statements for all of them."""
        cells = [self._cells(row) for row in rows]
        observed = [Observed(row.number, raw=row.cells) for row in rows]
        for each, row, values in zip(observed, rows, cells, strict=True):
            if row.problem is not None:
                each.faults.append(Fault(row.problem.code, row.problem.sentence))
            self._find_client(each, values)
        about = self._name_assets(session, observed, rows, cells)
        clients = [each.client_id for each in observed if each.client_id is not None]
        if any("location" in values for values in cells):
            self.directory.load_places(session, clients)
        people = [values["assigned_to"] for values in cells if "assigned_to" in values]
        if people and clients:
            self.directory.load_people(session, clients, people)
        for each, row, values in zip(observed, rows, cells, strict=True):
            self._read_row(each, values)
            asset = about.get(each.row_no)
            if asset is not None and self.clears_empty:
                each.cleared = self._emptied(row)
            if asset is not None:
                keep_type(each, asset, said=clean_text(values.get("type", "")))
        return observed

    def _emptied(self, row: TableRow) -> list[str]:
        """Fields all of whose cells are empty, if an asset can be without them."""
        filled = {field_id for index, field_id, _ in self.columns if row.cells[index].strip()}
        empty = dict.fromkeys(field_id for _, field_id, _ in self.columns if field_id not in filled)
        declared = (self.fields.get(field_id) for field_id in empty)
        return [key_of(each) for each in declared if each is not None and can_be_cleared(each)]

    def _cells(self, row: TableRow) -> dict[str, str]:
        """Field to text; several columns of one field are joined, and what says nothing is left out."""
        found: dict[str, str] = {}
        for index, field_id, _ in self.columns:
            text = row.cells[index].strip()
            if len(text) <= _LONGEST_EMPTY and text.casefold() in EMPTY:
                continue
            if text.startswith('="') and text.endswith('"'):
                text = text[2:-1].strip()  # so that spreadsheets keep leading zeros
            if index in self.units:
                text = with_unit(text, self.units[index])
            found[field_id] = f"{found[field_id]} {text}" if field_id in found else text
        return found

    def _name_assets(
        self,
        session: TenantSession,
        observed: Sequence[Observed],
        rows: Sequence[TableRow],
        cells: Sequence[Mapping[str, str]],
    ) -> dict[int, NamedAsset]:
        """The assets that rows say they are about, by row."""
        about: dict[int, NamedAsset] = {}
        if self.row_keys is not None:
            named = assets_named(session, [row.cells[self.row_keys] for row in rows])
            for each, row, values in zip(observed, rows, cells, strict=True):
                asset = name_asset(each, row.cells[self.row_keys], named)
                if asset is not None:
                    about[each.row_no] = asset
                    each.faults = [fault for fault in each.faults if fault.code != "no_client"]
                    stay_at_client(each, asset, said=clean_text(values.get("client", "")), default=self.default_client)
        if self.device_numbers is not None:
            for each, row in zip(observed, rows, strict=True):
                number_device(each, row.cells[self.device_numbers], self.source)
        return about

    def _find_client(self, row: Observed, values: Mapping[str, str]) -> None:
        name = clean_text(values.get("client", ""))
        if not name:
            row.client_id = self.default_client
            if row.client_id is None:
                row.faults.append(Fault("no_client", "The row names no client, and none was chosen for it.", "client"))
        else:
            row.client_id = self.directory.client(name)
            if row.client_id is None and self.may_create_clients and self._may_create("client", name):
                row.missing["client"] = name
            elif row.client_id is None:
                like = self.directory.client_like(name)
                meant = f" Did you mean “{like}”?" if like else ""
                sentence = f"There is no client called “{_short(name)}”.{meant}"
                row.faults.append(Fault("unknown_client", sentence, "client", name=name))
        row.client_key = str(row.client_id) if row.client_id else f"new:{fold(name)}"

    def _may_create(self, what: str, name: str) -> bool:
        if not self.creates or len(name) > MOST_NAME_LENGTH:
            return False
        return what in self.creates or creatable(what, fold(name)) in self.creates

    def _read_row(self, row: Observed, values: Mapping[str, str]) -> None:
        self._find_place(row, values)
        self._find_person(row, values)
        self._read_identifiers(row, values)
        # Of a row that comes back nothing is concluded: what nobody changed in it stays as people wrote it.
        if any(kind == ROW_KEY for kind, _ in row.keys):
            self._take_maker(row, values)
        else:
            self._read_host(row, values)
            self._read_maker(row, values)
        for place in self._places:
            text = values.get(place.field_id)
            if text is not None:
                self._read_value(row, place, text)
        self._read_type(row, values)
        self._read_status(row, values)
        self._demand_identity(row, values)

    def _read_value(self, row: Observed, place: "_Place", text: str) -> None:
        value, declared = place.value_of(text), place.declared
        if isinstance(value, Problem) and (day := day_meant(declared, text)) is not None:
            sentence = f"“{_short(text)}” names no day. It is taken for {day:%-d %B %Y}."
            row.faults.append(Fault("date_without_day", sentence, declared.id, is_error=False))
            value = day.isoformat()
        if isinstance(value, Problem):
            if value.code not in _MILD:
                is_mistyped = declared.kind in _BLOCKING and not is_inexact(value.code, text)
                is_error = is_mistyped or value.code in BROKEN
                sentence = value.message if is_error else f"{value.message} The row goes in without it."
                row.faults.append(Fault(value.code, sentence, declared.id, is_error=is_error))
            return
        if declared.kind is Kind.MONEY:
            self._note_currency(row, text)
        _put(row, declared, value)

    def _note_currency(self, row: Observed, text: str) -> None:
        currency = _currency_of(text)
        if currency is not None:
            row.fields.setdefault("currency", currency)

    def _find_place(self, row: Observed, values: Mapping[str, str]) -> None:
        name = clean_text(values.get("location", ""))
        if not name or row.error is not None:
            return
        if row.client_id is not None:
            row.location_id = self.directory.location(row.client_id, name)
        if row.location_id is not None:
            row.fields["location_id"] = str(row.location_id)
        elif self._may_create("location", name):
            row.missing["location"] = name
        elif row.client_id is not None:
            like = self.directory.location_like(row.client_id, name)
            meant = f" Did you mean “{like}”?" if like else ""
            sentence = f"The client has no location called “{_short(name)}”.{meant}"
            row.faults.append(Fault("unknown_location", sentence, "location", name=name))

    def _find_person(self, row: Observed, values: Mapping[str, str]) -> None:
        name = clean_text(values.get("assigned_to", ""))
        if not name or row.error is not None:
            return
        if row.client_id is not None:
            row.contact_id = self.directory.contact(row.client_id, name)
        if row.contact_id is not None:
            row.fields["contact_id"] = str(row.contact_id)
        elif self._may_create("contact", name):
            row.missing["contact"] = name
        else:
            sentence = f"The client has no contact called “{_short(name)}”. The row goes in without it."
            row.faults.append(Fault("unknown_contact", sentence, "assigned_to", is_error=False, name=name))

    def _read_identifiers(self, row: Observed, values: Mapping[str, str]) -> None:
        for field_id in IDENTIFIER_FIELDS & values.keys():
            value, fault = read_identifier(field_id, values[field_id], maker=values.get("manufacturer"), junk=self.junk)
            declared = self.fields[field_id]
            if value:
                _put(row, declared, _plain(value))
            if fault is not None:
                row.faults.append(fault)

    def _read_host(self, row: Observed, values: Mapping[str, str]) -> None:
        """Lists with one column for names mostly hold host names there."""
        if "hostname" in self._mapped or "hostname" in values or not _LIKE_A_HOST.fullmatch(values.get("name", "")):
            return
        value, _ = read_identifier("hostname", values["name"], maker=None)
        if isinstance(value, str):
            row.fields["hostname"] = value

    def _read_maker(self, row: Observed, values: Mapping[str, str]) -> None:
        maker = _maker(values.get("manufacturer", ""))
        if maker:
            row.fields["manufacturer"] = maker[: self.fields["manufacturer"].limits.length]
        model = _model(values.get("model", ""), maker)
        if model:
            row.fields["model"] = model[: self.fields["model"].limits.length]

    def _take_maker(self, row: Observed, values: Mapping[str, str]) -> None:
        for field_id in ("manufacturer", "model"):
            text = clean_text(values.get(field_id, ""))
            if text:
                row.fields[field_id] = text[: self.fields[field_id].limits.length]

    def _read_type(self, row: Observed, values: Mapping[str, str]) -> None:
        text = values.get("type", "")
        key = self._type_called(text)
        row.type_is_stated = key is not None
        if key is None:
            key = guess_type(row, text)
            if text:
                sentence = f"“{_short(text)}” is no known type of asset. It went in as {key.replace('_', ' ')}."
                row.faults.append(Fault("unknown_type", sentence, "type", is_error=False))
        row.type = key
        places = _EXTENSION_COLUMNS.get(key, frozenset())
        row.extension = {name: value for name, value in row.extension.items() if name in places}

    def _type_called(self, text: str) -> str | None:
        """Tools say "Laptop - Windows" and "Server (virtual)": what stands first is the type."""
        for said in (text, _QUALIFIED.split(text, maxsplit=1)[0]):
            if said and (key := self.types.get(_compact(said)) or TYPES.get(_compact(said))):
                return key
        return None

    def _read_status(self, row: Observed, values: Mapping[str, str]) -> None:
        text = values.get("status", "")
        key = STATUSES.get(_compact(text)) if text else None
        if key is not None:
            row.fields["status"] = key
        elif text and compact(text) not in MOMENTARY:
            sentence = f"“{_short(text)}” is no known status. The row goes in without it."
            row.faults.append(Fault("unknown_status", sentence, "status", is_error=False))

    def _demand_identity(self, row: Observed, values: Mapping[str, str]) -> None:
        known = ("serial", "tag", "hostname", "name", "hardware_uuid", "mac_addresses")
        if any(kind == ROW_KEY for kind, _ in row.keys):
            return
        if row.error is not None:
            return
        if any(row.fields.get(name) for name in known) or row.extension.get("imei"):
            if sentence := no_device_because(row.fields, cells=len(values), columns=len(self._mapped)):
                row.faults.append(Fault("no_device", sentence))
            return
        damaged = next((fault for fault in row.faults if fault.code.startswith("spreadsheet_")), None)
        sentence = "Nothing in this row says which device it is: no serial number, tag, MAC address, host name or name."
        row.faults.append(
            Fault(damaged.code, damaged.message, damaged.field) if damaged else Fault("no_identity", sentence)
        )


def creatable(what: str, key: str) -> str:
    """One name that may be created, among the kinds of which every one may."""
    return f"{what}:{key}"


MOST_NAME_LENGTH = 200
_SHOWN_LENGTH = 60
_KNOWN_VALUES = 4_096
_LONGEST_EMPTY = max(map(len, EMPTY))
_QUALIFIED = re.compile(r"\s+[-\u2013]\s+|\s*[(:,]")
_LIKE_A_HOST = re.compile(r"(?=.*[0-9-])[A-Za-z0-9][A-Za-z0-9_-]{1,62}(?:\.[A-Za-z0-9-]+)*")


@dataclass(slots=True)
class _Place:
    """One column on its way to one field. Columns repeat themselves: a model, a size, a date is read once."""

    field_id: str
    declared: AssetField
    reading: Reading
    known: dict[str, Any] = field(default_factory=dict)

    def value_of(self, text: str) -> Any:
        """The value in the form in which it is kept, None, or the `Problem`."""
        if text in self.known:
            return self.known[text]
        value = self._kept(parse_value(self.declared, text, reading=self.reading))
        if len(self.known) < _KNOWN_VALUES:
            self.known[text] = value
        return value

    def _kept(self, value: Value | Problem | None) -> Any:
        if value is None or isinstance(value, Problem):
            return value
        if isinstance(value, Decimal) and isinstance(self.declared.home, CustomValue):
            return float(value)
        return _plain(value)


def _put(row: Observed, declared: AssetField, value: Any) -> None:
    if value is None or value == []:
        return
    home = declared.home
    if isinstance(home, AssetColumn):
        row.fields[home.name] = value
    elif isinstance(home, ExtensionColumn):
        row.extension[home.name] = value
    elif isinstance(home, CustomValue):
        row.custom[home.key] = value


_compact = lru_cache(maxsize=4_096)(compact)


@lru_cache(maxsize=4_096)
def _currency_of(text: str) -> str | None:
    money = parse_money(text).value
    return money.currency if money is not None else None


@lru_cache(maxsize=4_096)
def _maker(text: str) -> str | None:
    return canonical_manufacturer(text).value


@lru_cache(maxsize=16_384)
def _model(text: str, maker: str | None) -> str | None:
    return canonical_model(text, manufacturer=maker).value


def _short(text: str) -> str:
    line = clean_text(text)
    return line if len(line) <= _SHOWN_LENGTH else f"{line[:_SHOWN_LENGTH]}…"


def _plain(value: Value) -> Any:
    match value:
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case uuid.UUID():
            return str(value)
        case _:
            return value
