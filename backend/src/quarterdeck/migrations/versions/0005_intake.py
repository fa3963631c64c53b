"""Observations on their way in: imports, staged rows and their decisions.

Revision: 0005
"""

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Filled by the intake and imports domains."""
