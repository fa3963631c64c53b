"""`quarterdeck tenant | user | token`: what an operator sets up from the machine itself."""

import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Annotated

import typer
from pydantic import ValidationError

from quarterdeck.domains.identity import queries as identity
from quarterdeck.domains.identity.models import User
from quarterdeck.domains.identity.permissions import ALL
from quarterdeck.domains.identity.schemas import TokenCreate, UserCreate
from quarterdeck.domains.identity.service.accounts import create_user
from quarterdeck.domains.identity.service.members import add_member
from quarterdeck.domains.identity.service.tokens import create_token
from quarterdeck.domains.tenancy import service as tenancy
from quarterdeck.domains.tenancy.schemas import TenantCreate
from quarterdeck.entrypoints.data import open_data
from quarterdeck.entrypoints.installation import Installation, running_installation
from quarterdeck.entrypoints.provisioning import provision_tenant
from quarterdeck.entrypoints.terminal import fail, out
from quarterdeck.kit.text import fold
from quarterdeck.platform.actors import Actor, Origin
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.migrate import migrate
from quarterdeck.platform.db.session import Database, TenantSession
from quarterdeck.platform.errors import AppError
from quarterdeck.platform.postgres import PostgresUnavailable

tenant_commands = typer.Typer(no_args_is_help=True)
user_commands = typer.Typer(no_args_is_help=True)
token_commands = typer.Typer(no_args_is_help=True)

TenantSlug = Annotated[str, typer.Option("--tenant", help="The tenant's slug.")]


# A Typer with one command is that command; a callback makes it a group.
@tenant_commands.callback()
def tenants() -> None:
    """Tenants: the MSPs of this installation."""


@user_commands.callback()
def users() -> None:
    """People who sign in."""


@token_commands.callback()
def tokens() -> None:
    """API tokens, for programs."""


@contextmanager
def operator_database() -> Iterator[Database]:
    """The data, for one command: started and migrated if need be, and expected failures as a sentence."""
    try:
        with running_installation() as here:
            yield _migrated(here)
    except ValidationError as exc:
        first = exc.errors()[0]
        raise fail(f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}") from exc
    except (AppError, PostgresUnavailable) as exc:
        raise fail(str(exc)) from exc


def _migrated(here: Installation) -> Database:
    if not here.is_migrated():
        migrate(here.admin_url, app_password=here.app_password)
    return open_data(here)


def operator_in(database: Database, slug: str, *, user: User | None = None) -> Actor:
    """The operator of the machine, acting in a tenant; on behalf of `user` where a person is needed."""
    tenant_id = tenancy.find_tenant(database, slug)
    if tenant_id is None:
        raise fail(f"There is no tenant '{slug}'. `quarterdeck tenant create {slug}` makes one.")
    return Actor(tenant_id, user.id if user else None, "Operator", ALL, Origin.CLI, tenant_slug=slug)


@tenant_commands.command("create")
def create_tenant(
    slug: Annotated[str, typer.Argument(help="Short name in addresses: a-z, 0-9 and dashes.")],
    name: Annotated[str | None, typer.Option(help="The name people see.")] = None,
    time_zone: Annotated[str, typer.Option(help="Such as Europe/London.")] = "UTC",
    currency: Annotated[str, typer.Option(help="Three letters, such as EUR.")] = "USD",
) -> None:
    """Make a tenant with the built-in roles and asset types. Add its owner with `quarterdeck user create`."""
    with operator_database() as database:
        new = TenantCreate(slug=slug, name=name or slug, time_zone=time_zone, currency=currency)
        provision_tenant(database, new)
    out.print(f"Tenant {slug} is there. Next: quarterdeck user create EMAIL --tenant {slug} --role owner", markup=False)


@tenant_commands.command("reopen")
def reopen_tenant(slug: Annotated[str, typer.Argument(help="The tenant's slug.")]) -> None:
    """Open a tenant that its owner closed: its people and tokens work again."""
    with operator_database() as database:
        actor = operator_in(database, slug)
        with database.session_for(actor) as session:
            tenancy.reopen_tenant(session, actor)
    out.print(f"Tenant {slug} is open.", markup=False)


@user_commands.command("create")
def create_member(
    email: str,
    tenant: TenantSlug,
    *,
    name: Annotated[str | None, typer.Option(help="The name people see.")] = None,
    role: Annotated[str, typer.Option(help="owner, admin, technician, viewer or one of the tenant's own.")] = "owner",
    client: Annotated[str | None, typer.Option(help="For client_user: the one client they see, by slug.")] = None,
    password: Annotated[
        str | None, typer.Option(envvar="QUARTERDECK_NEW_PASSWORD", help="One is made and shown if you give none.")
    ] = None,
) -> None:
    """Make an account, or take the one with this address, and give it a role in a tenant."""
    with operator_database() as database:
        actor = operator_in(database, tenant)
        user, shown = _account(database, email, name or email.partition("@")[0], password)
        with database.session_for(actor) as session:
            only = [_client_id(session, actor, client)] if client else []
            mode = "allow" if only else "all"
            add_member(session, actor, user, role=role, client_mode=mode, client_ids=only, accepted=True)
    out.print(f"{email} is {role} of {tenant}.", markup=False)
    if shown:
        out.print(f"Password: {shown}", markup=False)


def _account(database: Database, email: str, name: str, password: str | None) -> tuple[User, str | None]:
    """The account, and the password if one had to be made."""
    with database.open_unscoped_session() as session:
        known = identity.user_by_email(session, fold(email))
        if known is not None:
            return known, None
        made = None if password else secrets.token_urlsafe(15)
        return create_user(session, UserCreate(email=email, name=name, password=password or made)), made


def _client_id(session: TenantSession, actor: Actor, slug: str) -> uuid.UUID:
    found = next((each for each in tenancy.list_clients(session, actor, limit=100_000) if each.slug == slug), None)
    if found is None:
        raise fail(f"There is no client '{slug}' in this tenant.")
    return found.id


@token_commands.command("create")
def create_api_token(
    name: str,
    tenant: TenantSlug,
    user: Annotated[str, typer.Option(help="E-mail address of the person the token acts for.")],
    scope: Annotated[list[str], typer.Option(help="A permission, such as assets:read. Repeat it.")],
    days: Annotated[int, typer.Option(min=1, max=3650, help="Days until it expires.")] = 365,
) -> None:
    """Make an API token and show it once."""
    with operator_database() as database:
        with database.open_unscoped_session() as unscoped:
            account = identity.user_by_email(unscoped, fold(user))
        if account is None:
            raise fail(f"There is no account with the address {user}.")
        actor = operator_in(database, tenant, user=account)
        with database.session_for(actor) as session:
            if identity.membership_of(session, account.id) is None:
                raise fail(f"{user} is no member of {tenant}.")
            made = create_token(
                session, actor, TokenCreate(name=name, scopes=scope, expires_at=now() + timedelta(days=days))
            )
    out.print(made.token, markup=False)
