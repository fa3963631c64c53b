"""Step five of the wizard: rows that are assets already, field by field, and what is to become of them."""

import uuid
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from quarterdeck.domains.assets.fields.catalogue import AssetFields
from quarterdeck.domains.assets.fields.definition import (
    CUSTOM_PREFIX,
    AssetColumn,
    AssetField,
    CustomValue,
    ExtensionColumn,
    ReferenceColumn,
)
from quarterdeck.domains.assets.fields.precedence import key_of
from quarterdeck.domains.assets.service.catalogue import fields_for
from quarterdeck.domains.imports import queries
from quarterdeck.domains.imports.errors import ChoiceInvalid, CreateBlocked, NotChecked
from quarterdeck.domains.imports.models import Import, ImportChoice
from quarterdeck.domains.imports.queries import matching
from quarterdeck.domains.imports.schemas.matching import (
    AssetLabel,
    Choice,
    ChoiceWrite,
    ChosenRows,
    FieldDifference,
    MatchesRead,
    MatchGroup,
    MatchRow,
)
from quarterdeck.domains.imports.service.layout import access_changeable
from quarterdeck.domains.imports.service.uploading import access_import
from quarterdeck.domains.intake import service as intake
from quarterdeck.domains.intake.schemas import Verdict
from quarterdeck.kit.ids import new_id
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.filters.fields import Kind

LABELS = {
    "row_key": "Same Quarterdeck ID",
    "serial": "Same serial number",
    "uuid": "Same hardware UUID",
    "imei": "Same IMEI",
    "tag": "Same asset tag",
    "mac": "Same MAC address",
    "hostname": "Same host name",
    "name": "Same name",
    "other": "Recognised otherwise",
    "in_file": "Twice in this file",
    "review": "Undecided",
}
#: The places of a match in the rows of `queries.matching`.
_ROW, _KIND, _OUTCOME, _ASSET, _TAG, _NAME, _DUPLICATE, _SCORE, _REASON, _EVIDENCE, _CHANGES = range(11)
_FIELDS, _EXTENSION, _CUSTOM, _NOW, _EXTENSION_NOW, _REPORTS = range(11, 17)
_CREATABLE = frozenset({"updated", "unchanged", "review", "duplicate_in_file"})
_REFERENCES = {"location": "locations", "contact": "contacts"}
_CENTS = 2

Match = Sequence[Any]
Place = tuple[str, str]


def matches_of(session: TenantSession, actor: Actor, import_id: uuid.UUID) -> MatchesRead:
    """How many rows were recognised by what, and what was chosen for them."""
    found, batch_id = _access_decided(session, actor, import_id)
    choices = _Choices.load(session, found)
    counts = dict(matching.match_counts(session, batch_id))
    groups = [
        MatchGroup(kind=kind, label=label, rows=counts[kind], choice=choices.kinds.get(kind))
        for kind, label in LABELS.items()
        if counts.get(kind)
    ]
    return MatchesRead(items=groups, all=choices.all, chosen_rows=len(choices.rows))


def match_rows(
    session: TenantSession,
    actor: Actor,
    import_id: uuid.UUID,
    *,
    kind: str | None,
    is_changed: bool = False,
    after: int,
    limit: int,
) -> list[MatchRow]:
    """Rows beside the assets they are, with every field that the file says something about."""
    found, batch_id = _access_decided(session, actor, import_id)
    choices = _Choices.load(session, found)
    matches = matching.match_rows(
        session, batch_id, kind=kind, row=None, is_changed=is_changed, after=after, limit=limit
    )
    fields = fields_for(session)
    names = _names(session, matches)
    taken = matching.taken_tags(session, [tag for match in matches if (tag := match[_FIELDS].get("tag"))])
    return [_as_read(fields, match, names, choices, taken) for match in matches]


def choose_matches(session: TenantSession, actor: Actor, import_id: uuid.UUID, wanted: ChoiceWrite) -> ChosenRows:
    """Say what becomes of one row, of all of a kind, or of all; the closest choice counts."""
    found = access_changeable(session, actor, import_id)
    if found.batch_id is None:
        raise NotChecked
    fields = fields_for(session)
    unknown = [field_id for field_id in wanted.fields if fields.get(field_id) is None]
    if unknown:
        raise ChoiceInvalid(f"There is no field {unknown[0]!r}.")
    counts = dict(matching.match_counts(session, found.batch_id))
    if wanted.scope == "row":
        rows = _check_row(session, found.batch_id, wanted)
    elif wanted.scope == "kind":
        if wanted.kind not in LABELS:
            raise ChoiceInvalid("Say which rows: by the kind of their match.")
        rows = counts.get(wanted.kind, 0)
    else:
        rows = sum(counts.values())
    key = {"row": str(wanted.row), "kind": wanted.kind or "", "all": ""}[wanted.scope]
    chosen = {"action": wanted.action, "merge": wanted.merge, "fields": dict(wanted.fields)}
    queries.write_choice(session, found.id, wanted.scope, key, chosen if wanted.action else None)
    found.is_stale = True
    session.flush()
    return ChosenRows(rows=rows)


def impose_choices(session: TenantSession, found: Import, first: int, last: int) -> None:
    """Let what people chose stand over what was worked out for rows `first` to `last`."""
    if found.batch_id is None:
        return
    choices = _Choices.load(session, found)
    if choices.is_empty:
        return
    matches = [
        match
        for match in matching.matches_between(session, found.batch_id, first, last)
        if choices.of(match[_ROW], match[_KIND]) is not None
    ]
    intake.impose(session, found.batch_id, _verdicts(session, choices, matches))
    fields = fields_for(session)
    allowed: dict[int, Mapping[str, Any]] = {}
    for match in matching.matches_between(session, found.batch_id, first, last):
        choice = choices.of(match[_ROW], match[_KIND])
        if choice is not None and match[_OUTCOME] == "updated":
            kept = _allowed(fields, match, choice)
            if kept != match[_CHANGES]:
                allowed[match[_ROW]] = kept
    intake.limit_changes(session, found.batch_id, allowed, told="Limited by choice.")


def _verdicts(session: TenantSession, choices: "_Choices", matches: Sequence[Match]) -> list[Verdict]:
    taken = matching.taken_tags(session, [tag for match in matches if (tag := match[_FIELDS].get("tag"))])
    verdicts = []
    for match in matches:
        choice = choices.of(match[_ROW], match[_KIND])
        if choice is None:
            continue
        if choice.action == "create" and match[_OUTCOME] in _CREATABLE and not _is_taken(match, taken):
            verdicts.append(Verdict(match[_ROW], "created", new_id(), "New, by choice."))
        elif choice.action == "skip" and match[_OUTCOME] == "review":
            verdicts.append(Verdict(match[_ROW], "unchanged", match[_ASSET], "Left alone, by choice."))
        elif choice.action == "merge" and match[_OUTCOME] == "review" and match[_ASSET] is not None:
            reason = f"Merged by choice. {match[_REASON]}"
            verdicts.append(Verdict(match[_ROW], "matched", match[_ASSET], reason, score=match[_SCORE]))
    return verdicts


def _is_taken(match: Match, taken: set[str]) -> bool:
    return str(match[_FIELDS].get("tag") or "").upper() in taken


def _allowed(fields: AssetFields, match: Match, choice: Choice) -> dict[str, Any]:
    """Of what a row would change, what it may."""
    if choice.action == "skip":
        return {}
    modes = {place: mode for field_id, mode in choice.fields.items() if (place := _place(fields[field_id]))}
    now = {"columns": match[_NOW] or {}, "extension": match[_EXTENSION_NOW] or {}}
    now["custom"] = now["columns"].get("custom") or {}
    kept: dict[str, Any] = {}
    for part, values in match[_CHANGES].items():
        if part == "cleared":
            emptied = [key for key in values if modes.get(_place_of(key, now), choice.merge) in {"take", "append"}]
            kept |= {part: emptied} if emptied else {}
            continue
        if part not in now:
            kept[part] = values
            continue
        allowed = {
            key: value
            for key, value in values.items()
            if _may(modes.get((part, key), choice.merge), now[part].get(key))
        }
        if allowed:
            kept[part] = allowed
    return kept


def _place_of(key: str, now: Mapping[str, Mapping[str, Any]]) -> Place:
    """Where the field with this key stands, by what the asset has."""
    if key.startswith(CUSTOM_PREFIX):
        return "custom", key.removeprefix(CUSTOM_PREFIX)
    return ("columns" if key in now["columns"] else "extension"), key


def _may(mode: str, present: object) -> bool:
    return mode in {"take", "append"} or (mode == "fill" and present in (None, "", []))


def _place(declared: AssetField) -> Place | None:
    """Where a field's value stands in the changes of a row."""
    match declared.home:
        case AssetColumn(name) | ReferenceColumn(name):
            return "columns", name
        case ExtensionColumn(name):
            return "extension", name
        case CustomValue(key):
            return "custom", key


class _Choices:
    """What was chosen for an import, the closest first."""

    def __init__(self, kept: Sequence[ImportChoice]) -> None:
        read = {(each.scope, each.key): _choice(each) for each in kept}
        self.rows = {int(key): choice for (scope, key), choice in read.items() if scope == "row"}
        self.kinds = {key: choice for (scope, key), choice in read.items() if scope == "kind"}
        self.all = read.get(("all", ""))

    @classmethod
    def load(cls, session: TenantSession, found: Import) -> "_Choices":
        return cls(queries.choices_of(session, found.id))

    @property
    def is_empty(self) -> bool:
        return not (self.rows or self.kinds or self.all)

    def of(self, row: int, kind: str) -> Choice | None:
        return self.rows.get(row) or self.kinds.get(kind) or self.all


def _choice(kept: ImportChoice) -> Choice:
    return Choice.model_validate({"action": kept.action, "merge": kept.merge, "fields": kept.fields})


def _access_decided(session: TenantSession, actor: Actor, import_id: uuid.UUID) -> tuple[Import, uuid.UUID]:
    found = access_import(session, actor, import_id)
    if found.batch_id is None:
        raise NotChecked
    return found, found.batch_id


def _check_row(session: TenantSession, batch_id: uuid.UUID, wanted: ChoiceWrite) -> int:
    if wanted.row is None:
        raise ChoiceInvalid("Say which row.")
    matches = matching.match_rows(session, batch_id, kind=None, row=wanted.row, after=0, limit=1)
    if not matches:
        raise ChoiceInvalid(f"Row {wanted.row} was not recognised as anything.")
    tag = matches[0][_FIELDS].get("tag")
    if wanted.action == "create" and tag and matching.taken_tags(session, [tag]):
        raise CreateBlocked(str(tag))
    return 1


def _names(session: TenantSession, matches: Sequence[Match]) -> dict[str, str]:
    """Locations and people on both sides, by id."""
    found: dict[str, str] = {}
    for what, table in _REFERENCES.items():
        key = f"{what}_id"
        sides = (match[side] or {} for match in matches for side in (_FIELDS, _NOW))
        ids = {str(side[key]) for side in sides if side.get(key)}
        if ids:
            found |= matching.names_of(session, table, sorted(ids))
    return found


def _as_read(
    fields: AssetFields, match: Match, names: Mapping[str, str], choices: _Choices, taken: set[str]
) -> MatchRow:
    asset = None
    if match[_ASSET] is not None and match[_TAG] is not None:
        asset = AssetLabel(id=match[_ASSET], tag=match[_TAG], name=match[_NAME])
    blocked = f"The tag {match[_FIELDS]['tag']} is taken." if _is_taken(match, taken) else None
    return MatchRow(
        row=match[_ROW],
        kind=match[_KIND],
        outcome=match[_OUTCOME],
        asset=asset,
        duplicate_of_row=match[_DUPLICATE],
        score=round(match[_SCORE], 4),
        reason=match[_REASON],
        evidence=match[_EVIDENCE],
        choice=choices.of(match[_ROW], match[_KIND]),
        can_create=blocked is None,
        create_blocked_by=blocked,
        fields=_differences(fields, match, names, choices.of(match[_ROW], match[_KIND])),
    )


def _differences(
    fields: AssetFields, match: Match, names: Mapping[str, str], choice: Choice | None
) -> list[FieldDifference]:
    said = {"columns": match[_FIELDS], "extension": match[_EXTENSION], "custom": match[_CUSTOM]}
    columns = match[_NOW] or {}
    now = {"columns": columns, "extension": match[_EXTENSION_NOW] or {}, "custom": columns.get("custom") or {}}
    changes: Mapping[str, Any] = match[_CHANGES] or {}
    if choice is not None and match[_OUTCOME] in {"updated", "unchanged"}:
        changes = _allowed(fields, match, choice) if changes else {}
    emptied = changes.get("cleared", ())
    found = []
    for declared in fields:
        place = _place(declared)
        if place is None or (place[1] not in said[place[0]] and key_of(declared) not in emptied):
            continue
        part, key = place
        present, wanted = now[part].get(key), said[part].get(key)
        changed = changes.get(part, {}) | ({key: None} if key_of(declared) in emptied else {})
        result = changed.get(key, present)
        labels = {choice.value: choice.label for choice in declared.choices}
        found.append(
            FieldDifference(
                field=declared.id,
                label=declared.label,
                in_system=_shown(_alike(declared, present), names, labels),
                source=_source(match[_REPORTS], f"cf.{key}" if part == "custom" else key, present),
                in_file=_shown(_alike(declared, wanted), names, labels),
                result=_shown(_alike(declared, result), names, labels),
                is_changed=key in changed,
            )
        )
    return found


def _alike(declared: AssetField, value: object) -> object:
    """Numbers written in one way, so that 1486.0 and 1486.00 are seen to be the same."""
    if declared.kind not in {Kind.NUMBER, Kind.MONEY} or isinstance(value, bool | None):
        return value
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return value
    places = -int(number.as_tuple().exponent) if number.is_finite() else 0
    return f"{number:.2f}" if declared.kind is Kind.MONEY and places <= _CENTS else f"{number.normalize():f}"


def _source(reports: Mapping[str, Any] | None, key: str, present: object) -> str | None:
    """Whose word the present value is, where that is kept: of several that say it, whoever said it last."""
    saying = [
        (str(report.get("at", "")), source)
        for source, report in (reports or {}).items()
        if (report.get("v") or {}).get(key) == present and present is not None
    ]
    return max(saying)[1] if saying else None


def _shown(value: object, names: Mapping[str, str], labels: Mapping[str, str]) -> str | None:
    match value:
        case None | "" | []:
            return None
        case list():
            return ", ".join(map(str, value))
        case bool():
            return "yes" if value else "no"
        case _:
            text = str(value)
            return names.get(text) or labels.get(text) or text
