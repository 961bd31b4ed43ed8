"""The languages in which practices are written."""

from typing import Any, Literal, get_args

from sqlalchemy import Enum

Language = Literal["en", "es"]

# As VARCHAR with a CHECK, the way that `storage.columns.choice` makes one of an enum.
ONE_OF_THEM: Any = Enum(
    *get_args(Language), name="language", native_enum=False, create_constraint=True, length=40
)
