"""What can be done to the register. The HTTP API, imports, bulk edits and rules all come through here."""

import quarterdeck.domains.assets.service.recoverable  # noqa: F401 (registers what can be undone)
from quarterdeck.domains.assets.service.assets import access_asset, create_asset, delete_asset, update_asset
from quarterdeck.domains.assets.service.finding import Export, export_rows
from quarterdeck.domains.assets.service.history import asset_history
from quarterdeck.domains.assets.service.lists import ListRequest
from quarterdeck.domains.assets.service.selecting import drop_expired_selections
from quarterdeck.domains.assets.service.tags import give_back_tags, take_tags
from quarterdeck.domains.assets.service.types import seed_asset_types

__all__ = [
    "Export",
    "ListRequest",
    "access_asset",
    "asset_history",
    "create_asset",
    "delete_asset",
    "drop_expired_selections",
    "export_rows",
    "give_back_tags",
    "seed_asset_types",
    "take_tags",
    "update_asset",
]
