"""The demo is what a newcomer sees first, and what the benchmarks and browser tests stand on."""

import psycopg
import pytest

from quarterdeck.entrypoints.data import open_data
from quarterdeck.entrypoints.demo.load import load_demo
from quarterdeck.entrypoints.demo.story import HOSTILE_NAMES, TENANTS
from quarterdeck.entrypoints.installation import Installation
from quarterdeck.kit.identifiers.hostnames import normalise_hostname
from quarterdeck.kit.identifiers.serials import normalise_serial
from quarterdeck.platform.db.migrate import migrate
from quarterdeck.platform.settings import settings


def one(connection: psycopg.Connection, statement: str) -> object:
    row = connection.execute(statement).fetchone()
    assert row is not None
    return row[0]


@pytest.mark.slow
def test_the_demo_holds_what_breaks_peers_and_loads_once(own_installation: str) -> None:
    here = Installation(settings())
    migrate(here.admin_url, app_password=here.app_password)
    database = open_data(here)
    assert load_demo(database) is True
    assert load_demo(database) is False
    here.close()

    with psycopg.connect(own_installation) as connection:
        assert one(connection, "select count(*) from tenants") == len(TENANTS)
        assert one(connection, "select count(*) from clients") == 40
        assert one(connection, "select count(*) >= 20000 from assets") is True
        assert one(connection, "select count(distinct client_id) >= 30 from assets where name = 'DC01'") is True
        clones = "select max(n) from (select count(*) n from assets group by tenant_id, hardware_uuid) c where n < 1000"
        assert one(connection, clones) == 12
        docks = (
            "select count(*) >= 4 from (select value from asset_identifiers where kind = 'mac' "
            "group by tenant_id, value having count(*) > 5) d"
        )
        assert one(connection, docks) is True
        names = {name for (name,) in connection.execute("select name from assets")}
        assert {trap.name for trap in HOSTILE_NAMES if "\u202e" not in trap.name} <= names
        created = "select count(*) from changes where table_name = 'assets' and operation = 'insert'"
        assert one(connection, created) == one(connection, "select count(*) from assets")
        rows = connection.execute(
            "select i.kind, i.value, a.serial, a.hostname, a.manufacturer from asset_identifiers i "
            "join assets a on a.tenant_id = i.tenant_id and a.id = i.asset_id where i.kind in ('serial', 'hostname')"
        ).fetchall()
    # The generator writes identifiers in SQL; they have to be what the product itself would have made of the values.
    for kind, value, serial, hostname, maker in rows:
        if kind == "serial":
            assert normalise_serial(serial, maker=maker).value == value
        else:
            found = normalise_hostname(hostname).value
            assert found is not None
            assert found.short == value
