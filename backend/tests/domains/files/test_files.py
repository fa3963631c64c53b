import uuid
from datetime import timedelta
from email.message import Message
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from quarterdeck.domains.files import service
from quarterdeck.domains.files.errors import FileContentGone, FileNotFound
from quarterdeck.domains.files.models import StoredFile
from quarterdeck.platform.clock import now
from quarterdeck.platform.errors import TooLarge
from quarterdeck.platform.http.downloads import content_disposition
from quarterdeck.platform.storage import Storage
from tests.world import World


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return Storage.local(tmp_path / "files")


def keep(world: World, storage: Storage, **options: object) -> uuid.UUID:
    actor = world.north.actor
    with world.database.session_for(actor) as session:
        kept = service.keep_file(
            session, actor, storage, [b"abc", b"def"], name="..\\..\\etc/pass\x00wd", media_type="text/plain",
            purpose="test", **options,  # type: ignore[arg-type]
        )  # fmt: skip
        return kept.id


def test_a_file_is_kept_under_its_tenant_with_a_plain_name_and_its_hash(
    world: World, storage: Storage, tmp_path: Path
) -> None:
    file_id = keep(world, storage)
    with world.database.session_for(world.north.actor) as session:
        kept = service.access_file(session, file_id)
        assert (kept.name, kept.size_bytes) == ("passwd", 6)
        assert kept.sha256 == "bef57ec7f53a6d40beb640a780a639c83bc29ac8a9816f1fc6c5c6dcd93c4721"
        assert b"".join(service.content(storage, kept)) == b"abcdef"
    assert (tmp_path / "files" / str(world.north.id) / str(file_id)).read_bytes() == b"abcdef"


def test_too_much_is_refused_and_leaves_nothing(world: World, storage: Storage, tmp_path: Path) -> None:
    with pytest.raises(TooLarge):
        keep(world, storage, limit_bytes=5)
    assert [path for path in (tmp_path / "files").rglob("*") if path.is_file()] == []


def test_others_do_not_see_it(world: World, storage: Storage) -> None:
    file_id = keep(world, storage, client_id=world.north.acme)
    for actor in (world.south.actor, world.north.scoped(world.north.globex)):
        with world.database.session_for(actor) as session, pytest.raises(FileNotFound):
            service.access_file(session, file_id)
    with world.database.session_for(world.north.scoped(world.north.acme)) as session:
        assert service.access_file(session, file_id).id == file_id


def test_an_expired_file_loses_its_bytes_and_keeps_its_record(world: World, storage: Storage) -> None:
    file_id, other = keep(world, storage, keep_days=1), keep(world, storage, keep_days=1)
    with world.database.session_for(world.north.actor) as session:
        session.execute(update(StoredFile).where(StoredFile.id == file_id).values(expires_at=now() - timedelta(1)))
        assert service.expire_files(session, storage) == 1
    with world.database.session_for(world.north.actor) as session:
        assert b"".join(service.content(storage, service.access_file(session, other))) == b"abcdef"
        with pytest.raises(FileContentGone):
            service.content(storage, service.access_file(session, file_id))


@given(st.text(max_size=80))
def test_no_name_breaks_out_of_its_header(name: str) -> None:
    header = content_disposition(service.plain_name(name))
    assert header.isascii()
    assert "\r" not in header
    assert "\n" not in header
    message = Message()
    message["Content-Disposition"] = header
    assert message.get_content_disposition() == "attachment"
    assert unquote(header.partition("filename*=UTF-8''")[2]) == service.plain_name(name)
