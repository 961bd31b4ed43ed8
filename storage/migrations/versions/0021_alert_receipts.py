"""How many of a pod have an alert is counted without reading all who have it."""

from alembic import op

revision: str = "0021_alert_receipts"
down_revision: str | None = "0020_corrected"
branch_labels = None
depends_on = None

_INDEX = "ix_alert_receipt_alert_id_pod_id"


def upgrade() -> None:
    op.create_index(_INDEX, "alert_receipt", ["alert_id", "pod_id"])


def downgrade() -> None:
    op.drop_index(_INDEX, table_name="alert_receipt")
