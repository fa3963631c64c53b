"""Which rows of the register an undo may write back, and what their columns are called."""

from collections.abc import Mapping

from quarterdeck.domains.assets.fields.definition import (
    AssetColumn,
    CustomValue,
    ExtensionColumn,
    ReferenceColumn,
)
from quarterdeck.domains.assets.models import (
    EXTENSIONS,
    Asset,
    AssetIdentifier,
    AssetMerge,
    AssetType,
    CustomField,
    JunkValue,
)
from quarterdeck.domains.assets.models.provenance import AssetProvenance
from quarterdeck.domains.assets.models.tables import table_of
from quarterdeck.domains.assets.queries.merges import later_merges
from quarterdeck.domains.assets.queries.unique import CONSTRAINT
from quarterdeck.domains.assets.service.catalogue import fields_for
from quarterdeck.domains.assets.service.identifying import derive_identifiers
from quarterdeck.domains.assets.service.unique import CODE
from quarterdeck.domains.journal.registry import FieldName, Recoverable, Refusal, register
from quarterdeck.platform.db.session import TenantSession

_HAS_UNIQUE = "exists (select 1 from custom_fields f where f.tenant_id = %(tenant)s and f.is_unique)"
_UNIQUE = (
    "select f.label, encode(unique_value_digest({value} -> f.key), 'hex') from custom_fields f "
    "where f.tenant_id = %(tenant)s and f.is_unique and {value} ->> f.key is not null"
)


def field_names(session: TenantSession) -> Mapping[str, FieldName]:
    """Columns of assets and their extensions by the tenant's field catalogue."""
    found: dict[str, FieldName] = {}
    for declared in fields_for(session):
        match declared.home:
            case AssetColumn(name) | ReferenceColumn(name=name) | ExtensionColumn(name):
                found.setdefault(name, FieldName(declared.id, declared.label))
            case CustomValue(key):
                found[f"custom.{key}"] = FieldName(declared.id, declared.label)
    return found


register(
    Recoverable(
        table_of(Asset),
        "assets:write",
        noun="asset",
        title="name",
        keyed=("custom",),
        sets=("tags", "mac_addresses"),
        names=field_names,
        refusal=Refusal("custom", _HAS_UNIQUE, "unique_value_taken", CONSTRAINT, CODE, _UNIQUE),
    )
)
for _model in EXTENSIONS.values():
    register(Recoverable(table_of(_model), "assets:write", noun="asset", part_of="assets", names=field_names))
register(
    Recoverable(
        table_of(AssetIdentifier),
        "assets:write",
        noun="identifier",
        part_of="assets",
        object_column="asset_id",
        group="identifiers",
        derive=derive_identifiers,
    )
)
register(Recoverable(table_of(AssetMerge), "assets:delete", noun="merge", title="tag", later=later_merges))
register(Recoverable(table_of(AssetType), "settings:manage", noun="asset type", title="name"))
register(Recoverable(table_of(CustomField), "settings:manage", noun="custom field", title="label"))
register(Recoverable(table_of(JunkValue), "settings:manage", noun="junk value", title="shown"))

register(
    Recoverable(
        table_of(AssetProvenance),
        "assets:write",
        noun="reported values",
        part_of="assets",
        keyed=("reports", "locks"),
        is_quiet=True,
    )
)
