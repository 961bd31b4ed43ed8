"""The recorded documents, by their place here."""

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def recorded(place: str) -> bytes:
    return (HERE / place).read_bytes()


def recorded_json(place: str) -> Any:
    return json.loads(recorded(place))


def as_body(document: Any) -> bytes:
    return json.dumps(document).encode()
