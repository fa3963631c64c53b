import uuid
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from psycopg.types.json import Jsonb
from sqlalchemy import Select, exists, select, tuple_

from quarterdeck.domains.files.models import StoredFile
from quarterdeck.domains.jobs.models import Job, JobArtefact, JobError
from quarterdeck.platform.db.references import referring
from quarterdeck.platform.db.session import TenantSession


def job_by_id(session: TenantSession, job_id: uuid.UUID) -> Job | None:
    """Also for a job this session has seen before: its columns are read again."""
    statement = select(Job).where(Job.tenant_id == session.tenant_id, Job.id == job_id)
    return session.scalars(statement.execution_options(populate_existing=True)).one_or_none()


def lock_job(session: TenantSession, job_id: uuid.UUID) -> None:
    """Whoever comes second waits until the first has ended its transaction."""
    of_job = (Job.tenant_id == session.tenant_id, Job.id == job_id)
    session.execute(select(Job.id).where(*of_job).with_for_update())


def is_retried(session: TenantSession, job_id: uuid.UUID, *, states: Sequence[str]) -> bool:
    """Whether a job that repeats this one is in one of the states."""
    again = select(Job.id).where(Job.tenant_id == session.tenant_id, Job.retry_of == job_id, Job.state.in_(states))
    return bool(session.scalar(select(again.exists())))


def jobs_page(
    session: TenantSession,
    *,
    states: Sequence[str] = (),
    kind: str | None = None,
    started_by: uuid.UUID | None = None,
    client_id: uuid.UUID | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    after: tuple[Any, uuid.UUID] | None,
    limit: int,
) -> Sequence[Job]:
    """The newest first."""
    statement: Select[Job] = select(Job).where(Job.tenant_id == session.tenant_id)
    if states:
        statement = statement.where(Job.state.in_(states))
    if kind is not None:
        statement = statement.where(Job.kind == kind)
    if started_by is not None:
        statement = statement.where(Job.started_by == started_by)
    if client_id is not None:
        statement = statement.where(Job.client_id == client_id)
    if since is not None:
        statement = statement.where(Job.created_at >= since)
    if until is not None:
        statement = statement.where(Job.created_at < until)
    if after is not None:
        statement = statement.where(tuple_(Job.created_at, Job.id) < after)
    return session.scalars(statement.order_by(Job.created_at.desc(), Job.id.desc()).limit(limit)).all()


def errors_page(
    session: TenantSession,
    job_id: uuid.UUID,
    *,
    code: str | None,
    after: tuple[int, uuid.UUID] | None,
    limit: int,
) -> Sequence[JobError]:
    statement = select(JobError).where(JobError.tenant_id == session.tenant_id, JobError.job_id == job_id)
    if code is not None:
        statement = statement.where(JobError.code == code)
    if after is not None:
        statement = statement.where(tuple_(JobError.item, JobError.id) > after)
    return session.scalars(statement.order_by(JobError.item, JobError.id).limit(limit)).all()


_PROBLEMS = """
select e.code, min(e.message) as message, count(*) as count,
  bool_or(coalesce(e.data ->> 'asset_id', e.data ->> 'object_id') is not null) as of_assets,
  min(e.message) <> max(e.message) as varies
from job_errors e where e.tenant_id = %(tenant_id)s and e.job_id = %(job_id)s
group by e.code order by count(*) desc, e.code limit %(most)s
"""


_APPEND = """
update jobs
set log = case when jsonb_array_length(log) >= %(most)s then log - 0 else log end || %(entry)s
where tenant_id = %(tenant_id)s and id = %(job_id)s
"""


def append_to_log(session: TenantSession, job_id: uuid.UUID, entry: dict[str, Any], *, most: int) -> None:
    """In the database, so that whoever cancels and whoever runs a chunk keep each other's lines."""
    params = {"tenant_id": session.tenant_id, "job_id": job_id, "entry": Jsonb(entry), "most": most}
    session.raw.execute(_APPEND, params)


def problems_of(session: TenantSession, job_id: uuid.UUID, *, most: int) -> list[tuple[str, str, int, bool, bool]]:
    """Code, one of its sentences, number of items, whether they are assets, and whether the sentences differ."""
    params = {"tenant_id": session.tenant_id, "job_id": job_id, "most": most}
    return [
        (code, message, count, assets, varies)
        for code, message, count, assets, varies in session.raw.execute(_PROBLEMS, params).fetchall()
    ]


def artefacts_of(
    session: TenantSession, job_ids: Sequence[uuid.UUID]
) -> Sequence[tuple[uuid.UUID, uuid.UUID, str, str, int]]:
    """Job, file, name, media type and size of what the jobs made, as far as the person may see the files."""
    statement = (
        select(JobArtefact.job_id, StoredFile.id, JobArtefact.name, StoredFile.media_type, StoredFile.size_bytes)
        .join(StoredFile, (StoredFile.tenant_id == JobArtefact.tenant_id) & (StoredFile.id == JobArtefact.file_id))
        .where(JobArtefact.tenant_id == session.tenant_id, JobArtefact.job_id.in_(job_ids))
        .order_by(JobArtefact.id)
    )
    return [(job, file, name, media, size) for job, file, name, media, size in session.execute(statement)]


def old_jobs(session: TenantSession, *, before: datetime, limit: int) -> Sequence[uuid.UUID]:
    """Jobs that ended before a moment, but for those that other records point to."""
    parts = {JobError.__tablename__, JobArtefact.__tablename__}
    pointed_to = [
        exists().where(table.c.tenant_id == Job.tenant_id, table.c[column] == Job.id)
        for table, column in referring(Job.metadata.tables[Job.__tablename__])
        if table.name not in parts
    ]
    return session.scalars(
        select(Job.id)
        .where(Job.tenant_id == session.tenant_id, Job.created_at < before, Job.finished_at < before)
        .where(*(~one for one in pointed_to))
        .order_by(Job.created_at, Job.id)
        .limit(limit)
    ).all()


def errors_in_full(
    session: TenantSession, job_id: uuid.UUID, code: str | None
) -> Iterator[tuple[int, str, str, dict[str, Any]]]:
    """Item, code, message and data of all of them, read a few thousand at a time."""
    statement = (
        "select e.item, e.code, e.message, e.data from job_errors e "
        "where e.tenant_id = %(tenant)s and e.job_id = %(job)s and (%(code)s::text is null or e.code = %(code)s) "
        "order by e.item, e.id"
    )
    with session.raw.cursor("job_errors") as cursor:
        cursor.itersize = 2_000
        cursor.execute(statement, {"tenant": session.tenant_id, "job": job_id, "code": code})
        yield from cursor
