"""Slack's API as data, read from beside the checkout where it is present."""

import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent.parent.parent / "shared" / "reference" / "slack"


def reference(name: str) -> Any:
    """The file `name`; the test that needs it is skipped, saying so, where it is missing."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"Slack's API as data is not beside this checkout: {name}")
    return json.loads(path.read_text())
