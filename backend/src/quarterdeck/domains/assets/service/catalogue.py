"""The tenant's field catalogue, for whoever reads values into fields from outside the register."""

from quarterdeck.domains.assets.fields.catalogue import AssetFields
from quarterdeck.domains.assets.queries.setting import load_setting
from quarterdeck.platform.db.session import TenantSession


def fields_for(session: TenantSession) -> AssetFields:
    return load_setting(session).fields
