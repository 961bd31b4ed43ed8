"""What the scripted colleagues say: a table of cues and answers, first fit wins.

Cues are patterns for the words of the question alone, in lower case. A cue that could mean two
things is left out: the answers for everything else fit any question.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import NamedTuple


class Subject(NamedTuple):
    """One thing that customers call about."""

    cues: str
    answers: tuple[str, ...]


FIRE = Subject(
    r"ramona|julian|(?:brush |wild)?fires?\b",
    (
        "There is a brush fire near Ramona and two sites are down. Crews are on site; they "
        "expect about 24 hours. Wi-Fi calling works meanwhile.",
        "Say: a fire outside the city is affecting service near you, engineers are on site, "
        "and it should be back by tomorrow morning. No need to swap the SIM.",
    ),
)
NETWORK = Subject(
    r"outage|no (?:service|signal|bars)|(?:cell )?towers?\b|dropped calls",
    (
        "Ask whether their neighbours have it too, then look at the outage map for their ZIP. If "
        "it is more than one, it is on our side: no need to swap the SIM.",
        "Have them switch airplane mode on and off, then call from Wi-Fi. If that works and the "
        "phone alone does not, it is the coverage there; the map shows since when.",
    ),
)
PORT = Subject(
    r"port(?:s|ed|ing|-in|-out)?\b|transfer pin|number transfer"
    r"|(?:bring|keep) (?:my|her|his|their|the) (?:old )?number",
    (
        "The transfer PIN comes from the old carrier, in their app under line settings, and "
        "it is good for 7 days. Ask for a fresh one and submit the port again.",
        "Check that the name and ZIP match the old carrier's bill; that is what stops most "
        "port-ins. A new PIN alone does not help.",
    ),
)
BILL = Subject(
    r"bill(?:s|ed|ing)?\b|credits?\b(?! card| check)|(?:over|double[- ])?charged\b|charges\b"
    r"|(?:a|the|this|that|late|double) charge\b|refund|autopay|late fee",
    (
        "Open Billing, then Adjustments: up to one month's charge you can credit yourself. "
        "It shows on the next bill; send the customer the confirmation text.",
        "If it is their first bill, it has a part month in it, which is why it looks doubled. "
        "Show them the proration line.",
    ),
)
ESIM = Subject(
    r"e-?sims?\b|qr\b",
    (
        "Have them remove the old eSIM profile first, restart, then scan the QR code on "
        "Wi-Fi. If it says already used, reissue it under Device, eSIM.",
        "Reissue the eSIM and wait for the confirmation text before scanning; the old code "
        "dies as soon as a new one exists.",
    ),
)
STORE = Subject(
    r"(?<!app )(?<!play )stores?\b|pick(?:ed|ing)?[- ]?up\b|in stock",
    (
        "Call the store first and have them set it aside under the order number; then pick-up "
        "is ready within the hour. They need a photo ID.",
        "The order has to read Ready for pick-up before they drive there. If it is stuck, the "
        "store can release it by hand.",
    ),
)
ROAMING = Subject(
    r"roam|travel|abroad|mexico|canada|international",
    (
        "Mexico and Canada are in the plan; data roaming has to be on in the phone's "
        "settings. Elsewhere add the day pass before they leave.",
        "Add the travel pass, have them restart after landing and choose the network by "
        "hand once. No charge unless they use it that day.",
    ),
)
VOICEMAIL = Subject(
    r"voice ?mail|mailbox",
    (
        "Reset the mailbox under Line, Voicemail, then have them restart and hold 1 on mobile "
        "data, not Wi-Fi: it sets itself up again. Saved messages stay.",
        "That is the mailbox, not the phone. Reset it under Line, Voicemail, wait two minutes "
        "and let them call it once from the phone itself.",
    ),
)
SUBJECTS = (FIRE, PORT, BILL, ESIM, VOICEMAIL, STORE, ROAMING, NETWORK)
FALLBACK = (
    "What have they tried already? Tell me, and we skip that part.",
    "Since when is it so, and did anything change just before? That usually names the cause.",
    "Is it this one customer, or did others call about it today, too?",
    "I would ask them to show it once more, step by step, and write down where it goes wrong. "
    "I stay on this one with you.",
    "If they are in a hurry, offer a call-back, so that we can look at it together first.",
    "Look at the notes of their last two contacts; if it is there, I can tell you what was done.",
)


def answer_for(question: str, seed: str) -> str:
    """A sensible answer to a question; the same for the same question and seed."""
    words = question.lower().replace("’", "'")
    for subject in SUBJECTS:
        if re.search(rf"(?<!\w)(?:{subject.cues})", words):
            return _pick(subject.answers, seed)
    return _pick(FALLBACK, seed)


def fraction(seed: str) -> float:
    """A number from 0 up to 1 that depends on the seed alone."""
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4], "big") / 2**32


def _pick(answers: Sequence[str], seed: str) -> str:
    return answers[int(fraction(seed) * len(answers))]
