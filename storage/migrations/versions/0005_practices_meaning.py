"""Within PostgreSQL, the vectors of practices, where pgvector is or may be created."""

from alembic import op

revision: str = "0005_practices_meaning"
down_revision: str | None = "0004_suggestions"
branch_labels = None
depends_on = None

_VECTORS = """
DO $make$
BEGIN
  BEGIN
    CREATE EXTENSION IF NOT EXISTS vector;
  EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
    NULL;
  END;
  IF (SELECT string_to_array(extversion, '.')::int[] >= ARRAY[0, 7]
      FROM pg_extension WHERE extname = 'vector') THEN
    CREATE TABLE IF NOT EXISTS practice_vector (
      practice_id UUID CONSTRAINT pk_practice_vector PRIMARY KEY
        CONSTRAINT fk_practice_vector_practice_id_practice
        REFERENCES practice (id) ON DELETE CASCADE,
      embedder VARCHAR(60) NOT NULL,
      digest VARCHAR(64) NOT NULL,
      vector HALFVEC NOT NULL,
      compared BOOLEAN NOT NULL,
      hubness REAL NOT NULL DEFAULT 0,
      tenth REAL NOT NULL DEFAULT -1
    ) WITH (fillfactor = 80);
  END IF;
END
$make$
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_VECTORS)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TABLE IF EXISTS practice_vector")
