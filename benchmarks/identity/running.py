"""Runs a scenario through the real command line, in a data directory of its own."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.identity.scenario import File, Scenario
from benchmarks.identity.scoring import Decision, read_decisions
from quarterdeck.domains.tenancy import service as tenancy
from quarterdeck.domains.tenancy.schemas import ClientCreate, TenantCreate
from quarterdeck.entrypoints.data import open_data
from quarterdeck.entrypoints.installation import Installation
from quarterdeck.entrypoints.provisioning import provision_tenant
from quarterdeck.platform.actors import Actor, Origin
from quarterdeck.platform.db.migrate import migrate
from quarterdeck.platform.settings import Settings

COMMAND = Path(sys.executable).with_name("quarterdeck")


class ImportFailed(Exception):
    """The command line did not take the file."""


@dataclass
class Runner:
    """One installation for all scenarios; each scenario is a tenant of its own."""

    folder: Path
    installation: Installation

    def run(self, scenario: Scenario, slug: str) -> list[list[Decision]]:
        """The decisions about both files, in their order. Files and decisions stay in `folder`."""
        self._provide_tenant(scenario, slug)
        return [
            self._import(file, slug, name=name)
            for file, name in ((scenario.first, "first"), (scenario.second, "second"))
        ]

    def _provide_tenant(self, scenario: Scenario, slug: str) -> None:
        """Clients with former names are on record; the import itself has to make the others."""
        database = open_data(self.installation)
        try:
            tenant = provision_tenant(database, TenantCreate(slug=slug, name=scenario.name))
            actor = Actor(tenant, uuid.uuid4(), "Benchmark", frozenset({"clients:write"}), Origin.CLI, tenant_slug=slug)
            with database.session_for(actor) as session:
                for client in scenario.clients:
                    if client.former_names:
                        named = ClientCreate(name=client.name, alternative_names=list(client.former_names))
                        tenancy.create_client(session, actor, named)
        finally:
            database.dispose()

    def _import(self, file: File, slug: str, *, name: str) -> list[Decision]:
        path = self.folder / f"{slug}-{name}.csv"
        decisions = self.folder / f"{slug}-{name}-decisions.csv"
        path.write_bytes(file.content)
        arguments = ["import", str(path), "--tenant", slug, "--create-missing", "--decisions", str(decisions)]
        environment = {**os.environ, "QUARTERDECK_DATA_DIR": str(self.installation.settings.data_dir)}
        done = subprocess.run(  # exit code 1 may only mean that some rows were rejected
            [str(COMMAND), *arguments], env=environment, capture_output=True, text=True, check=False
        )
        if not decisions.exists():
            raise ImportFailed(
                f"{path.name}: exit code {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
            )
        return read_decisions(decisions, rows=len(file.records))


@contextmanager
def runner_in(folder: Path) -> Iterator[Runner]:
    """The database server runs between the commands too, so that none of them has to start it."""
    installation = Installation(Settings(data_dir=folder / "data"))
    installation.start_database()
    try:
        migrate(installation.admin_url, app_password=installation.app_password)
        yield Runner(folder, installation)
    finally:
        installation.close()
