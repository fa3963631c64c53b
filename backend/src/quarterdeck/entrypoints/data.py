"""An installation's data, opened as the application may see it."""

from quarterdeck.entrypoints.installation import Installation
from quarterdeck.platform.db.ddl import OWNER_ROLE
from quarterdeck.platform.db.schema import app_url
from quarterdeck.platform.db.session import Database


def open_data(here: Installation, *, pool_size: int = 5) -> Database:
    """The data through the unprivileged role, let go when the installation is closed."""
    database = Database(app_url(here.admin_url, here.app_password), pool_size=pool_size)
    here.closing.callback(database.dispose)
    return database


def open_data_as_owner(here: Installation) -> Database:
    """The data as the owner of its tables, who alone may remove what happened. Policies hold for it as well."""
    database = Database(here.admin_url, pool_size=1, role=OWNER_ROLE)
    here.closing.callback(database.dispose)
    return database
