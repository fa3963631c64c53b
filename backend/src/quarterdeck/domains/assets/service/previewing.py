"""What rules would do to one asset, before they are saved."""

import uuid
from collections.abc import Sequence
from typing import Any

from quarterdeck.domains.assets.fields.precedence import RuleBook, is_rivalled
from quarterdeck.domains.assets.queries.setting import load_setting
from quarterdeck.domains.assets.service.precedence import TargetRule, check_rules, rules_of
from quarterdeck.domains.assets.service.provenance import field_told, load_provenance, name_references
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession


def preview_rules(
    session: TenantSession,
    actor: Actor,
    asset_id: uuid.UUID,
    client_id: uuid.UUID | None,
    rules: Sequence[TargetRule],
) -> list[dict[str, Any]]:
    """Every field on which sources disagree: what stands, and what would stand once all had reported again."""
    actor.require("assets:read")
    setting = load_setting(session)
    check_rules(setting.fields, rules)
    asset = load_provenance(session, asset_id)
    wanted = _with(rules_of(session), client_id, rules)
    told = [field_told(asset, declared, wanted) for declared in setting.fields if asset.has(declared)]
    disputed = [field for field in told if field["rivals"] and is_rivalled(setting.fields[field["field"]])]
    name_references(session, setting.fields, disputed)
    return [
        {
            "field": field["field"],
            "label": field["label"],
            "value": field["value"],
            "source": field["source"],
            "next": next((rival for rival in field["rivals"] if rival["stands_next"]), None),
            "is_locked": field["lock"] is not None,
        }
        for field in disputed
    ]


def _with(book: RuleBook, client_id: uuid.UUID | None, rules: Sequence[TargetRule]) -> RuleBook:
    own = {each.target: each.rule for each in rules}
    if client_id is None:
        return RuleBook(own, book.clients)
    return RuleBook(book.tenant, {**book.clients, str(client_id): own})
