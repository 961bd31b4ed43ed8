"""What the search keeps of practices: numbers, vectors, and the search tables beside."""

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision: str = "0003_practices_index"
down_revision: str | None = "0002_practices"
branch_labels = None
depends_on = None

_SEQUENCE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_SEARCH = {
    "sqlite": (
        "CREATE VIRTUAL TABLE practice_terms USING fts5("
        "terms, tokenize = 'unicode61 remove_diacritics 0')",
    ),
    "postgresql": (
        "CREATE TABLE practice_terms ("
        "seq BIGINT CONSTRAINT pk_practice_terms PRIMARY KEY "
        "CONSTRAINT fk_practice_terms_seq_practice_index "
        "REFERENCES practice_index (seq) ON DELETE CASCADE, "
        "length INTEGER NOT NULL, terms TSVECTOR NOT NULL)",
        "CREATE INDEX ix_practice_terms_terms ON practice_terms USING gin (terms)",
    ),
}


def upgrade() -> None:
    op.create_table(
        "practice_index",
        sa.Column("seq", _SEQUENCE, nullable=False),
        sa.Column("practice_id", sa.Uuid(), nullable=False),
        sa.Column("words", AutoString(), nullable=False),
        sa.Column("stems", AutoString(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("digest", AutoString(length=64), nullable=False),
        sa.Column("embedder", AutoString(length=60), nullable=True),
        sa.Column("vector", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_practice_index")),
        sa.UniqueConstraint("practice_id", name=op.f("uq_practice_index_practice_id")),
        sa.ForeignKeyConstraint(
            ["practice_id"],
            ["practice.id"],
            name=op.f("fk_practice_index_practice_id_practice"),
        ),
        sqlite_autoincrement=True,
    )
    for statement in _SEARCH[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE practice_terms")
    op.drop_table("practice_index")
