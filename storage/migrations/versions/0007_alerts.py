"""Alerts of a market, their cards, who has them, and how they changed."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision: str = "0007_alerts"
down_revision: str | None = "0006_keeping"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_OF_A_FEED = sa.text("event_key IS NOT NULL")
_KINDS = "network_outage power_outage weather wildfire store billing policy fraud other"


def upgrade() -> None:
    _make_alert()
    _make_alert_saying()
    _make_alert_card()
    _make_alert_receipt()
    _make_alert_change()
    _make_alert_ask()
    _make_alert_draft()


def downgrade() -> None:
    tables = "alert_draft alert_ask alert_change alert_receipt alert_card alert_saying alert"
    for table in tables.split():
        op.drop_table(table)


def _text(name: str, length: int | None = None, null: bool = False) -> Any:
    return sa.Column(name, AutoString(length=length), nullable=null)


def _when(name: str, null: bool = False) -> Any:
    return sa.Column(name, UTCDateTime(), nullable=null)


def _id(name: str, null: bool = False) -> Any:
    return sa.Column(name, sa.Uuid(), nullable=null)


def _json(name: str, null: bool = False) -> Any:
    return sa.Column(name, _JSON, nullable=null)


def _number(name: str) -> Any:
    return sa.Column(name, sa.Integer(), nullable=False)


def _choice(name: str, of: str, words: str) -> Any:
    kind = sa.Enum(*words.split(), name=of, native_enum=False, create_constraint=True, length=40)
    return sa.Column(name, kind, nullable=False)


def _key(table: str) -> Any:
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _refers(table: str, column: str, to: str) -> Any:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name)


def _once(table: str, *columns: str) -> Any:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def _make_alert() -> None:
    facts = ("what", "where", "cause", "who", "source")
    op.create_table(
        "alert",
        _id("id"),
        _text("team_id", 40),
        _id("market_id"),
        _choice("kind", "alertkind", _KINDS),
        _choice("severity", "severity", "minor moderate severe extreme"),
        _choice("state", "alertstate", "unconfirmed live ended"),
        _text("headline", 150),
        *(_text(fact) for fact in facts),
        _json("areas"),
        _text("areas_words"),
        _when("starts_at"),
        _when("expected_end", null=True),
        _choice("basis", "basis", "stated estimated unknown"),
        _text("link", 500, null=True),
        _text("feed", 40, null=True),
        _text("event_key", 200, null=True),
        _text("revision", 200, null=True),
        _text("posted_by", 40, null=True),
        _text("posted_by_name", 120),
        _when("posted_at"),
        _text("confirmed_by", 40, null=True),
        _when("asked_end_at", null=True),
        _when("end_unconfirmed_at", null=True),
        _when("ended_at", null=True),
        _text("end_words"),
        sa.Column("lapsed", sa.Boolean(), nullable=False),
        _json("only_pods"),
        _number("version"),
        _key("alert"),
        _refers("alert", "market_id", "market"),
    )
    op.create_index("ix_alert_market_id_state", "alert", ["market_id", "state"])
    op.create_index(
        op.f("ix_alert_team_id_market_id_feed_event_key"),
        "alert",
        ["team_id", "market_id", "feed", "event_key"],
        unique=True,
        sqlite_where=_OF_A_FEED,
        postgresql_where=_OF_A_FEED,
    )


def _make_alert_saying() -> None:
    op.create_table(
        "alert_saying",
        _id("id"),
        _id("alert_id"),
        _choice("language", "language", "en es"),
        _text("text"),
        _text("author", 40, null=True),
        _text("author_name", 120),
        _when("at"),
        _key("alert_saying"),
        _refers("alert_saying", "alert_id", "alert"),
    )
    op.create_index(op.f("ix_alert_saying_alert_id"), "alert_saying", ["alert_id"])


def _make_alert_card() -> None:
    op.create_table(
        "alert_card",
        _id("id"),
        _id("alert_id"),
        _id("pod_id"),
        _text("channel", 40),
        _text("ts", 40, null=True),
        _number("version"),
        _number("counted"),
        _id("digest", null=True),
        _key("alert_card"),
        _refers("alert_card", "alert_id", "alert"),
        _refers("alert_card", "pod_id", "pod"),
        _once("alert_card", "alert_id", "pod_id"),
    )
    op.create_index(op.f("ix_alert_card_digest"), "alert_card", ["digest"])
    op.create_index(op.f("ix_alert_card_pod_id"), "alert_card", ["pod_id"])


def _make_alert_receipt() -> None:
    op.create_table(
        "alert_receipt",
        _id("id"),
        _id("alert_id"),
        _id("pod_id"),
        _text("user", 40),
        _when("at"),
        _key("alert_receipt"),
        _refers("alert_receipt", "alert_id", "alert"),
        _refers("alert_receipt", "pod_id", "pod"),
        _once("alert_receipt", "alert_id", "user"),
    )


def _make_alert_change() -> None:
    op.create_table(
        "alert_change",
        _id("id"),
        _id("alert_id"),
        _number("version"),
        _when("at"),
        _text("who", 40, null=True),
        _text("who_name", 120, null=True),
        _text("what", 40),
        _text("why", 500, null=True),
        _json("before", null=True),
        _key("alert_change"),
        _refers("alert_change", "alert_id", "alert"),
        _once("alert_change", "alert_id", "version"),
    )


def _make_alert_ask() -> None:
    op.create_table(
        "alert_ask",
        _id("id"),
        _id("alert_id"),
        _id("ask_id"),
        _when("at"),
        _when("told_at", null=True),
        _key("alert_ask"),
        _refers("alert_ask", "alert_id", "alert"),
        _refers("alert_ask", "ask_id", "ask"),
        _once("alert_ask", "alert_id", "ask_id"),
    )
    op.create_index(op.f("ix_alert_ask_ask_id"), "alert_ask", ["ask_id"])


def _make_alert_draft() -> None:
    op.create_table(
        "alert_draft",
        _id("id"),
        _text("team_id", 40),
        _id("market_id"),
        _json("fields"),
        _text("by", 40),
        _text("by_name", 120),
        _text("to", 40),
        _when("at"),
        _when("used_at", null=True),
        _key("alert_draft"),
        _refers("alert_draft", "market_id", "market"),
    )
