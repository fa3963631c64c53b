"""PostgreSQL on this machine: found, initialised, started, adopted and stopped by us.

An operator who brings an own server never comes here. Everything else in the product only sees a database URL.
"""

from quarterdeck.platform.postgres.binaries import MINIMUM_MAJOR, Binaries, find_binaries
from quarterdeck.platform.postgres.errors import PostgresUnavailable
from quarterdeck.platform.postgres.locations import default_data_dir
from quarterdeck.platform.postgres.server import EmbeddedPostgres
from quarterdeck.platform.postgres.throwaway import throwaway_postgres

__all__ = [
    "MINIMUM_MAJOR",
    "Binaries",
    "EmbeddedPostgres",
    "PostgresUnavailable",
    "default_data_dir",
    "find_binaries",
    "throwaway_postgres",
]
