"""What an import leaves behind goes after its time; what it decided, and the way back, stay."""

import psycopg

from quarterdeck.domains.imports import service
from quarterdeck.domains.imports.service.forgetting import forget_checked_rows
from quarterdeck.domains.intake.service.forgetting import forget_staged
from quarterdeck.domains.recovery.schemas import UndoWrite
from quarterdeck.platform.db.session import TenantSession
from tests.domains.imports.conftest import Done, Importer, as_csv
from tests.domains.imports.test_importing import machine
from tests.world import World

STAGED = ("observations", "observation_keys", "import_rows", "import_marks", "import_edits")


def left(admin_url: str, done: Done) -> dict[str, int]:
    with psycopg.connect(admin_url) as connection:
        return {
            table: connection.execute(
                f"select count(*) from {table} where {'batch_id' if 'obs' in table else 'import_id'} = %s".encode(),
                [done.found.batch_id if "obs" in table else done.found.id],
            ).fetchall()[0][0]
            for table in STAGED
        }


def make_old(admin_url: str, done: Done, *, is_finished_long_ago: bool = True) -> None:
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute(
            "update intake_batches set created_at = now() - interval '31 days' where id = %s", [done.found.batch_id]
        )
        if is_finished_long_ago:
            connection.execute(
                "update imports set updated_at = now() - interval '31 days' where id = %s", [done.found.id]
            )


def forget_all(session: TenantSession) -> None:
    for forget in (forget_staged, forget_checked_rows):
        for _ in range(50):
            if not forget(session, limit=2):
                break
        else:
            raise AssertionError("it does not come to an end")


def import_mixed(importer: Importer) -> Done:
    """Rows that go in, checked first, and one that does not."""
    content = as_csv([machine(1), machine(2), machine(3), machine(4, Purchased="no date at all")])
    found = importer.upload(content, client_id=importer.tenant.acme)
    importer.finish(importer.start(found.id, dry_run=True))
    importer.finish(importer.start(found.id))
    return importer.read(found.id)


class TestRunAgain:
    def test_the_job_forgets_what_the_run_before_it_staged(self, importer: Importer, admin_url: str) -> None:
        found = importer.upload(as_csv([machine(1), machine(2)]), client_id=importer.tenant.acme)
        importer.finish(importer.start(found.id, dry_run=True))
        first = importer.read(found.id)
        assert left(admin_url, first)["observations"] == 2

        again = importer.start(found.id, dry_run=True)
        assert importer.read(found.id).found.batch_id != first.found.batch_id
        importer.finish(again)

        staged = left(admin_url, first)
        assert (staged["observations"], staged["observation_keys"], staged["import_rows"]) == (0, 0, 2)
        assert left(admin_url, importer.read(found.id))["observations"] == 2


class TestForgetting:
    def test_staged_rows_go_and_decisions_stay(self, importer: Importer, typed_world: World, admin_url: str) -> None:
        done, recent = import_mixed(importer), importer.rows(machine(9))
        kept = left(admin_url, recent)
        make_old(admin_url, done)
        assert min(left(admin_url, done)[table] for table in ("observations", "observation_keys", "import_rows")) > 0

        with typed_world.database.session_for(importer.actor) as session:
            forget_all(session)

        told = [row for row in done.rows if row.problems]
        assert left(admin_url, done) == dict.fromkeys(STAGED, 0) | {"observations": len(told)}
        assert importer.read(done.found.id).rows == done.rows
        assert left(admin_url, recent) == kept

    def test_the_way_back_does_not_need_them(self, importer: Importer, typed_world: World, admin_url: str) -> None:
        done = importer.rows(machine(1), machine(2))
        make_old(admin_url, done, is_finished_long_ago=False)
        with typed_world.database.session_for(importer.actor) as session:
            forget_all(session)
            assert service.undo_import(session, importer.actor, done.found.id, UndoWrite()).state == "done"

    def test_a_draft_is_kept_for_whoever_comes_back_to_it(
        self, importer: Importer, typed_world: World, admin_url: str
    ) -> None:
        draft = importer.rows(machine(1), dry_run=True)
        make_old(admin_url, draft)
        before = left(admin_url, draft)
        with typed_world.database.session_for(importer.actor) as session:
            forget_all(session)
        assert left(admin_url, draft) == before
        importer.finish(importer.start(draft.found.id))
        assert importer.read(draft.found.id).outcomes == ["created"]
