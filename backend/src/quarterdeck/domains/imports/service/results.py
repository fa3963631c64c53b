import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from quarterdeck.domains.assets.service.catalogue import fields_for
from quarterdeck.domains.files import service as files
from quarterdeck.domains.imports import queries
from quarterdeck.domains.imports.models import Import
from quarterdeck.domains.imports.schemas.basics import (
    ColumnRead,
    CountsRead,
    Creates,
    FileRead,
    ImportProblem,
    ImportRead,
    KeptRead,
    NoteRead,
    OutcomeName,
    PresetName,
    RowRead,
    State,
)
from quarterdeck.domains.imports.service.readiness import blockers_of
from quarterdeck.domains.imports.service.uploading import access_import
from quarterdeck.domains.intake import service as intake
from quarterdeck.domains.recovery.schemas import ChangeSetState
from quarterdeck.domains.recovery.service.describing import change_set_states
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession

DECISION_HEADERS = ("row", "outcome", "asset_id", "duplicate_of_row", "matched_on", "score", "reason")


def list_imports(
    session: TenantSession,
    actor: Actor,
    *,
    client_id: uuid.UUID | None,
    is_open: bool | None = None,
    state: State | None = None,
    is_undone: bool | None = None,
    after: tuple[datetime, uuid.UUID] | None,
    limit: int,
) -> Sequence[Import]:
    actor.require("imports:run")
    standing = queries.Standing(state, is_undone, _undone_change_sets(session) if is_undone is not None else ())
    return queries.imports_page(
        session, client_id=client_id, is_open=is_open, standing=standing, after=after, limit=limit
    )


def _undone_change_sets(session: TenantSession) -> list[uuid.UUID]:
    tried = queries.change_sets_with_undos(session)
    return [each for each, state in change_set_states(session, tried).items() if state == "undone"]


def describe(session: TenantSession, found: Import) -> ImportRead:
    (only,) = describe_many(session, [found])
    return only


def describe_many(session: TenantSession, imports: Sequence[Import]) -> list[ImportRead]:
    written = [each.change_set_id for each in imports if each.change_set_id is not None]
    states = change_set_states(session, written)
    return [
        _describe(session, each, states.get(each.change_set_id) if each.change_set_id else None) for each in imports
    ]


def _describe(session: TenantSession, found: Import, standing: ChangeSetState | None) -> ImportRead:
    file = files.access_file(session, found.file_id)
    return ImportRead(
        id=found.id,
        state=found.state,
        step=found.step,
        file=FileRead(name=file.name, size=file.size_bytes),
        client_id=found.client_id,
        source=found.source,
        columns=[ColumnRead(**column) for column in found.columns],
        notes=[NoteRead(**note) for note in found.layout.get("notes", [])],
        counts=CountsRead(**found.counts),
        is_stale=found.is_stale,
        blockers=blockers_of(session, found),
        job_id=found.job_id,
        dry_run=found.dry_run,
        create_missing=found.create_missing,
        create=Creates(**dict.fromkeys(found.creates_all, True)),
        stop_above_percent=found.stop_above_percent,
        preset=PresetName(**found.preset) if found.preset else None,
        retry_of=found.retry_of,
        error_file_id=found.error_file_id,
        decisions_file_id=found.decisions_file_id,
        change_set_id=found.change_set_id,
        standing=standing,
        filter=f"import:{found.id}" if found.change_set_id else None,
        problem=ImportProblem(**found.problem) if found.problem else None,
        created_at=found.created_at,
        saved_at=found.updated_at,
        created_by=found.created_by_label,
    )


def rows_of(
    session: TenantSession,
    actor: Actor,
    import_id: uuid.UUID,
    *,
    outcome: OutcomeName | None,
    after: int,
    limit: int,
) -> list[RowRead]:
    """Rows with their decisions, in the order of the file."""
    found = access_import(session, actor, import_id)
    if found.batch_id is None:
        return []
    fields = fields_for(session)
    return [
        RowRead(
            row=row[0],
            outcome=row[1],
            asset_id=row[2],
            duplicate_of_row=row[3],
            matched_on=row[4],
            score=round(row[5], 4),
            reason=row[6],
            evidence=row[7],
            changes=row[8],
            problems=row[9],
            asset_tag=row[10],
            asset_name=row[11],
            kept=[KeptRead(**each) for each in intake.kept_in_words(fields, row[12])],
        )
        for row in queries.rows_page(session, found.batch_id, outcome=outcome, after=after, limit=limit)
    ]


def decision_lines(session: TenantSession, batch_id: uuid.UUID) -> Iterator[tuple[str, ...]]:
    """One line per row of the file, in the columns of `DECISION_HEADERS`. An asset that isn't there has no id yet.

    What was left out of a row, or not taken as it stands, is told behind the reason.
    """
    decisions = queries.decisions_in_order(session, batch_id)
    faulty = queries.problems_in_order(session, batch_id)
    ahead = next(faulty, None)
    for row_no, outcome, asset_id, duplicate_of, matched_on, score, reason, exists in decisions:
        problems: Sequence[dict[str, Any]] = ()
        while ahead is not None and ahead[0] <= row_no:
            problems = ahead[1] if ahead[0] == row_no else ()
            ahead = next(faulty, None)
        shown = str(asset_id) if asset_id is not None and exists else ""
        told = [problem["message"] for problem in problems if not problem["is_error"]]
        yield (
            str(row_no),
            outcome,
            shown,
            str(duplicate_of or ""),
            matched_on,
            f"{score:.4f}",
            " ".join([reason, *told]),
        )
