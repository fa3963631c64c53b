"""The file of a running import, a piece at a time, and one ahead."""

import uuid
from dataclasses import replace
from pathlib import Path

import pytest

from quarterdeck.domains.imports.service.pieces import close_file, next_piece
from quarterdeck.domains.jobs.kinds import JobContext
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.errors import Forbidden
from tests.domains.imports.conftest import Importer, as_csv


def rows_after(
    importer: Importer, import_id: uuid.UUID, job_id: uuid.UUID, after: int, actor: Actor | None = None
) -> list[int]:
    with importer.runtime.database.session_for(importer.actor) as session:
        found = importer.read(import_id).found
        context = JobContext(importer.runtime, actor or importer.actor)
        piece = next_piece(session, job_id, found, context, after=after, is_kept=False)
        return [row[0] for row in piece.staged]


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where files are laid out while they are read."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    return tmp_path


def left_in(folder: Path) -> list[Path]:
    return list(folder.glob("qd-import-*"))


class TestNextPiece:
    def test_each_row_once_and_the_file_closed_with_the_last(self, importer: Importer, folders: Path) -> None:
        found = importer.upload(as_csv([{"Serial Number": f"PF2AB9X{n}"} for n in range(8)]))
        job_id = uuid.uuid4()
        read = [rows_after(importer, found.id, job_id, after) for after in (0, 3, 6)]
        assert read == [[1, 2, 3], [4, 5, 6], [7, 8]]
        assert left_in(folders) == []

    def test_what_was_read_ahead_is_not_taken_for_other_rows(self, importer: Importer, folders: Path) -> None:
        found = importer.upload(as_csv([{"Serial Number": f"PF2AB9X{n}"} for n in range(8)]))
        job_id = uuid.uuid4()
        assert rows_after(importer, found.id, job_id, 0) == [1, 2, 3]
        assert rows_after(importer, found.id, job_id, 0) == [1, 2, 3]
        assert rows_after(importer, found.id, job_id, 5) == [6, 7, 8]
        close_file(job_id)
        assert left_in(folders) == []

    def test_what_goes_wrong_ahead_is_told_when_its_turn_comes(self, importer: Importer, folders: Path) -> None:
        found = importer.upload(as_csv([{"Serial Number": f"PF2AB9X{n}"} for n in range(8)]))
        job_id = uuid.uuid4()
        nobody = replace(importer.actor, permissions=frozenset())  # only reading ahead asks again who is asking
        assert rows_after(importer, found.id, job_id, 0, nobody) == [1, 2, 3]
        with pytest.raises(Forbidden):
            rows_after(importer, found.id, job_id, 3, nobody)
        assert left_in(folders) == []
