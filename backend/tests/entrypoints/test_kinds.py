import subprocess
import sys

import pytest

KNOWN = "import quarterdeck.entrypoints.{}, quarterdeck.domains.jobs.kinds as k; print(*sorted(k._kinds))"


@pytest.mark.parametrize("process", ["api", "worker"])
def test_each_process_knows_every_kind_of_job_by_itself(process: str) -> None:
    """Without them the web process would say of no job that it can be tried again."""
    told = subprocess.run([sys.executable, "-c", KNOWN.format(process)], capture_output=True, text=True, check=True)
    assert {"assets.export", "audit.export", "audit.verify", "bulk.change", "import", "restore", "undo"} <= set(
        told.stdout.split()
    )
