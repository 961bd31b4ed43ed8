"""What was given up is found by what it was about."""

import sqlalchemy as sa
from alembic import op

revision: str = "0010_outbox_dead"
down_revision: str | None = "0009_alerts_matters"
branch_labels = None
depends_on = None

_DEAD = sa.text("state = 'dead'")


def upgrade() -> None:
    op.create_index(
        "ix_outbox_dead", "outbox", ["subject"], sqlite_where=_DEAD, postgresql_where=_DEAD
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_dead", "outbox")
