"""What is suggested when a question is asked, and which answers came from the store."""

import sqlalchemy as sa
from alembic import op

revision: str = "0004_suggestions"
down_revision: str | None = "0003_practices_index"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("ask", sa.Column("suggested", sa.Integer(), nullable=True))
    op.create_index("ix_ask_pod_id_asked_at", "ask", ["pod_id", "asked_at"])
    op.add_column("reply", sa.Column("practice_id", sa.Uuid(), nullable=True))
    op.add_column("practice_use", sa.Column("suggested_as", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("practice_use", "suggested_as")
    op.drop_column("reply", "practice_id")
    op.drop_index("ix_ask_pod_id_asked_at", table_name="ask")
    op.drop_column("ask", "suggested")
