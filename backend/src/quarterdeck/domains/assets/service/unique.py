"""Custom values that only one asset may have. The database decides; here is who says so, and how."""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg
from sqlalchemy.exc import IntegrityError

from quarterdeck.domains.assets.errors import CustomValueTaken
from quarterdeck.domains.assets.fields.catalogue import AssetFields
from quarterdeck.domains.assets.fields.definition import AssetField
from quarterdeck.domains.assets.queries.unique import CONSTRAINT, Meeting, Wanted, meetings
from quarterdeck.kit.outcomes import shown
from quarterdeck.platform.db.constraints import violated_constraint
from quarterdeck.platform.db.session import TenantSession

CODE = "value_taken"


def named(tag: str | None, name: str | None) -> str:
    """The asset as a sentence names it; not at all where it may not be seen."""
    return "another asset that you may not see" if tag is None else f"{tag} ({shown(name or '')})"


def taken_sentence(declared: AssetField, value: object, whose: str) -> str:
    return f"{declared.label} is unique, and {whose} already has '{shown(str(value))}'."


@contextmanager
def taken_values(
    session: TenantSession, fields: AssetFields, asset_id: uuid.UUID, custom: Mapping[str, object]
) -> Iterator[None]:
    """Tell who has a value that the asset is given inside. Costs nothing where no value has to be unique."""
    wanted = [Wanted(key, custom[key], asset_id) for key in fields.unique if custom.get(key) is not None]
    if not wanted:
        yield
        return
    savepoint = session.begin_nested()
    try:
        yield
    except IntegrityError as exc:
        if violated_constraint(exc) != CONSTRAINT:
            raise
        savepoint.rollback()
        raise _taken(session, fields, wanted) from exc
    savepoint.commit()


def _taken(session: TenantSession, fields: AssetFields, wanted: list[Wanted]) -> CustomValueTaken:
    found = meetings(session, wanted) or dict.fromkeys(range(len(wanted)), Meeting())
    errors: list[dict[str, object]] = []
    for place, meeting in sorted(found.items()):
        declared = fields.unique[wanted[place].key]
        message = taken_sentence(declared, wanted[place].value, named(meeting.tag, meeting.name))
        error: dict[str, object] = {"field": declared.id, "code": CODE, "message": message}
        errors.append(error if meeting.asset_id is None else {**error, "asset_id": str(meeting.asset_id)})
    return CustomValueTaken(errors)


def is_taken(error: Exception) -> bool:
    """Whether somebody else was first to give an asset the value."""
    return isinstance(error, psycopg.errors.UniqueViolation) and error.diag.constraint_name == CONSTRAINT
