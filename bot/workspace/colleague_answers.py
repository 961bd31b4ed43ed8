"""What the scripted colleagues say: a table of cues and answers, first fit wins.

Cues are whole words or beginnings of words in the card, in lower case.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

ANSWERS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (
        ("ramona", "julian", "fire", "outage", "no service", "towers", "sites", "signal"),
        (
            "There is a brush fire near Ramona and two sites are down. Crews are on site; they "
            "expect about 24 hours. Wi-Fi calling works meanwhile.",
            "Say: a fire outside the city is affecting service near you, engineers are on site, "
            "and it should be back by tomorrow morning. No need to swap the SIM.",
        ),
    ),
    (
        ("port", "transfer pin", "number transfer", "bring my number"),
        (
            "The transfer PIN comes from the old carrier, in their app under line settings, and "
            "it is good for 7 days. Ask for a fresh one and submit the port again.",
            "Check that the name and ZIP match the old carrier's bill; that is what stops most "
            "port-ins. A new PIN alone does not help.",
        ),
    ),
    (
        ("bill", "credit", "charge", "refund", "autopay", "late fee"),
        (
            "Open Billing, then Adjustments: up to one month's charge you can credit yourself. "
            "It shows on the next bill; send the customer the confirmation text.",
            "The first bill has a part month in it, which is why it looks doubled. Show the "
            "proration line; a credit is rarely needed.",
        ),
    ),
    (
        ("esim", "activat", "qr", "sim card", "new phone"),
        (
            "Have them remove the old eSIM profile first, restart, then scan the QR code on "
            "Wi-Fi. If it says already used, reissue it under Device, eSIM.",
            "Reissue the eSIM and wait for the confirmation text before scanning; the old code "
            "dies as soon as a new one exists.",
        ),
    ),
    (
        ("store", "pick up", "pick-up", "pickup", "device", "in stock", "trade"),
        (
            "Call the store first and have them set it aside under the order number; then pick-up "
            "is ready within the hour. They need a photo ID.",
            "The order has to read Ready for pick-up before they drive there. If it is stuck, the "
            "store can release it by hand.",
        ),
    ),
    (
        ("roam", "travel", "abroad", "mexico", "canada", "international"),
        (
            "Mexico and Canada are in the plan; data roaming has to be on in the phone's "
            "settings. Elsewhere add the day pass before they leave.",
            "Add the travel pass, have them restart after landing and choose the network by "
            "hand once. No charge unless they use it that day.",
        ),
    ),
)
FALLBACK = (
    "What does the customer see on the screen, word for word? Then I can look it up with you.",
    "Since when, and does it happen on Wi-Fi too? That tells us where to look.",
)


def answer_for(card: str, seed: str) -> str:
    """A sensible answer to a card's text; the same for the same card and seed."""
    words = card.lower()
    for cues, answers in ANSWERS:
        if any(_has(words, cue) for cue in cues):
            return _pick(answers, seed)
    return _pick(FALLBACK, seed)


def fraction(seed: str) -> float:
    """A number from 0 up to 1 that depends on the seed alone."""
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4], "big") / 2**32


def _pick(answers: Sequence[str], seed: str) -> str:
    return answers[int(fraction(seed) * len(answers))]


def _has(words: str, cue: str) -> bool:
    place = words.find(cue)
    while place > 0 and words[place - 1].isalnum():
        place = words.find(cue, place + 1)
    return place >= 0
