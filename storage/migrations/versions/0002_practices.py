"""The practice store."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision: str = "0002_practices"
down_revision: str | None = "0001_first_light"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    _make_practice()
    _make_saying()
    _make_practice_change()
    _make_practice_use()
    _make_practice_verdict()
    _make_gap()


def downgrade() -> None:
    tables = "gap practice_verdict practice_use practice_change saying practice"
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


def _choice(name: str, of: str, words: str) -> Any:
    kind = sa.Enum(*words.split(), name=of, native_enum=False, create_constraint=True, length=40)
    return sa.Column(name, kind, nullable=False)


def _key(table: str) -> Any:
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _refers(table: str, column: str, to: str) -> Any:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name)


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f("_".join(("ix", table, *columns))), table, columns)


def _index_given(table: str, *columns: str, given: str = "") -> None:
    condition = sa.text(f"{given or columns[0]} IS NOT NULL")
    op.create_index(
        op.f("_".join(("ix", table, *columns))),
        table,
        columns,
        sqlite_where=condition,
        postgresql_where=condition,
    )


def _make_practice() -> None:
    op.create_table(
        "practice",
        _id("id"),
        _text("team_id", 40),
        _id("pod_id"),
        _text("title", 120),
        _text("situation"),
        _text("what_worked"),
        _json("topics"),
        _choice("scope", "scope", "pod market company partners"),
        _choice("state", "practicestate", "draft shared verified archived"),
        _choice("language", "language", "en es"),
        _text("author", 40),
        _text("author_name", 120),
        _text("owner", 40),
        _text("helper", 40, null=True),
        _text("helper_name", 120, null=True),
        _id("ask_id", null=True),
        _text("source_channel", 40, null=True),
        _text("source_ts", 40, null=True),
        _text("link", 500, null=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _when("created_at"),
        _when("updated_at"),
        _text("verified_by", 40, null=True),
        *(_when(name, null=True) for name in _MOMENTS.split()),
        _id("alert_id", null=True),
        _id("merged_into", null=True),
        _key("practice"),
        _refers("practice", "pod_id", "pod"),
        _refers("practice", "ask_id", "ask"),
        _refers("practice", "merged_into", "practice"),
    )
    for columns in (("pod_id",), ("team_id", "state"), ("team_id", "owner"), ("team_id", "author")):
        _index("practice", *columns)
    _index_given("practice", "ask_id")
    _index_given("practice", "source_channel", "source_ts", given="source_ts")
    _index_given("practice", "merged_into")


_MOMENTS = "verified_at used_at confirmed_at asked_owner_at stale_at suspended_at ends_at"


def _make_saying() -> None:
    op.create_table(
        "saying",
        _id("id"),
        _id("practice_id"),
        _choice("language", "language", "en es"),
        _text("text"),
        _text("author", 40),
        _text("author_name", 120),
        _when("at"),
        _key("saying"),
        _refers("saying", "practice_id", "practice"),
    )
    _index("saying", "practice_id")


def _make_practice_change() -> None:
    op.create_table(
        "practice_change",
        _id("id"),
        _id("practice_id"),
        sa.Column("version", sa.Integer(), nullable=False),
        _when("at"),
        _text("who", 40, null=True),
        _text("who_name", 120, null=True),
        _text("what", 40),
        _text("why", 500, null=True),
        _json("before", null=True),
        _key("practice_change"),
        _refers("practice_change", "practice_id", "practice"),
        sa.UniqueConstraint(
            "practice_id", "version", name=op.f("uq_practice_change_practice_id_version")
        ),
    )


def _make_practice_use() -> None:
    op.create_table(
        "practice_use",
        _id("id"),
        _id("practice_id"),
        _id("ask_id", null=True),
        _text("user", 40),
        _text("by", 40),
        _choice("way", "way", "searched suggested shared_in_thread linked"),
        _when("at"),
        _when("helped_at", null=True),
        _key("practice_use"),
        _refers("practice_use", "practice_id", "practice"),
        _refers("practice_use", "ask_id", "ask"),
    )
    _index("practice_use", "practice_id", "user")
    _index_given("practice_use", "ask_id")


def _make_practice_verdict() -> None:
    op.create_table(
        "practice_verdict",
        _id("id"),
        _id("practice_id"),
        _text("user", 40),
        _id("ask_id", null=True),
        _choice("word", "word", "wrong old not_this"),
        _text("why", 500, null=True),
        _when("at"),
        _key("practice_verdict"),
        _refers("practice_verdict", "practice_id", "practice"),
        _refers("practice_verdict", "ask_id", "ask"),
    )
    _index("practice_verdict", "practice_id", "user")
    _index_given("practice_verdict", "ask_id")


def _make_gap() -> None:
    op.create_table(
        "gap",
        _id("id"),
        _text("team_id", 40),
        _id("pod_id"),
        _text("user", 40),
        _text("words", 300),
        _choice("language", "language", "en es"),
        _when("at"),
        _id("closed_by", null=True),
        _key("gap"),
        _refers("gap", "pod_id", "pod"),
        _refers("gap", "closed_by", "practice"),
    )
    _index("gap", "pod_id", "at")
    _index_given("gap", "closed_by")
