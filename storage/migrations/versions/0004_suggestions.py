"""What is suggested when a question is asked, and which answers came from the store."""

import sqlalchemy as sa
from alembic import op

revision: str = "0004_suggestions"
down_revision: str | None = "0003_practices_index"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("ask", sa.Column("suggested", sa.Integer(), nullable=True))
    op.add_column("reply", sa.Column("practice_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("reply", "practice_id")
    op.drop_column("ask", "suggested")
