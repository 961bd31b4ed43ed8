"""The tables of the first light."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision: str = "0001_first_light"
down_revision: str | None = None
branch_labels = None
depends_on = None

_SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_KEYED = {"sqlite_with_rowid": False}
_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    _make_inbox()
    _make_lane()
    _make_mark()
    _make_market()
    _make_outbox()
    _make_pace()
    _make_posted()
    _make_timer()
    _make_pod()
    _make_ask()
    _make_member()
    _make_mention()
    _make_moment()
    _make_reply()


def downgrade() -> None:
    tables = "reply moment mention member ask pod timer posted pace outbox market mark lane inbox"
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


def _choice(name: str, of: str, words: str, null: bool = False) -> Any:
    kind = sa.Enum(*words.split(), name=of, native_enum=False, create_constraint=True, length=40)
    return sa.Column(name, kind, nullable=null)


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def _make_inbox() -> None:
    op.create_table(
        "inbox",
        _text("key", 255),
        _when("at"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_inbox")),
        **_KEYED,
    )
    op.create_index(op.f("ix_inbox_at"), "inbox", ["at"])


def _make_lane() -> None:
    op.create_table(
        "lane",
        _text("channel", 40),
        _when("not_before"),
        _when("spent_until"),
        _id("leased_by", null=True),
        _when("leased_until", null=True),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_lane")),
        **_KEYED,
    )


def _make_mark() -> None:
    op.create_table(
        "mark",
        _id("id"),
        _text("channel", 40),
        _text("ts", 40),
        _text("user", 40),
        _when("at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark")),
        sa.UniqueConstraint("channel", "ts", "user", name=op.f("uq_mark_channel_ts_user")),
    )


def _make_market() -> None:
    op.create_table(
        "market",
        _id("id"),
        _text("key", 60),
        _text("name", 120),
        _text("timezone", 60),
        _json("hours"),
        _json("areas"),
        _json("languages"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market")),
        sa.UniqueConstraint("key", name=op.f("uq_market_key")),
    )


def _make_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("seq", _SEQUENCE, nullable=False),
        _id("id"),
        _text("subject", 120),
        _text("part", 120),
        _text("channel", 40),
        _choice("act", "act", "post repaint whisper"),
        sa.Column("priority", sa.Integer(), nullable=False),
        _json("body"),
        _choice("state", "rowstate", "waiting sending sent dead"),
        sa.Column("suspect", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _when("not_before"),
        _when("written_at"),
        _when("sent_at", null=True),
        _text("error", null=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_outbox")),
    )
    op.create_index(
        op.f("ix_outbox_open"),
        "outbox",
        ["subject", "seq"],
        **_where("state IN ('waiting', 'sending')"),
    )
    op.create_index(
        op.f("ix_outbox_turn"), "outbox", ["priority", "seq"], **_where("state = 'waiting'")
    )


def _make_pace() -> None:
    op.create_table(
        "pace",
        _text("method", 60),
        _json("spent"),
        _when("not_before", null=True),
        sa.PrimaryKeyConstraint("method", name=op.f("pk_pace")),
    )


def _make_posted() -> None:
    op.create_table(
        "posted",
        _text("subject", 120),
        _text("part", 120),
        _text("channel", 40),
        _text("ts", 40),
        _id("row_id"),
        sa.PrimaryKeyConstraint("subject", "part", name=op.f("pk_posted")),
        sa.UniqueConstraint("channel", "ts", name=op.f("uq_posted_channel_ts")),
        **_KEYED,
    )


def _make_timer() -> None:
    op.create_table(
        "timer",
        _id("id"),
        _text("key", 255),
        _text("kind", 60),
        _text("subject", 120),
        _when("due_at"),
        _when("done_at", null=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _text("error", null=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timer")),
        sa.UniqueConstraint("key", name=op.f("uq_timer_key")),
        **_KEYED,
    )
    op.create_index(op.f("ix_timer_due"), "timer", ["due_at"], **_where("done_at IS NULL"))
    op.create_index(op.f("ix_timer_subject"), "timer", ["subject"])


def _make_pod() -> None:
    op.create_table(
        "pod",
        _id("id"),
        _text("team_id", 40),
        _text("key", 60),
        _text("name", 120),
        _text("site", 120),
        _id("market_id"),
        _text("channel", 40, null=True),
        _id("overflow_pod_id", null=True),
        _choice("organisation", "organisation", "own partner"),
        _json("hours"),
        _json("settings"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pod")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_pod_market_id_market")),
        sa.ForeignKeyConstraint(
            ["overflow_pod_id"], ["pod.id"], name=op.f("fk_pod_overflow_pod_id_pod")
        ),
        sa.UniqueConstraint("team_id", "channel", name=op.f("uq_pod_team_id_channel")),
        sa.UniqueConstraint("team_id", "key", name=op.f("uq_pod_team_id_key")),
    )


def _columns_of_ask() -> list[Any]:
    return [
        _when("ladder_from"),
        sa.Column("next_rung", sa.Integer(), nullable=False),
        _when("paused_until", null=True),
        _when("resumed_at", null=True),
        _text("claimed_by", 40, null=True),
        _text("claimed_by_name", 120, null=True),
        _when("claimed_at", null=True),
        _when("claimed_until", null=True),
        _when("first_reply_at", null=True),
        _when("told_at", null=True),
        _id("overflow_pod_id", null=True),
        _text("overflow_channel", 40, null=True),
        _choice("overflow_reason", "overflowreason", "closed few_present unanswered", null=True),
        _text("overflow_thread_ts", 40, null=True),
        _when("call_back_at", null=True),
        _id("accepted_reply_id", null=True),
        _choice("accepted_via", "acceptedvia", "press mark thanks", null=True),
        _text("helper", 40, null=True),
        _when("unaccepted_at", null=True),
        _when("undo_until", null=True),
        _when("question_deleted_at", null=True),
        _when("left_open_told_at", null=True),
        _when("settled_at", null=True),
    ]


def _make_ask() -> None:
    op.create_table(
        "ask",
        _id("id"),
        _text("team_id", 40),
        _id("pod_id"),
        _text("asker", 40),
        _text("asker_name", 120),
        _text("question"),
        _choice("contact", "contact", "phone chat"),
        _choice("call_state", "callstate", "talking on_hold call_back"),
        _choice(
            "topic",
            "topic",
            "network device activation porting billing plans roaming store account decision other",
        ),
        _choice(
            "state",
            "askstate",
            "open claimed accepted nothing_owed withdrawn not_a_question lapsed",
        ),
        _choice("source", "source", "command modal mention shortcut"),
        _text("source_channel", 40, null=True),
        _text("source_ts", 40, null=True),
        _text("source_edited", 40, null=True),
        sa.Column("question_masked", sa.Boolean(), nullable=False),
        _text("channel", 40),
        _text("thread_ts", 40, null=True),
        _text("card_ts", 40, null=True),
        _text("response_url", 500, null=True),
        _when("response_url_until", null=True),
        sa.Column("mentions_allowed", sa.Boolean(), nullable=False),
        sa.Column("began_talking", sa.Boolean(), nullable=False),
        _when("asked_at"),
        _when("call_state_at"),
        _when("last_activity_at"),
        *_columns_of_ask(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ask")),
        sa.ForeignKeyConstraint(
            ["overflow_pod_id"], ["pod.id"], name=op.f("fk_ask_overflow_pod_id_pod")
        ),
        sa.ForeignKeyConstraint(["pod_id"], ["pod.id"], name=op.f("fk_ask_pod_id_pod")),
    )
    op.create_index(op.f("ix_ask_asker_asked_at"), "ask", ["team_id", "asker", "asked_at"])
    op.create_index(op.f("ix_ask_pod_id_state"), "ask", ["pod_id", "state"])
    _index_given("ask", "source_channel", "source_ts", given="source_ts", unique=True)
    _index_given("ask", "claimed_by", "claimed_at")
    _index_given("ask", "overflow_pod_id", "state")
    _index_given("ask", "overflow_thread_ts")
    _index_given("ask", "thread_ts")


def _index_given(table: str, *columns: str, given: str = "", unique: bool = False) -> None:
    name = op.f("_".join(("ix", table, *columns)))
    condition = _where(f"{given or columns[0]} IS NOT NULL")
    op.create_index(name, table, columns, unique=unique, **condition)


def _make_member() -> None:
    op.create_table(
        "member",
        _id("id"),
        _text("team_id", 40),
        _text("user", 40),
        _id("pod_id"),
        _text("name", 120),
        _text("email", 254),
        _choice(
            "role",
            "role",
            "rep senior_rep coach tech_specialist resolution_expert resource_manager team_leader",
        ),
        _json("skills"),
        _json("hours"),
        _when("away_until", null=True),
        _when("busy_until", null=True),
        _when("seen_at", null=True),
        _when("left_at", null=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sa.ForeignKeyConstraint(["pod_id"], ["pod.id"], name=op.f("fk_member_pod_id_pod")),
        sa.UniqueConstraint("team_id", "user", name=op.f("uq_member_team_id_user")),
    )
    op.create_index(op.f("ix_member_pod_id"), "member", ["pod_id"])


def _make_mention() -> None:
    op.create_table(
        "mention",
        _id("id"),
        _id("ask_id"),
        _text("user", 40),
        _when("at"),
        _when("declined_at", null=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mention")),
        sa.ForeignKeyConstraint(["ask_id"], ["ask.id"], name=op.f("fk_mention_ask_id_ask")),
        sa.UniqueConstraint("ask_id", "user", name=op.f("uq_mention_ask_id_user")),
    )
    op.create_index(op.f("ix_mention_user_at"), "mention", ["user", "at"])


def _make_moment() -> None:
    op.create_table(
        "moment",
        _id("id"),
        _id("ask_id"),
        _when("at"),
        _text("what", 40),
        _text("who", 40, null=True),
        _text("detail", 200, null=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moment")),
        sa.ForeignKeyConstraint(["ask_id"], ["ask.id"], name=op.f("fk_moment_ask_id_ask")),
        **_KEYED,
    )
    op.create_index(op.f("ix_moment_ask_id"), "moment", ["ask_id"])


def _make_reply() -> None:
    op.create_table(
        "reply",
        _id("id"),
        _id("ask_id", null=True),
        _text("channel", 40),
        _text("thread_ts", 40, null=True),
        _text("ts", 40),
        _text("edited", 40, null=True),
        _text("author", 40),
        _text("author_name", 120),
        _text("say_now", 140, null=True),
        _text("text"),
        _when("copied_at", null=True),
        _text("copy_ts", 40, null=True),
        _when("at"),
        _when("deleted_at", null=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply")),
        sa.ForeignKeyConstraint(["ask_id"], ["ask.id"], name=op.f("fk_reply_ask_id_ask")),
        sa.UniqueConstraint("channel", "ts", name=op.f("uq_reply_channel_ts")),
    )
    op.create_index(op.f("ix_reply_ask_id"), "reply", ["ask_id"])
    op.create_index(op.f("ix_reply_channel_thread_ts"), "reply", ["channel", "thread_ts"])
    op.create_index(op.f("ix_reply_copy_ts"), "reply", ["copy_ts"])
