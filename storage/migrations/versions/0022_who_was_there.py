"""Who opened a huddle by hand, and who ended it: they were there."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision: str = "0022_who_was_there"
down_revision: str | None = "0021_alert_receipts"
branch_labels = None
depends_on = None

_COLUMNS = ("opened_by", "ended_by")


def upgrade() -> None:
    for name in _COLUMNS:
        op.add_column("huddle", sa.Column(name, AutoString(length=40), nullable=True))


def downgrade() -> None:
    for name in _COLUMNS:
        op.drop_column("huddle", name)
