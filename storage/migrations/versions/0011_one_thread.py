"""Which asks share one thread, and the company's number of what was promised to a customer."""

import sqlalchemy as sa
from alembic import op

revision: str = "0011_one_thread"
down_revision: str | None = "0010_outbox_dead"
branch_labels = None
depends_on = None

_GIVEN = sa.text("joined_to IS NOT NULL")


def upgrade() -> None:
    op.add_column("ask", sa.Column("joined_to", sa.Uuid(), nullable=True))
    op.add_column("ask", sa.Column("case", sa.String(length=40), nullable=True))
    op.create_index(
        "ix_ask_joined_to",
        "ask",
        ["joined_to"],
        sqlite_where=_GIVEN,
        postgresql_where=_GIVEN,
    )


def downgrade() -> None:
    op.drop_index("ix_ask_joined_to", table_name="ask")
    op.drop_column("ask", "case")
    op.drop_column("ask", "joined_to")
