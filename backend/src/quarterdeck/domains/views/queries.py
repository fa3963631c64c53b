import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, and_, case, delete, func, or_, select, text
from sqlalchemy.dialects.postgresql import insert

from quarterdeck.domains.views.models import Preference, View, ViewDefault
from quarterdeck.kit.ids import new_id
from quarterdeck.platform.clock import now
from quarterdeck.platform.db.session import TenantSession


def view_by_id(session: TenantSession, view_id: uuid.UUID, *, lock: bool = False) -> View | None:
    statement = select(View).where(View.tenant_id == session.tenant_id, View.id == view_id)
    return session.scalars(statement.with_for_update() if lock else statement).one_or_none()


def views_of_module(session: TenantSession, module: str) -> Sequence[View]:
    """Every view of a list that row-level security shows the caller, by name."""
    return session.scalars(
        select(View).where(View.tenant_id == session.tenant_id, View.module == module).order_by(View.name_key, View.id)
    ).all()


def count_of_owner(session: TenantSession, module: str, owner_id: uuid.UUID) -> int:
    return (
        session.scalar(
            select(func.count()).where(
                View.tenant_id == session.tenant_id, View.module == module, View.owner_id == owner_id
            )
        )
        or 0
    )


def default_view(
    session: TenantSession, module: str, *, user_id: uuid.UUID, role: str, client_id: uuid.UUID | None
) -> tuple[uuid.UUID, str] | None:
    """The view that opens first and whose choice that is: the person's before the role's before the client's."""
    audiences = [ViewDefault.user_id == user_id, ViewDefault.role == role]
    if client_id is not None:
        audiences.append(ViewDefault.client_id == client_id)
    source = case((ViewDefault.user_id.is_not(None), "person"), (ViewDefault.role.is_not(None), "role"), else_="client")
    row = session.execute(
        # Joined to the views that the caller may see: a default that is no longer shared is none.
        select(ViewDefault.view_id, source)
        .join(View, and_(View.tenant_id == ViewDefault.tenant_id, View.id == ViewDefault.view_id))
        .where(
            ViewDefault.tenant_id == session.tenant_id,
            ViewDefault.module == module,
            or_(*audiences),
        )
        .order_by(case((ViewDefault.user_id.is_not(None), 0), (ViewDefault.role.is_not(None), 1), else_=2))
        .limit(1)
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def put_default(session: TenantSession, view: View, audience: dict[str, Any]) -> None:
    """One default for an audience of a module: the last choice stands."""
    (column,) = audience
    statement = insert(ViewDefault).values(
        tenant_id=session.tenant_id, id=new_id(), module=view.module, view_id=view.id, **audience
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["tenant_id", "module", column], set_={"view_id": statement.excluded.view_id}
        )
    )


def drop_default(session: TenantSession, view_id: uuid.UUID, audience: dict[str, Any]) -> None:
    session.execute(
        delete(ViewDefault)
        .where(ViewDefault.tenant_id == session.tenant_id, ViewDefault.view_id == view_id)
        .filter_by(**audience)
    )


def habits_of(session: TenantSession, view_id: uuid.UUID) -> Sequence[Row[str, Any, Any, Any, Any, int]]:
    """For whom a view opens first and how many keep it pinned, the caller left out; clients unseen have no name."""
    return session.execute(
        text(
            "select u.kind, u.role_key, u.role_name, u.client_id, c.name, u.people from view_uses(:view_id) u "
            "left join clients c on c.tenant_id = :tenant_id and c.id = u.client_id "
            "order by u.kind, u.role_name, c.name"
        ),
        {"view_id": view_id, "tenant_id": session.tenant_id},
    ).all()


def preferences_of(session: TenantSession, user_id: uuid.UUID) -> Sequence[Preference]:
    return session.scalars(
        select(Preference)
        .where(Preference.tenant_id == session.tenant_id, Preference.user_id == user_id)
        .order_by(Preference.key)
    ).all()


def count_other_preferences(session: TenantSession, user_id: uuid.UUID, key: str) -> int:
    return (
        session.scalar(
            select(func.count()).where(
                Preference.tenant_id == session.tenant_id, Preference.user_id == user_id, Preference.key != key
            )
        )
        or 0
    )


def put_preference(session: TenantSession, user_id: uuid.UUID, key: str, value: Any) -> Preference:
    """The last write wins, and each write counts the version up."""
    statement = insert(Preference).values(tenant_id=session.tenant_id, user_id=user_id, key=key, value=value)
    return session.scalars(
        statement.on_conflict_do_update(
            index_elements=["tenant_id", "user_id", "key"],
            set_={"value": statement.excluded.value, "version": Preference.version + 1, "updated_at": now()},
        ).returning(Preference),
        execution_options={"populate_existing": True},
    ).one()


def drop_preference(session: TenantSession, user_id: uuid.UUID, key: str) -> None:
    session.execute(
        delete(Preference).where(
            Preference.tenant_id == session.tenant_id, Preference.user_id == user_id, Preference.key == key
        )
    )
