"""Which asks left a matter after their askers were told that it is not only theirs."""

import sqlalchemy as sa
from alembic import op

revision: str = "0015_left_matters"
down_revision: str | None = "0014_about_alert"
branch_labels = None
depends_on = None


def upgrade() -> None:
    no = sa.false()
    left: sa.Column[bool] = sa.Column("has_left", sa.Boolean(), nullable=False, server_default=no)
    op.add_column("alert_matter_ask", left)


def downgrade() -> None:
    op.drop_column("alert_matter_ask", "has_left")
