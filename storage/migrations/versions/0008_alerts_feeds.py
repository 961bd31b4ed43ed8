"""Feeds of alerts: how each was read last, what it said, and what pods were told of it."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision: str = "0008_alerts_feeds"
down_revision: str | None = "0007_alerts"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_OPEN = sa.text("NOT is_over")
_OVER = sa.text("over_at IS NOT NULL")


def upgrade() -> None:
    _make_feed()
    _make_feed_event()
    _make_feed_key()
    _make_feed_told()
    _make_feed_pace()


def downgrade() -> None:
    for table in ("feed_pace", "feed_told", "feed_key", "feed_event", "feed"):
        op.drop_table(table)


def _text(name: str, length: int, null: bool = False) -> Any:
    return sa.Column(name, AutoString(length=length), nullable=null)


def _when(name: str, null: bool = False) -> Any:
    return sa.Column(name, UTCDateTime(), nullable=null)


def _id(name: str, null: bool = False) -> Any:
    return sa.Column(name, sa.Uuid(), nullable=null)


def _json(name: str) -> Any:
    return sa.Column(name, _JSON, nullable=False)


def _number(name: str) -> Any:
    return sa.Column(name, sa.Integer(), nullable=False)


def _key(table: str, *columns: str) -> Any:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _refers(table: str, column: str, to: str) -> Any:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name)


def _make_feed() -> None:
    op.create_table(
        "feed",
        _text("name", 40),
        _number("version"),
        _when("read_at", null=True),
        _when("since", null=True),
        _json("etags"),
        _number("failures"),
        _when("failing_since", null=True),
        _text("error", 300, null=True),
        _when("told_at", null=True),
        _json("told_pods"),
        _json("problems"),
        _id("leased_by", null=True),
        _when("leased_until", null=True),
        _key("feed", "name"),
        sqlite_with_rowid=False,
    )


def _make_feed_event() -> None:
    op.create_table(
        "feed_event",
        _text("feed", 40),
        _text("key", 200),
        _json("parts"),
        _when("heard_at"),
        _when("over_at", null=True),
        _key("feed_event", "feed", "key"),
    )
    op.create_index(
        "ix_feed_event_over_at",
        "feed_event",
        ["over_at"],
        sqlite_where=_OVER,
        postgresql_where=_OVER,
    )


def _make_feed_key() -> None:
    op.create_table(
        "feed_key",
        _text("key", 200),
        _text("body_hash", 64),
        _when("at"),
        _key("feed_key", "key"),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_feed_key_at"), "feed_key", ["at"])


def _make_feed_told() -> None:
    op.create_table(
        "feed_told",
        _id("market_id"),
        _text("feed", 40),
        _text("event_key", 200),
        _id("alert_id"),
        _json("said"),
        sa.Column("is_over", sa.Boolean(), nullable=False),
        _key("feed_told", "market_id", "feed", "event_key"),
        _refers("feed_told", "alert_id", "alert"),
        _refers("feed_told", "market_id", "market"),
    )
    op.create_index(op.f("ix_feed_told_alert_id"), "feed_told", ["alert_id"])
    op.create_index(
        "ix_feed_told_open",
        "feed_told",
        ["market_id"],
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )


def _make_feed_pace() -> None:
    op.create_table(
        "feed_pace",
        _id("pod_id"),
        _when("minute"),
        _number("posts"),
        _key("feed_pace", "pod_id"),
        _refers("feed_pace", "pod_id", "pod"),
        sqlite_with_rowid=False,
    )
