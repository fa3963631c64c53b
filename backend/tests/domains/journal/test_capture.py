"""How the journal's triggers are made."""

import psycopg


def test_every_capture_of_updates_joins_without_a_loop_in_a_loop(admin_url: str) -> None:
    with psycopg.connect(admin_url) as connection:
        rows = connection.execute(
            r"select proname, proconfig from pg_proc where proname like 'journal\_%\_update' and pronargs = 0"
        ).fetchall()
    assert len(rows) > 10
    assert [name for name, settings in rows if "enable_nestloop=off" not in settings] == []
