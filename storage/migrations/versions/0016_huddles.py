"""Huddles: schedules, agendas, what came of them, action items, coaching, concerns and links."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision: str = "0016_huddles"
down_revision: str | None = "0015_left_matters"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_STATES = "planned open over skipped missed"
_SOURCES = "member action_item alert concern ask corrected gap practice helpful thanks"
_ITEM_STATES = "on waiting dropped"
_OUTCOMES = "done parked"
_LINKS = "calendar screen"


def upgrade() -> None:
    _make_huddle_schedule()
    _make_agenda()
    _make_huddle()
    _make_agenda_item()
    _make_huddle_step()
    _make_coaching()
    _make_coaching_item()
    _make_action_item()
    _make_huddle_attendance()
    _make_huddle_link()
    _make_concern()
    _make_concern_ask()


def downgrade() -> None:
    tables = """
        concern_ask concern huddle_link huddle_attendance action_item coaching_item coaching
        huddle_step agenda_item huddle agenda huddle_schedule
    """
    for table in tables.split():
        op.drop_table(table)


def _text(name: str, length: int | None = None, null: bool = False) -> Any:
    return sa.Column(name, AutoString(length=length), nullable=null)


def _when(name: str, null: bool = False) -> Any:
    return sa.Column(name, UTCDateTime(), nullable=null)


def _day(name: str) -> Any:
    return sa.Column(name, sa.Date(), nullable=False)


def _id(name: str, null: bool = False) -> Any:
    return sa.Column(name, sa.Uuid(), nullable=null)


def _json(name: str) -> Any:
    return sa.Column(name, _JSON, nullable=False)


def _number(name: str) -> Any:
    return sa.Column(name, sa.Integer(), nullable=False)


def _choice(name: str, of: str, words: str) -> Any:
    kind = sa.Enum(*words.split(), name=of, native_enum=False, create_constraint=True, length=40)
    return sa.Column(name, kind, nullable=False)


def _key(table: str, column: str) -> Any:
    return sa.PrimaryKeyConstraint(column, name=op.f(f"pk_{table}"))


def _refers(table: str, column: str, to: str) -> Any:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name)


def _once(table: str, *columns: str) -> Any:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def _index(name: str, table: str, *columns: str, where: str = "", unique: bool = False) -> None:
    only: dict[str, Any] = (
        {"sqlite_where": sa.text(where), "postgresql_where": sa.text(where)} if where else {}
    )
    op.create_index(op.f(name), table, list(columns), unique=unique, **only)


def _make_huddle_schedule() -> None:
    op.create_table(
        "huddle_schedule",
        _id("pod_id"),
        _json("fields"),
        _number("version"),
        _text("changed_by", 40),
        _text("changed_by_name", 120),
        _when("changed_at"),
        _key("huddle_schedule", "pod_id"),
        _refers("huddle_schedule", "pod_id", "pod"),
        sqlite_with_rowid=False,
    )


def _make_agenda() -> None:
    op.create_table(
        "agenda",
        _id("id"),
        _text("team_id", 40),
        _id("pod_id"),
        _text("slot", 20),
        _day("local_date"),
        _text("channel", 40, null=True),
        _text("card_ts", 40, null=True),
        _when("drafted_at", null=True),
        _when("announced_at", null=True),
        _number("version"),
        _key("agenda", "id"),
        _refers("agenda", "pod_id", "pod"),
        _once("agenda", "pod_id", "slot", "local_date"),
    )


def _make_huddle() -> None:
    op.create_table(
        "huddle",
        _id("id"),
        _text("team_id", 40),
        _id("pod_id"),
        _id("agenda_id"),
        _number("wave"),
        _text("slot", 20),
        _day("local_date"),
        _when("starts_at"),
        _when("planned_at"),
        _number("minutes"),
        _choice("state", "huddlestate", _STATES),
        _text("why", 500),
        _text("changed_by", 40, null=True),
        _text("changed_by_name", 120),
        _text("runs_it", 40, null=True),
        _text("runs_it_name", 120),
        _json("people"),
        _text("channel", 40, null=True),
        _text("card_ts", 40, null=True),
        _id("item_id", null=True),
        _when("opened_at", null=True),
        _when("ended_at", null=True),
        _when("offered_later_at", null=True),
        _json("lines"),
        _number("version"),
        _key("huddle", "id"),
        _refers("huddle", "pod_id", "pod"),
        _refers("huddle", "agenda_id", "agenda"),
        _once("huddle", "pod_id", "wave", "slot", "local_date"),
    )
    _index("ix_huddle_agenda_id", "huddle", "agenda_id")
    _index("ix_huddle_pod_id_starts_at", "huddle", "pod_id", "starts_at")
    _index("ix_huddle_state", "huddle", "state", where="state IN ('planned', 'open')")


def _make_agenda_item() -> None:
    op.create_table(
        "agenda_item",
        _id("id"),
        _id("agenda_id"),
        _id("pod_id"),
        _text("key", 200),
        _choice("source", "itemsource", _SOURCES),
        _choice("state", "itemstate", _ITEM_STATES),
        _number("position"),
        _text("text"),
        _text("detail"),
        _text("again"),
        _json("refs"),
        _number("seconds"),
        _text("by", 40, null=True),
        _text("by_name", 120),
        _text("hand_to", 40, null=True),
        _text("hand_to_name", 120),
        _id("carried_from", null=True),
        _when("added_at"),
        _key("agenda_item", "id"),
        _refers("agenda_item", "agenda_id", "agenda"),
        _refers("agenda_item", "pod_id", "pod"),
        _once("agenda_item", "agenda_id", "key"),
    )
    _index("ix_agenda_item_pod_id_key", "agenda_item", "pod_id", "key")


def _make_huddle_step() -> None:
    op.create_table(
        "huddle_step",
        _id("id"),
        _id("huddle_id"),
        _id("item_id"),
        _choice("outcome", "outcome", _OUTCOMES),
        _text("note"),
        _id("practice_id", null=True),
        _text("by", 40),
        _text("by_name", 120),
        _when("at"),
        _key("huddle_step", "id"),
        _refers("huddle_step", "huddle_id", "huddle"),
        _refers("huddle_step", "item_id", "agenda_item"),
        _once("huddle_step", "huddle_id", "item_id"),
    )


def _make_coaching() -> None:
    op.create_table(
        "coaching",
        _id("id"),
        _text("team_id", 40),
        _id("pod_id"),
        _text("coach", 40),
        _text("coach_name", 120),
        _text("rep", 40),
        _text("rep_name", 120),
        _when("made_at"),
        _when("shared_at", null=True),
        _when("ended_at", null=True),
        _key("coaching", "id"),
        _refers("coaching", "pod_id", "pod"),
    )
    _index("ix_coaching_open", "coaching", "coach", "rep", where="ended_at IS NULL", unique=True)
    _index("ix_coaching_rep", "coaching", "rep")


def _make_coaching_item() -> None:
    op.create_table(
        "coaching_item",
        _id("id"),
        _id("coaching_id"),
        _text("text"),
        _text("by", 40),
        _text("by_name", 120),
        _when("at"),
        _when("done_at", null=True),
        _key("coaching_item", "id"),
        _refers("coaching_item", "coaching_id", "coaching"),
    )
    _index("ix_coaching_item_coaching_id", "coaching_item", "coaching_id")


def _make_action_item() -> None:
    op.create_table(
        "action_item",
        _id("id"),
        _text("team_id", 40),
        _id("pod_id"),
        _id("huddle_id", null=True),
        _id("item_id", null=True),
        _id("coaching_id", null=True),
        _text("text"),
        _text("owner", 40),
        _text("owner_name", 120),
        _day("due_on"),
        _text("made_by", 40),
        _text("made_by_name", 120),
        _when("made_at"),
        _when("reminded_at", null=True),
        _when("closed_at", null=True),
        _text("closed_by", 40, null=True),
        _key("action_item", "id"),
        _refers("action_item", "pod_id", "pod"),
        _refers("action_item", "huddle_id", "huddle"),
        _refers("action_item", "item_id", "agenda_item"),
        _refers("action_item", "coaching_id", "coaching"),
    )
    _index("ix_action_item_huddle_id", "action_item", "huddle_id", where="huddle_id IS NOT NULL")
    _index("ix_action_item_owner_open", "action_item", "owner", where="closed_at IS NULL")
    _index("ix_action_item_pod_id_open", "action_item", "pod_id", where="closed_at IS NULL")


def _make_huddle_attendance() -> None:
    op.create_table(
        "huddle_attendance",
        _id("id"),
        _id("huddle_id"),
        _text("user", 40),
        _when("at"),
        _key("huddle_attendance", "id"),
        _refers("huddle_attendance", "huddle_id", "huddle"),
        _once("huddle_attendance", "huddle_id", "user"),
    )


def _make_huddle_link() -> None:
    op.create_table(
        "huddle_link",
        _id("id"),
        _text("secret", 64),
        _choice("kind", "linkkind", _LINKS),
        _id("pod_id"),
        _id("huddle_id", null=True),
        _text("made_by", 40, null=True),
        _when("made_at"),
        _when("until", null=True),
        _key("huddle_link", "id"),
        _refers("huddle_link", "pod_id", "pod"),
        _refers("huddle_link", "huddle_id", "huddle"),
        _once("huddle_link", "secret"),
    )
    _index(
        "ix_huddle_link_calendar",
        "huddle_link",
        "pod_id",
        where="kind = 'calendar' AND until IS NULL",
        unique=True,
    )
    _index("ix_huddle_link_pod_id", "huddle_link", "pod_id")


def _make_concern() -> None:
    op.create_table(
        "concern",
        _id("id"),
        _id("pod_id"),
        _text("question"),
        _text("topic", 40),
        _when("last_at"),
        _text("embedder", 60),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        _key("concern", "id"),
        _refers("concern", "pod_id", "pod"),
    )
    _index("ix_concern_pod_id_last_at", "concern", "pod_id", "last_at")


def _make_concern_ask() -> None:
    op.create_table(
        "concern_ask",
        _id("ask_id"),
        _id("concern_id"),
        _when("asked_at"),
        _key("concern_ask", "ask_id"),
        _refers("concern_ask", "ask_id", "ask"),
        _refers("concern_ask", "concern_id", "concern"),
        sqlite_with_rowid=False,
    )
    _index("ix_concern_ask_concern_id_asked_at", "concern_ask", "concern_id", "asked_at")
