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
from quarterdeck.domains.assets.models.junk import JunkValue
from quarterdeck.domains.assets.models.merge import AssetMerge
from quarterdeck.domains.assets.models.provenance import AssetProvenance, PrecedenceRule
from quarterdeck.domains.assets.models.selection import SelectionChunk, SelectionSnapshot
from quarterdeck.domains.assets.models.types import AssetType, CustomField
from quarterdeck.domains.assets.models.unique import UniqueValue

__all__ = [
    "EXTENSIONS",
    "Asset",
    "AssetIdentifier",
    "AssetMerge",
    "AssetProvenance",
    "AssetType",
    "CustomField",
    "JunkValue",
    "MobileDevice",
    "NetworkDevice",
    "PrecedenceRule",
    "Printer",
    "SelectionChunk",
    "SelectionSnapshot",
    "Server",
    "UniqueValue",
    "Workstation",
]
