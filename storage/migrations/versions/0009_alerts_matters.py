"""Matters that several reps ask about at once, their asks, and who was told."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision: str = "0009_alerts_matters"
down_revision: str | None = "0008_alerts_feeds"
branch_labels = None
depends_on = None

_TOPICS = "network device activation porting billing plans roaming store account decision other"
_SETTLED = sa.text("alert_id IS NOT NULL")


def upgrade() -> None:
    _make_alert_matter()
    _make_alert_matter_ask()
    _make_alert_matter_told()


def downgrade() -> None:
    for table in ("alert_matter_told", "alert_matter_ask", "alert_matter"):
        op.drop_table(table)


def _text(name: str, length: int, null: bool = False) -> Any:
    return sa.Column(name, AutoString(length=length), nullable=null)


def _when(name: str, null: bool = False) -> Any:
    return sa.Column(name, UTCDateTime(), nullable=null)


def _id(name: str, null: bool = False) -> Any:
    return sa.Column(name, sa.Uuid(), nullable=null)


def _number(name: str) -> Any:
    return sa.Column(name, sa.Integer(), nullable=False)


def _choice(name: str, of: str, *words: str) -> Any:
    kind = sa.Enum(*words, name=of, native_enum=False, create_constraint=True, length=40)
    return sa.Column(name, kind, nullable=False)


def _key(table: str) -> Any:
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _refers(table: str, column: str, to: str) -> Any:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name)


def _once(table: str, *columns: str) -> Any:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def _make_alert_matter() -> None:
    op.create_table(
        "alert_matter",
        _id("id"),
        _text("team_id", 40),
        _id("market_id"),
        _choice("topic", "topic", *_TOPICS.split()),
        _choice("state", "matterstate", "open", "dismissed"),
        _when("began_at"),
        _when("last_asked_at"),
        _number("told_count"),
        _when("told_at"),
        _id("alert_id", null=True),
        _text("decided_by", 40, null=True),
        _text("why", 500, null=True),
        _key("alert_matter"),
        _refers("alert_matter", "market_id", "market"),
        _refers("alert_matter", "alert_id", "alert"),
    )
    op.create_index(
        "ix_alert_matter_market_id_last_asked_at", "alert_matter", ["market_id", "last_asked_at"]
    )
    op.create_index(
        op.f("ix_alert_matter_alert_id"),
        "alert_matter",
        ["alert_id"],
        sqlite_where=_SETTLED,
        postgresql_where=_SETTLED,
    )


def _make_alert_matter_ask() -> None:
    op.create_table(
        "alert_matter_ask",
        _id("id"),
        _id("matter_id"),
        _id("ask_id"),
        sa.Column("in_thread", sa.Boolean(), nullable=False),
        _when("noted_at", null=True),
        _when("parted_at", null=True),
        _key("alert_matter_ask"),
        _refers("alert_matter_ask", "matter_id", "alert_matter"),
        _refers("alert_matter_ask", "ask_id", "ask"),
        _once("alert_matter_ask", "matter_id", "ask_id"),
    )
    op.create_index(op.f("ix_alert_matter_ask_ask_id"), "alert_matter_ask", ["ask_id"])


def _make_alert_matter_told() -> None:
    op.create_table(
        "alert_matter_told",
        _id("id"),
        _id("matter_id"),
        _text("user", 40),
        _when("at"),
        _number("count"),
        _key("alert_matter_told"),
        _refers("alert_matter_told", "matter_id", "alert_matter"),
        _once("alert_matter_told", "matter_id", "user", "count"),
    )
