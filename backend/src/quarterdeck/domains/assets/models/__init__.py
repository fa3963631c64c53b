"""Tables of the register."""

from quarterdeck.domains.assets.models.asset import Asset, AssetIdentifier
from quarterdeck.domains.assets.models.extensions import (
    EXTENSIONS,
    MobileDevice,
    NetworkDevice,
    Printer,
    Server,
    Workstation,
)
from quarterdeck.domains.assets.models.selection import SelectionChunk, SelectionSnapshot
from quarterdeck.domains.assets.models.types import AssetType, CustomField

__all__ = [
    "EXTENSIONS",
    "Asset",
    "AssetIdentifier",
    "AssetType",
    "CustomField",
    "MobileDevice",
    "NetworkDevice",
    "Printer",
    "SelectionChunk",
    "SelectionSnapshot",
    "Server",
    "Workstation",
]
