"""Imports from rows to decisions, inline: the chunks a worker would run, run here."""

import csv
import io
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from quarterdeck.domains.assets.service import seed_asset_types
from quarterdeck.domains.imports import jobs as registered  # noqa: F401
from quarterdeck.domains.imports import service
from quarterdeck.domains.imports.models import Import
from quarterdeck.domains.imports.schemas.basics import RowRead
from quarterdeck.domains.jobs.chunks import Step, run_one_chunk
from quarterdeck.domains.jobs.kinds import Runtime
from quarterdeck.domains.journal.service import open_change_set
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import Database
from quarterdeck.platform.settings import Settings
from quarterdeck.platform.storage import Storage
from tests.world import TenantWorld, World

Row = dict[str, str]


def as_csv(rows: Sequence[Row]) -> bytes:
    headers = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, headers, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


@dataclass
class Done:
    """What came of one import."""

    found: Import
    rows: list[RowRead]

    @property
    def outcomes(self) -> list[str]:
        return [row.outcome for row in self.rows]


@dataclass
class Importer:
    """Imports for one tenant, as one person."""

    runtime: Runtime
    tenant: TenantWorld
    actor: Actor

    def upload(self, content: bytes, *, name: str = "list.csv", **options: Any) -> Import:
        with self.runtime.database.session_for(self.actor) as session:
            return service.upload(
                session, self.actor, self.runtime.storage, [content], name=name, limit_bytes=50_000_000, **options
            )

    def start(self, import_id: uuid.UUID, *, dry_run: bool = False, **options: Any) -> uuid.UUID:
        with self.runtime.database.session_for(self.actor) as session:
            return service.run_import(session, self.actor, import_id, dry_run=dry_run, **options).id

    def finish(self, job_id: uuid.UUID) -> None:
        while run_one_chunk(self.runtime, tenant_id=self.tenant.id, job_id=job_id) is Step.MORE:
            pass

    def read(self, import_id: uuid.UUID) -> Done:
        with self.runtime.database.session_for(self.actor) as session:
            rows = service.rows_of(session, self.actor, import_id, outcome=None, after=0, limit=100_000)
            return Done(service.access_import(session, self.actor, import_id), rows)

    def content(self, content: bytes, *, dry_run: bool = False, name: str = "list.csv", **options: Any) -> Done:
        found = self.upload(content, name=name, **options)
        self.finish(self.start(found.id, dry_run=dry_run))
        return self.read(found.id)

    def rows(self, *rows: Row, dry_run: bool = False, client_id: uuid.UUID | None = None, **options: Any) -> Done:
        """Rows for Acme, if they say nothing else."""
        return self.content(as_csv(rows), dry_run=dry_run, client_id=client_id or self.tenant.acme, **options)


@pytest.fixture
def runtime(database: Database, tmp_path: Path) -> Runtime:
    settings = Settings(data_dir=tmp_path, import_chunk_rows=3)
    return Runtime(database, Storage.local(tmp_path / "files"), settings)


def in_large_chunks(runtime: Runtime) -> Runtime:
    """For files that must have many rows: chunks of three are there to have several of them."""
    return replace(runtime, settings=runtime.settings.model_copy(update={"import_chunk_rows": 5_000}))


@pytest.fixture
def typed_world(world: World) -> World:
    for tenant in (world.north, world.south):
        with world.database.session_for(tenant.actor) as session:
            open_change_set(session, tenant.actor)
            if not session.raw.execute("select 1 from asset_types limit 1").fetchone():
                seed_asset_types(session, tenant.actor)
    return world


@pytest.fixture
def importer(runtime: Runtime, typed_world: World) -> Importer:
    return Importer(runtime, typed_world.north, typed_world.north.actor)
