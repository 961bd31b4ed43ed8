"""Which answers were corrected is found without reading every entry of every ask's timeline."""

import sqlalchemy as sa
from alembic import op

revision: str = "0020_corrected"
down_revision: str | None = "0019_huddle_calendar"
branch_labels = None
depends_on = None

_INDEX = "ix_moment_corrected"
_ONLY = sa.text("what = 'corrected'")


def upgrade() -> None:
    op.create_index(_INDEX, "moment", ["at"], sqlite_where=_ONLY, postgresql_where=_ONLY)


def downgrade() -> None:
    op.drop_index(_INDEX, table_name="moment")
