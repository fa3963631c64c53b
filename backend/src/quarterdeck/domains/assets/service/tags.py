"""Asset tags given out by the tenant's counter: AST-000001, AST-000002, ..."""

from collections.abc import Sequence

from sqlalchemy import update

from quarterdeck.domains.assets.queries import record
from quarterdeck.domains.tenancy.models import Tenant
from quarterdeck.platform.db.session import TenantSession


def take_tags(session: TenantSession, count: int) -> list[str]:
    """`count` tags that no asset of the tenant carries. The counter stays locked until the transaction ends."""
    taken: list[str] = []
    while len(taken) < count:
        missing = count - len(taken)
        following = session.execute(
            update(Tenant)
            .where(Tenant.id == session.tenant_id)
            .values(next_tag=Tenant.next_tag + missing)
            .returning(Tenant.next_tag)
        ).scalar_one()
        block = [f"AST-{number:06d}" for number in range(following - missing, following)]
        # Somebody may have stuck a label with one of these numbers by hand.
        in_use = record.tags_in_use(session, block)
        taken += [tag for tag in block if tag not in in_use]
    return taken


def give_back_tags(session: TenantSession, tags: Sequence[str]) -> None:
    """Tags taken last, in this transaction, that nobody will carry. If others were taken since they stay unused."""
    if not tags:
        return
    first, last = (int(tag.removeprefix("AST-")) for tag in (tags[0], tags[-1]))
    session.execute(
        update(Tenant).where(Tenant.id == session.tenant_id, Tenant.next_tag == last + 1).values(next_tag=first)
    )
