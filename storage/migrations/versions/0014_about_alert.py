"""Which alert an asker said that their question is about: nobody is called for it."""

import sqlalchemy as sa
from alembic import op

revision: str = "0014_about_alert"
down_revision: str | None = "0013_alerts_kept"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("ask", sa.Column("alert_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("ask", "alert_id")
