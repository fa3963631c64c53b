"""What is on for whom, and switching it."""

import hashlib
import uuid
from collections.abc import Iterable, Sequence

from openfeature.evaluation_context import EvaluationContext

from quarterdeck.domains.flags import queries
from quarterdeck.domains.flags.errors import (
    FlagChoiceRefused,
    FlagNotFound,
    FlagRuleInvalid,
    ModuleOff,
    WholeTenantSwitch,
)
from quarterdeck.domains.flags.models import FlagRule
from quarterdeck.domains.flags.provider import Rule, Snapshot, client, judge, using
from quarterdeck.domains.flags.registry import FLAGS, Flag
from quarterdeck.domains.flags.schemas import (
    FlagCell,
    FlagChange,
    FlagHistoryEntry,
    FlagOfPerson,
    FlagRead,
    FlagRow,
    FlagRuleRead,
)
from quarterdeck.domains.journal.service import history_of, open_change_set
from quarterdeck.domains.tenancy.errors import ClientNotFound
from quarterdeck.domains.tenancy.service import list_clients
from quarterdeck.platform.actors import Actor, ScopeMode
from quarterdeck.platform.db.session import TenantSession
from quarterdeck.platform.errors import PreconditionFailed

MANAGE = "settings:manage"
_HISTORY = 100


def is_on(session: TenantSession, flag: Flag, *, client_id: uuid.UUID | None = None) -> bool:
    """Whether a module is on for a client. One statement."""
    clients = [] if client_id is None else [client_id]
    with using(_snapshot(queries.rules(session, flags=[flag.key], clients=clients))):
        context = EvaluationContext(targeting_key=str(client_id) if client_id else None)
        return client.get_boolean_value(flag.key, flag.default, context)


def require_module(session: TenantSession, flag: Flag, *, client_id: uuid.UUID | None) -> None:
    if is_on(session, flag, client_id=client_id):
        return
    names = queries.client_names(session, [] if client_id is None else [client_id])
    raise ModuleOff(flag.label, next(iter(names.values()), "this client"))


def flags_of_person(session: TenantSession, actor: Actor, client_ids: Iterable[uuid.UUID]) -> list[FlagOfPerson]:
    """Every switch as it is for this person and these clients. Two statements, however many there are."""
    choices = queries.choices_of(session, actor.user_id) if actor.user_id else {}
    snapshot = _snapshot(queries.rules(session), choices)
    ids = list(client_ids)
    return [_of_person(flag, snapshot, ids) for flag in FLAGS.values()]


def _of_person(flag: Flag, snapshot: Snapshot, ids: Sequence[uuid.UUID]) -> FlagOfPerson:
    usual = judge(flag, snapshot, None)
    answers = {id_: judge(flag, snapshot, id_) for id_ in ids}
    return FlagOfPerson(
        key=flag.key,
        label=flag.label,
        is_on=usual.is_on,
        exceptions=[id_ for id_, answer in answers.items() if answer.is_on != usual.is_on],
        may_choose=usual.may_choose or any(answer.may_choose for answer in answers.values()),
        choice=snapshot.choices.get(flag.key),
    )


def choose(session: TenantSession, actor: Actor, key: str, *, wanted: bool | None) -> None:
    """A person goes to the new screen, or back to the classic one, where both are offered."""
    flag = _known(key)
    if actor.user_id is None:
        raise FlagChoiceRefused(flag.label)
    if wanted is None:
        queries.drop_choice(session, actor.user_id, flag.key)
        return
    snapshot = _snapshot(queries.rules(session, flags=[key]))
    if not _of_person(flag, snapshot, queries.client_ids(session)).may_choose:
        raise FlagChoiceRefused(flag.label)
    queries.put_choice(session, actor.user_id, flag.key, is_on=wanted)


def list_flags(session: TenantSession, actor: Actor) -> list[FlagRead]:
    actor.require(MANAGE)
    return _read_flags(session, FLAGS.values())


def access_flag(session: TenantSession, actor: Actor, key: str) -> FlagRead:
    actor.require(MANAGE)
    return _read_flags(session, [_known(key)])[0]


def _read_flags(session: TenantSession, flags: Iterable[Flag]) -> list[FlagRead]:
    found = queries.rules(session)
    snapshot, versions, ids = _snapshot(found), queries.versions(session), queries.client_ids(session)
    of_tenant = {rule.flag: rule for rule in found if rule.client_id is None}
    return [
        FlagRead(
            key=flag.key,
            label=flag.label,
            description=flag.description,
            kind=flag.kind,
            default=flag.default,
            rule=_rule(of_tenant.get(flag.key)),
            on_for=sum(judge(flag, snapshot, id_).is_on for id_ in ids),
            clients=len(ids),
            version=versions.get(flag.key, 0),
        )
        for flag in flags
    ]


def flag_rows(
    session: TenantSession, actor: Actor, *, q: str | None, after: tuple[str, uuid.UUID] | None, limit: int
) -> list[FlagRow]:
    """The matrix, a page of clients at a time."""
    actor.require(MANAGE)
    clients = list_clients(session, actor, q=q, after=after, limit=limit)
    found = queries.rules(session, clients=[each.id for each in clients])
    snapshot = _snapshot(found)
    by_place = {(rule.flag, rule.client_id): rule for rule in found}
    return [
        FlagRow(
            id=each.id,
            name=each.name,
            is_active=each.is_active,
            flags={
                flag.key: FlagCell(
                    is_on=(answer := judge(flag, snapshot, each.id)).is_on,
                    why=answer.why,
                    rule=_rule(by_place.get((flag.key, each.id)) or by_place.get((flag.key, None))),
                )
                for flag in FLAGS.values()
            },
        )
        for each in clients
    ]


def change_flag(
    session: TenantSession, actor: Actor, key: str, change: FlagChange, *, expected: int | None
) -> FlagRead:
    """One decision for the tenant or for a list of clients, with its reason, in one change set."""
    actor.require(MANAGE)
    flag = _known(key)
    _refuse_wrong(flag, change)
    targets: list[uuid.UUID | None] = [None]
    if change.client_ids is None and actor.client_scope.mode is not ScopeMode.ALL:
        raise WholeTenantSwitch
    if change.client_ids is not None:
        wanted = set(change.client_ids)
        if queries.visible_clients(session, wanted) != wanted:
            raise ClientNotFound
        targets = [*sorted(wanted)]
    queries.lock_flag(session, key)
    before = access_flag(session, actor, key)
    if expected is not None and before.version != expected:
        raise PreconditionFailed(
            f"Somebody changed “{flag.label}” since you read it.", current=before.model_dump(mode="json")
        )
    open_change_set(session, actor, reason=change.reason)
    values = {
        "state": change.state,
        "percent": change.percent,
        "reason": change.reason,
        "changed_by": actor.user_id,
        "changed_by_label": actor.label,
    }
    queries.put_rules(session, key, targets, values)
    session.expire_all()
    return access_flag(session, actor, key)


def flag_history(session: TenantSession, actor: Actor, key: str) -> list[FlagHistoryEntry]:
    """The newest decisions about a switch, for the clients that the actor may see."""
    actor.require(MANAGE)
    flag = _known(key)
    entries = history_of(session, _history_id(flag), after=None, limit=_HISTORY)
    changes = [(entry, each) for entry in entries for each in entry.changes]
    images = [each["after"] or each["before"] for _, each in changes]
    ids = {uuid.UUID(image["client_id"]) for image in images if image.get("client_id")}
    names = queries.client_names(session, ids)
    return [
        FlagHistoryEntry(
            at=entry.at,
            actor_label=entry.actor_label,
            reason=entry.reason,
            client_id=image.get("client_id"),
            client=names.get(uuid.UUID(image["client_id"])) if image.get("client_id") else None,
            before=_spelled(each["before"]),
            after=_spelled(each["after"]),
            change_set_id=entry.change_set_id,
        )
        for (entry, each), image in zip(changes, images, strict=True)
    ]


def _history_id(flag: Flag) -> uuid.UUID:
    """Under which the journal keeps all changes of one switch: as its trigger makes it."""
    return uuid.UUID(hashlib.md5(f"flag {flag.key}".encode(), usedforsecurity=False).hexdigest())


def _spelled(image: dict[str, object]) -> str | None:
    state = image.get("state")
    if state is None:
        return None
    return f"staged {image.get('percent')} %" if state == "staged" else str(state)


def _known(key: str) -> Flag:
    flag = FLAGS.get(key)
    if flag is None:
        raise FlagNotFound
    return flag


def _refuse_wrong(flag: Flag, change: FlagChange) -> None:
    if (change.state == "staged") != (change.percent is not None):
        raise FlagRuleInvalid("percent", "A share in percent stands exactly when the switch is staged.")
    if change.state == "offered" and flag.kind != "screen":
        raise FlagRuleInvalid("state", "Only a new screen can be offered for people to choose; a module is on or off.")
    if change.state == "staged" and change.client_ids is not None:
        raise FlagRuleInvalid("state", "A share is of all clients. For a client the switch is on or off.")


def _snapshot(found: Iterable[FlagRule], choices: dict[str, bool] | None = None) -> Snapshot:
    rules = {(rule.flag, rule.client_id): Rule(rule.state, rule.percent) for rule in found}
    return Snapshot(rules, choices or {})


def _rule(found: FlagRule | None) -> FlagRuleRead | None:
    return None if found is None else FlagRuleRead.model_validate(found)
