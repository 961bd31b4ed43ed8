"""What mutes an alert, whom a refused card was told to, and how long an alert's words are kept."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision: str = "0013_alerts_kept"
down_revision: str | None = "0012_alert_asks"
branch_labels = None
depends_on = None

_WITH_WORDS = sa.text("headline <> ''")


def upgrade() -> None:
    op.add_column("alert", sa.Column("muted_at", UTCDateTime(), nullable=True))
    op.add_column("alert_card", sa.Column("refusal_told_at", UTCDateTime(), nullable=True))
    op.create_index(
        "ix_alert_ended_at",
        "alert",
        ["ended_at"],
        sqlite_where=_WITH_WORDS,
        postgresql_where=_WITH_WORDS,
    )


def downgrade() -> None:
    op.drop_index("ix_alert_ended_at", table_name="alert")
    op.drop_column("alert_card", "refusal_told_at")
    op.drop_column("alert", "muted_at")
