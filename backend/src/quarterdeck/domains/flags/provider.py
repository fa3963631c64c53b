"""OpenFeature's provider over our own rules: code asks OpenFeature's client, and never a rule itself."""

import hashlib
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TypeVar

from openfeature import api
from openfeature.evaluation_context import EvaluationContext
from openfeature.exception import ErrorCode
from openfeature.flag_evaluation import FlagResolutionDetails, FlagValueType, Reason
from openfeature.provider import AbstractProvider, Metadata
from typing_extensions import override

from quarterdeck.domains.flags.registry import FLAGS, Flag
from quarterdeck.domains.flags.schemas import Why

DOMAIN = "quarterdeck"
_REASONS: dict[Why, Reason] = {
    "default": Reason.DEFAULT,
    "tenant": Reason.STATIC,
    "client": Reason.TARGETING_MATCH,
    "staged": Reason.SPLIT,
    "choice": Reason.TARGETING_MATCH,
}
Other = TypeVar("Other")


@dataclass(frozen=True, slots=True)
class Rule:
    state: str
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The rules of one tenant, as one transaction sees them, and what the person chose."""

    rules: Mapping[tuple[str, uuid.UUID | None], Rule] = field(default_factory=dict)
    choices: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    is_on: bool
    why: Why
    #: People may go between the new screen and the classic one.
    may_choose: bool = False


_snapshot: ContextVar[Snapshot | None] = ContextVar("flag_rules", default=None)


@contextmanager
def using(snapshot: Snapshot) -> Iterator[None]:
    """Inside, the rules are these."""
    token = _snapshot.set(snapshot)
    try:
        yield
    finally:
        _snapshot.reset(token)


def judge(flag: Flag, snapshot: Snapshot, client_id: uuid.UUID | None) -> Answer:
    """The client's rule goes before the tenant's, the tenant's before the default, and a choice before all it may."""
    answer = _decided(flag, snapshot, client_id)
    chosen = snapshot.choices.get(flag.key)
    if answer.may_choose and chosen is not None:
        return Answer(chosen, "choice", may_choose=True)
    return answer


def _decided(flag: Flag, snapshot: Snapshot, client_id: uuid.UUID | None) -> Answer:
    screen = flag.kind == "screen"
    own = snapshot.rules.get((flag.key, client_id)) if client_id is not None else None
    rule, why = (own, "client") if own is not None and own.state != "inherit" else (None, "tenant")
    rule = rule or snapshot.rules.get((flag.key, None))
    if rule is None or rule.state == "inherit":
        return Answer(flag.default, "default", may_choose=screen)
    if rule.state == "staged":
        is_in = in_share(flag.key, client_id, rule.percent or 0)
        return Answer(is_in, "staged", may_choose=screen and is_in)
    return Answer(rule.state == "on", "client" if why == "client" else "tenant", screen and rule.state != "off")


def in_share(flag: str, client_id: uuid.UUID | None, percent: int) -> bool:
    """The same clients each time: a client that is in at ten percent is in at fifty."""
    place = int.from_bytes(hashlib.sha256(f"{flag}:{client_id}".encode()).digest()[:4]) % 100
    return place < percent


class RuleProvider(AbstractProvider):
    @override
    def get_metadata(self) -> Metadata:
        return Metadata("quarterdeck rules")

    @override
    def resolve_boolean_details(
        self,
        flag_key: str,
        default_value: bool,
        evaluation_context: EvaluationContext | None = None,
    ) -> FlagResolutionDetails[bool]:
        flag, snapshot = FLAGS.get(flag_key), _snapshot.get()
        if flag is None:
            return FlagResolutionDetails(default_value, ErrorCode.FLAG_NOT_FOUND)
        if snapshot is None:
            return FlagResolutionDetails(default_value, ErrorCode.PROVIDER_NOT_READY)
        key = evaluation_context.targeting_key if evaluation_context else None
        answer = judge(flag, snapshot, uuid.UUID(key) if key else None)
        return FlagResolutionDetails(answer.is_on, reason=_REASONS[answer.why], variant=answer.why)

    @override
    def resolve_string_details(
        self, flag_key: str, default_value: str, evaluation_context: EvaluationContext | None = None
    ) -> FlagResolutionDetails[str]:
        return _only_booleans(default_value)

    @override
    def resolve_integer_details(
        self, flag_key: str, default_value: int, evaluation_context: EvaluationContext | None = None
    ) -> FlagResolutionDetails[int]:
        return _only_booleans(default_value)

    @override
    def resolve_float_details(
        self, flag_key: str, default_value: float, evaluation_context: EvaluationContext | None = None
    ) -> FlagResolutionDetails[float]:
        return _only_booleans(default_value)

    @override
    def resolve_object_details(
        self,
        flag_key: str,
        default_value: Sequence[FlagValueType] | Mapping[str, FlagValueType],
        evaluation_context: EvaluationContext | None = None,
    ) -> FlagResolutionDetails[Sequence[FlagValueType] | Mapping[str, FlagValueType]]:
        return _only_booleans(default_value)


def _only_booleans(default_value: Other) -> FlagResolutionDetails[Other]:
    return FlagResolutionDetails(default_value, ErrorCode.TYPE_MISMATCH)


api.set_provider_and_wait(RuleProvider(), DOMAIN)
client = api.get_client(DOMAIN)
