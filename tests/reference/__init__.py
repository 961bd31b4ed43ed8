"""Slack's API as data; README.md beside this file says where it comes from."""

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@cache
def reference(name: str) -> Any:
    """What the file `name` of this folder holds; read once, so nobody may change it."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))
