"""Whose word goes before whose: the tenant's rules, per class of fields or per field, for all clients or for one."""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete

from quarterdeck.domains.assets.errors import PrecedenceInvalid, RecordChanged
from quarterdeck.domains.assets.fields.catalogue import AssetFields
from quarterdeck.domains.assets.fields.precedence import (
    CLASSES,
    DEFAULTS,
    Rule,
    RuleBook,
    class_of,
    is_observed,
    is_rivalled,
)
from quarterdeck.domains.assets.models import PrecedenceRule
from quarterdeck.domains.assets.models.tables import table_of
from quarterdeck.domains.assets.queries import provenance as queries
from quarterdeck.domains.assets.queries.setting import load_setting
from quarterdeck.domains.assets.sources import KINDS, PERSON, kind_of, name_of
from quarterdeck.domains.journal.service import open_change_set
from quarterdeck.domains.tenancy import service as tenancy
from quarterdeck.kit.ids import new_id
from quarterdeck.platform.actors import Actor
from quarterdeck.platform.db.session import TenantSession


@dataclass(frozen=True, slots=True)
class TargetRule:
    """A rule for a class of fields or for one field."""

    target: str
    rule: Rule


def rules_of(session: TenantSession) -> RuleBook:
    tenant: dict[str, Rule] = {}
    clients: dict[str, dict[str, Rule]] = {}
    for row in queries.precedence_rules(session):
        rules = tenant if row.client_id is None else clients.setdefault(str(row.client_id), {})
        rules[row.target] = Rule("source" if row.mode == "source" else "newest", tuple(row.sources))
    return RuleBook(tenant, clients)


def rule_book(session: TenantSession) -> Mapping[str, Mapping[str, Mapping[str, object]]]:
    """The rules as the statement that decides takes them."""
    return rules_of(session).as_json(list(load_setting(session).fields))


def precedence_of(session: TenantSession, actor: Actor, client_id: uuid.UUID | None) -> tuple[dict[str, Any], int]:
    """What `GET /reconciliation/precedence` answers for all clients or for one, and the number of its state."""
    actor.require("assets:read")
    if client_id is not None:
        tenancy.access_client(session, actor, client_id)
    book = rules_of(session)
    own = _own(book, client_id)
    above = RuleBook(book.tenant if client_id is not None else {}, {})
    fields = load_setting(session).fields
    answer = {
        "client_id": client_id,
        "rules": [{"target": target, **_shown(rule)} for target, rule in sorted(own.items())],
        "classes": [_class(key, fields, above) for key in CLASSES],
        "sources": _known_sources(session),
    }
    return answer, _state(own)


def _class(key: str, fields: AssetFields, above: RuleBook) -> dict[str, Any]:
    members = [declared for declared in fields if is_observed(declared) and class_of(declared) == key]
    default = next(rule for name, rule in DEFAULTS.items() if name == key)
    inherited = above.tenant.get(key, default)
    return {
        "key": key,
        "inherited": {**_shown(inherited), "origin": "tenant" if key in above.tenant else "default"},
        "default": _shown(default),
        "fields": [
            {"id": declared.id, "label": declared.label, "group": declared.group, "rivalled": is_rivalled(declared)}
            for declared in members
        ],
    }


def _own(book: RuleBook, client_id: uuid.UUID | None) -> Mapping[str, Rule]:
    return book.tenant if client_id is None else book.clients.get(str(client_id), {})


def _shown(rule: Rule) -> dict[str, object]:
    return {"mode": rule.mode, "sources": list(rule.sources)}


def _state(rules: Mapping[str, Rule]) -> int:
    text = repr(sorted((target, rule.mode, rule.sources) for target, rule in rules.items()))
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=3).digest())


def _known_sources(session: TenantSession) -> list[dict[str, Any]]:
    return [
        {"key": source, "kind": kind_of(source), "name": name_of(source), "last_seen_at": at}
        for source, at in queries.known_sources(session)
    ]


def replace_rules(
    session: TenantSession,
    actor: Actor,
    client_id: uuid.UUID | None,
    rules: Sequence[TargetRule],
    *,
    expected: int | None,
) -> None:
    """The rules of all clients, or of one. What is on record changes when sources report next."""
    actor.require("settings:manage")
    if client_id is not None:
        tenancy.access_client(session, actor, client_id)
    check_rules(load_setting(session).fields, rules)
    open_change_set(session, actor, reason="Precedence of sources")
    _take_turn(session)
    if expected is not None and expected != _state(_own(rules_of(session), client_id)):
        raise RecordChanged(precedence_of(session, actor, client_id)[0])
    table = table_of(PrecedenceRule)
    same_scope = table.c.client_id.is_(None) if client_id is None else table.c.client_id == client_id
    session.execute(delete(table).where(table.c.tenant_id == session.tenant_id, same_scope))
    session.expire_all()
    for each in rules:
        session.add(
            PrecedenceRule(
                tenant_id=session.tenant_id,
                id=new_id(),
                client_id=client_id,
                target=each.target,
                mode=each.rule.mode,
                sources=list(each.rule.sources),
            )
        )
    session.flush()


def _take_turn(session: TenantSession) -> None:
    """Two people don't replace the rules at once, and no intake decides in between."""
    session.raw.execute(
        "select pg_advisory_xact_lock(hashtextextended(%(key)s, 0))", {"key": f"intake:{session.tenant_id}"}
    )


def check_rules(fields: AssetFields, rules: Sequence[TargetRule]) -> None:
    errors = []
    seen = set()
    for each in rules:
        declared = fields.get(each.target)
        if each.target not in CLASSES and (declared is None or not is_rivalled(declared)):
            errors.append(_error(each, "unknown_target", f"Sources have no rank for a field '{each.target}'."))
        if each.target in seen:
            errors.append(_error(each, "repeated_target", f"There are two rules for '{each.target}'."))
        seen.add(each.target)
        for source in each.rule.sources:
            if kind_of(source) not in KINDS or (kind_of(source) == PERSON and source != PERSON):
                message = f"'{source}' is no source. Begin with one of: {', '.join(KINDS)}."
                errors.append(_error(each, "unknown_source", message))
        if len(set(each.rule.sources)) < len(each.rule.sources):
            errors.append(_error(each, "repeated_source", f"A source is listed twice for '{each.target}'."))
    if errors:
        raise PrecedenceInvalid(errors)


def _error(each: TargetRule, code: str, message: str) -> dict[str, str]:
    return {"field": each.target, "code": code, "message": message}
