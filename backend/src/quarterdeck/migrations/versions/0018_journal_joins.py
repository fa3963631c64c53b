"""The journal joins what was with what is by hashing, however many rows a statement changes.

Revision: 0018
"""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
do $$
declare
  capture regprocedure;
begin
  for capture in
    select p.oid from pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.proname like 'journal\\_%\\_update' and p.pronargs = 0
  loop
    execute format('alter function %s set enable_nestloop = off', capture);
  end loop;
end $$
"""
    )
