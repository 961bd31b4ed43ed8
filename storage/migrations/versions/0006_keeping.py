"""Sums of forgotten uses, legal holds, the audit, and erasures that are under way."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision: str = "0006_keeping"
down_revision: str | None = "0005_practices_meaning"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_SAID = sa.text("before IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        op.f("ix_practice_change_at"),
        "practice_change",
        ["at"],
        sqlite_where=_SAID,
        postgresql_where=_SAID,
    )
    _make_practice_tally()
    _make_hold()
    _make_audit()
    _make_erasure()


def downgrade() -> None:
    for table in ("erasure", "audit", "hold", "practice_tally"):
        op.drop_table(table)
    op.drop_index(op.f("ix_practice_change_at"), "practice_change")


def _make_practice_tally() -> None:
    op.create_table(
        "practice_tally",
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("helped", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("practice_id", name=op.f("pk_practice_tally")),
        sa.ForeignKeyConstraint(
            ["practice_id"],
            ["practice.id"],
            name=op.f("fk_practice_tally_practice_id_practice"),
        ),
        sqlite_with_rowid=False,
    )


def _make_hold() -> None:
    op.create_table(
        "hold",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user", AutoString(length=40), nullable=True),
        sa.Column("pod_id", sa.Uuid(), nullable=True),
        sa.Column("why", AutoString(length=500), nullable=False),
        sa.Column("since", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            '("user" IS NULL) <> (pod_id IS NULL)', name=op.f("ck_hold_one_of_them")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
        sa.ForeignKeyConstraint(["pod_id"], ["pod.id"], name=op.f("fk_hold_pod_id_pod")),
    )


def _make_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("who", AutoString(length=120), nullable=False),
        sa.Column("what", AutoString(length=40), nullable=False),
        sa.Column("about", AutoString(length=120), nullable=False),
        sa.Column("detail", _JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )


def _make_erasure() -> None:
    op.create_table(
        "erasure",
        sa.Column("user", AutoString(length=40), nullable=False),
        sa.Column("alias", AutoString(length=40), nullable=False),
        sa.Column("began_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("user", name=op.f("pk_erasure")),
        sqlite_with_rowid=False,
    )
