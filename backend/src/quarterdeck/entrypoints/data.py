"""An installation's data, opened as the application may see it."""

from quarterdeck.entrypoints.installation import Installation
from quarterdeck.platform.db.schema import app_url
from quarterdeck.platform.db.session import Database


def open_data(here: Installation, *, pool_size: int = 5) -> Database:
    """The data through the unprivileged role, let go when the installation is closed."""
    database = Database(app_url(here.admin_url, here.app_password), pool_size=pool_size)
    here.closing.callback(database.dispose)
    return database
