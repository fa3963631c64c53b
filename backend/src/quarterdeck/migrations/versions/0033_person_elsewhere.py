"""Tell whether an account also belongs to another tenant, before one tenant changes how it signs in.

Revision: 0033
"""

from alembic import op

from quarterdeck.platform.db import ddl

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

# Answers one question with yes or no: which tenant, and as what, it doesn't tell.
FUNCTION = """
create function identity_is_elsewhere(person uuid, tenant uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select 1 from memberships m where m.user_id = person and m.tenant_id <> tenant)
$$
"""


def upgrade() -> None:
    op.execute(FUNCTION)
    for statement in (
        f"alter function identity_is_elsewhere(uuid, uuid) owner to {ddl.LOOKUP_ROLE}",
        "revoke execute on function identity_is_elsewhere(uuid, uuid) from public",
        f"grant execute on function identity_is_elsewhere(uuid, uuid) to {ddl.APP_ROLE}",
    ):
        op.execute(statement)
