"""The columns of an import and where each goes: the one place that changes them."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from quarterdeck.domains.assets.fields.catalogue import AssetFields
from quarterdeck.domains.assets.service.catalogue import fields_for
from quarterdeck.domains.imports.errors import FieldClaimedTwice, MappingInvalid
from quarterdeck.domains.imports.mapping import SHARED_FIELDS
from quarterdeck.domains.imports.models import Import
from quarterdeck.kit.text import compact
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.tabular import CODE_HEADER, PROBLEM_HEADER, ROW_ID_HEADER, ROW_NUMBER_HEADER

_OURS = frozenset({ROW_ID_HEADER, ROW_NUMBER_HEADER, PROBLEM_HEADER, CODE_HEADER})


def ours(header: str) -> bool:
    """Whether a file of ours added the column to those a person had."""
    return header in _OURS


def signature_of(headers: Sequence[str]) -> str:
    """The same for files with the same headings, in whatever order and spelling of case and spaces."""
    kept = sorted({compact(header) for header in headers if not ours(header)})
    return hashlib.sha256("\n".join(kept).encode("utf-8", "replace")).hexdigest()


def claim(session: TenantSession, found: Import, decided: Mapping[str, Mapping[str, Any]]) -> None:
    """Give columns their fields by heading. Whoever else had the field loses it; of two headings the first gets it."""
    fields = fields_for(session)
    wanted = {
        heading: each
        for heading, each in decided.items()
        if each["field"] is None or ((declared := fields.get(each["field"])) is not None and declared.is_importable)
    }
    by_heading = {compact(column["header"]): column for column in found.columns}
    holders: dict[str, str] = {}
    for heading, each in wanted.items():
        if heading in by_heading and each["field"] is not None and each["field"] not in SHARED_FIELDS:
            holders.setdefault(each["field"], heading)
    columns = []
    for column in found.columns:
        heading, changed = compact(column["header"]), dict(column)
        if heading in wanted:
            changed |= wanted[heading]
        field_id = changed["field"]
        if field_id is not None and holders.get(field_id, heading) != heading:
            rival = by_heading[holders[field_id]]["header"]
            changed |= {"field": None, "confidence": 0.0, "reason": f"“{rival}” fits the same field better"}
        columns.append(changed)
    found.columns = columns


def remake(session: TenantSession, found: Import, made: Sequence[Mapping[str, Any]]) -> None:
    """Replace the columns that are made of others or of a fixed value."""
    fields, width = fields_for(session), len(found.layout["headers"])
    columns = [column for column in found.columns if column["index"] < width]
    for number, each in enumerate(made):
        _check_made(each, width)
        _check_field(fields, each["field"])
        columns.append(
            {
                "index": width + number,
                "header": each["header"],
                "samples": [each["text"]] if each["kind"] == "value" else [],
                "field": each["field"],
                "confidence": 1.0,
                "reason": _REASONS[each["kind"]],
                "is_chosen": True,
                "made": {key: value for key, value in each.items() if key != "field"},
            }
        )
    found.columns = columns


def choose(session: TenantSession, found: Import, choices: Sequence[Mapping[str, Any]]) -> None:
    """What a person decided about columns, which is certain."""
    fields = fields_for(session)
    columns = [dict(column) for column in found.columns]
    for choice in choices:
        if choice["index"] >= len(columns):
            raise MappingInvalid(
                f"The file has {len(columns)} columns; there is none with the number {choice['index']}."
            )
        column = columns[choice["index"]]
        if "field" in choice:
            _check_field(fields, choice["field"])
            reason = "chosen by a person" if choice["field"] else "not imported, by choice"
            column |= {"field": choice["field"], "confidence": 1.0, "reason": reason, "is_chosen": True}
        column |= {key: choice[key] for key in ("transforms", "values") if key in choice}
    found.columns = columns


def refuse_doubled(session: TenantSession, found: Import) -> None:
    """One column for one field; only adapters' addresses may come from several."""
    fields = fields_for(session)
    counted = Counter(column["field"] for column in found.columns if column["field"] is not None)
    doubled = [field_id for field_id, count in counted.items() if count > 1 and field_id not in SHARED_FIELDS]
    if doubled:
        raise FieldClaimedTwice(
            [
                (field_id, fields[field_id].label, [c["index"] for c in found.columns if c["field"] == field_id])
                for field_id in doubled
            ]
        )


def _check_field(fields: AssetFields, field_id: str | None) -> None:
    declared = fields.get(field_id) if field_id is not None else None
    if field_id is not None and (declared is None or not declared.is_importable):
        raise MappingInvalid(f"There is no field {field_id!r} that could be imported.")


def _check_made(made: Mapping[str, Any], width: int) -> None:
    if any(not 0 <= index < width for index in made.get("from", ())):
        raise MappingInvalid(f"“{made['header']}” is made of a column that the file does not have.")


_REASONS = {"value": "one value for all rows", "split": "part of another column", "join": "joined from other columns"}
