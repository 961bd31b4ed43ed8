"""Who did what to an agenda, so that two who arrange it at once hear of each other."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision: str = "0017_agenda_changes"
down_revision: str | None = "0016_huddles"
branch_labels = None
depends_on = None

_DID = "added up down top put_on dropped handed timed"


def upgrade() -> None:
    did = sa.Enum(*_DID.split(), name="did", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "agenda_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agenda_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("did", did, nullable=False),
        sa.Column("by", AutoString(length=40), nullable=False),
        sa.Column("by_name", AutoString(length=120), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_change")),
        _refers("agenda_id", "agenda"),
        _refers("item_id", "agenda_item"),
        sa.UniqueConstraint(
            "agenda_id", "version", name=op.f("uq_agenda_change_agenda_id_version")
        ),
    )
    op.create_index(op.f("ix_agenda_change_item_id"), "agenda_change", ["item_id"])


def downgrade() -> None:
    op.drop_table("agenda_change")


def _refers(column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_agenda_change_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name)
