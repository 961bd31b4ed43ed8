"""Who said that an ask is about an alert, or that it is not."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision: str = "0012_alert_asks"
down_revision: str | None = "0011_one_thread"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("alert_ask", sa.Column("said_at", UTCDateTime(), nullable=True))
    op.add_column("alert_ask", sa.Column("refused_at", UTCDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("alert_ask", "refused_at")
    op.drop_column("alert_ask", "said_at")
