"""Of which agendas the words were kept long enough."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import UTCDateTime

revision: str = "0018_forgotten_agendas"
down_revision: str | None = "0017_agenda_changes"
branch_labels = None
depends_on = None

_INDEX = "ix_agenda_kept"
_KEPT = sa.text("forgotten_at IS NULL")


def upgrade() -> None:
    op.add_column("agenda", sa.Column("forgotten_at", UTCDateTime(), nullable=True))
    op.create_index(_INDEX, "agenda", ["local_date"], sqlite_where=_KEPT, postgresql_where=_KEPT)


def downgrade() -> None:
    op.drop_index(_INDEX, table_name="agenda")
    op.drop_column("agenda", "forgotten_at")
