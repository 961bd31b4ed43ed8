"""How often what reps mean is meant, before a market has past weeks of its own to tell."""

from collections.abc import Mapping
from typing import Final

QUESTIONS: Final = 284
"""The tuning half of `benchmarks/matters`, and the situations of the sample practices."""

# fmt: off
MEANT: Final[Mapping[str, int]] = {
    "no service": 39, "text": 30, "charge": 25, "payment": 24, "internet": 21, "store": 21,
    "bill": 20, "declined": 17, "missing": 16, "pin": 14, "slow": 13, "card": 12, "port": 11,
    "esim": 10, "fraud": 10, "home internet": 9, "locked": 9, "twice": 9, "activate": 8, "late": 8,
    "price": 8, "app": 7, "cancelled": 7, "power": 7, "autopay": 6, "closed": 6, "code": 6,
    "picture": 6, "roam": 6, "stock": 6, "fire": 5, "log in": 5, "reset": 5, "waive": 5,
    "website": 5, "appointment": 4, "credit": 4, "error": 4, "half": 4, "password": 4, "stuck": 4,
    "toll": 4, "discount": 3, "landline": 3, "mexico": 3, "refund": 3, "ship": 3, "storm": 3,
    "gift card": 2,
}
# fmt: on
