"""What calendars were last told of a pod's huddles, so that they know what is newer."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0019_huddle_calendar"
down_revision: str | None = "0018_forgotten_agendas"
branch_labels = None
depends_on = None

_JSON: Any = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "huddle_calendar",
        sa.Column("pod_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("events", _JSON, nullable=False),
        sa.PrimaryKeyConstraint("pod_id", name=op.f("pk_huddle_calendar")),
        sa.ForeignKeyConstraint(["pod_id"], ["pod.id"], name=op.f("fk_huddle_calendar_pod_id_pod")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("huddle_calendar")
