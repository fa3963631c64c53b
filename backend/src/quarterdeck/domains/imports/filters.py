"""What the grid can be filtered by because of imports: the assets that one of them wrote to."""

from collections.abc import Sequence

from quarterdeck.domains.assets.fields.catalogue import register_filter
from quarterdeck.platform.filters.fields import Field, Kind, Listed


def _written(outcomes: Sequence[str]) -> Listed:
    among = ", ".join(f"'{outcome}'" for outcome in outcomes)
    return Listed(
        "select d.asset_id, m.id as value from imports m join intake_decisions d"
        " on d.tenant_id = m.tenant_id and d.batch_id = m.batch_id"
        f" where m.tenant_id = %(tenant_id)s and d.is_applied and d.outcome in ({among})"
    )


register_filter(Field("import", "Import", Kind.UUID, _written(("created", "updated"))))
register_filter(Field("import.created", "Created by import", Kind.UUID, _written(("created",))))
register_filter(Field("import.updated", "Updated by import", Kind.UUID, _written(("updated",))))
