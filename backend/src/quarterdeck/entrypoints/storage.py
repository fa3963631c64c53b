"""Where this installation keeps files."""

from quarterdeck.platform.settings import Settings
from quarterdeck.platform.storage import Storage


def open_storage(settings: Settings) -> Storage:
    return Storage.local(settings.data_dir / "files")
