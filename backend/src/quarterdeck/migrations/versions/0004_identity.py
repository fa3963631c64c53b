"""People: users, memberships, roles, sessions, tokens.

Revision: 0004
"""

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled by the identity domain."""
