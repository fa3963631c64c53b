"""Default deny: every route declares what it takes to call it. The conformance suite reads the declarations.

@router.get("", dependencies=[requires("assets:read")])
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from fastapi import Depends

from quarterdeck.platform.http.dependencies import CurrentActor


class Caller(StrEnum):
    """Who may call a route at all."""

    PERMITTED = "permitted"  # a member whose role has the permission
    MEMBER = "member"  # any member of the tenant
    PERSON = "person"  # anybody signed in, about themselves, without a tenant
    PUBLIC = "public"  # anybody


@dataclass(frozen=True, slots=True)
class Access:
    caller: Caller
    permission: str | None = None
    reason: str = ""


class _Requires:
    def __init__(self, permission: str) -> None:
        self.permission = permission
        self.access = Access(Caller.PERMITTED, permission)

    def __call__(self, actor: CurrentActor) -> None:
        actor.require(self.permission)


class _AnyMember:
    def __init__(self, reason: str) -> None:
        self.access = Access(Caller.MEMBER, reason=reason)

    def __call__(self, actor: CurrentActor) -> None:
        """Resolving the actor is the check."""


class _Public:
    def __init__(self, reason: str) -> None:
        self.access = Access(Caller.PUBLIC, reason=reason)

    def __call__(self) -> None:
        """Nothing is asked of the caller."""


def requires(permission: str) -> Any:
    """For `dependencies=[...]`: the caller is a member of the tenant whose role has this permission."""
    return Depends(_Requires(permission))


def any_member(reason: str) -> Any:
    """For `dependencies=[...]`: any member of the tenant, with the reason why no permission is needed."""
    return Depends(_AnyMember(reason))


def public(reason: str) -> Any:
    """For `dependencies=[...]`: nobody has to be signed in. The conformance suite keeps the list of such routes."""
    return Depends(_Public(reason))
