"""What the scripted colleagues say: a table of cues and answers, first fit wins.

Cues are patterns for the words of the question alone, in lower case. They name a situation, not
a subject: "store" alone could be about anything. What fits none of them gets an honest answer
(`colleague_guesses.py`) instead of somebody else's.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.workspace.colleague_guesses import honest_answers


class Subject(NamedTuple):
    """One thing that customers call about."""

    cues: str
    answers: tuple[str, ...]


_READ = 500  # characters; somebody on a call reads no further either
_OWN = r"(?:(?:his|her|their|the|my|an?) )?"
_TRAVEL = r"(?:travel\w*|trips?|goes|going|fly|flies|flying|land(?:s|ed|ing)|moved?|cruis\w+)"
_OFF = (
    r"service|signal|bars|outage|down\b|calls?\b|data\b|texts?\b|network|coverage|se[nñ]al|servicio"
)
# Where it is about one of these, no answer from the table will do.
_GRAVE = re.compile(
    r"\b(?:scam|fraud|stolen|theft|police|lawyers?|sues?|court|died|dead|death|passed away|"
    r"insurance|insured|privacy|emergency|911|minors?|routers?|how much|prices?|covers?|hacked|"
    r"suspicious|did(?:n't| not) (?:make|order|buy|request|ask))\b"
    r"(?! battery| phone)"
)


FIRE = Subject(
    rf"(?:.*\b(?:ramona|julian)\b.*(?:{_OFF}))|(?:.*(?:{_OFF}).*\b(?:ramona|julian)\b)"
    r"|brush fires?\b|wild ?fires?\b",
    (
        "There is a brush fire near Ramona and two sites are down. Crews are on site; they "
        "expect about 24 hours. Wi-Fi calling works meanwhile.",
        "Say: a fire outside the city is affecting service near you, engineers are on site, "
        "and it should be back by tomorrow morning. No need to swap the SIM.",
    ),
)
NETWORK = Subject(
    r"outage|no (?:service|signal)(?! fee| charge)|(?:no|full) bars\b|dropped calls"
    r"|calls? (?:\w+ )?drop|towers?\b.*\b(?:down|out|maintenance|work)\b",
    (
        "Ask whether their neighbours have it too, then look at the outage map for their ZIP. If "
        "it is more than one, it is on our side: no need to swap the SIM.",
        "Have them switch airplane mode on and off, then call from Wi-Fi. If that works and the "
        "phone alone does not, it is the coverage there; the map shows since when.",
    ),
)
PORT = Subject(
    r"port(?:s|ed|ing|-in|-out)?\b|transfer pin|number transfer"
    r"|bring (?:my|her|his|their|the) (?:old )?number",
    (
        "The transfer PIN comes from the old carrier, in their app under line settings, and "
        "it is good for 7 days. Ask for a fresh one and submit the port again.",
        "Check that the name and ZIP match the old carrier's bill; that is what stops most "
        "port-ins. A new PIN alone does not help.",
    ),
)
CREDIT = Subject(
    r"credits?\b(?!\W*(?:cards?|checks?|class|limit|scores?|report|union|bureau)\b)"
    r"|refund (?:\w+ ){0,3}(?:charge|fee|month)|late (?:fee|charge|payment)|waive",
    (
        "Open Billing, then Adjustments: up to one month's charge you can credit yourself. "
        "It shows on the next bill; send the customer the confirmation text.",
        "One late fee a year comes off as a courtesy credit under Billing, Adjustments. "
        "Whatever is more goes to the resolution expert with a note.",
    ),
)
BILL = Subject(
    r"(?:over|double[- ])charged\b|charged (?:\w+ )?(?:twice|double|too|more|for)\b"
    r"|(?:second|double|wrong|unknown) charge|why\b.*\b(?:bill|charge[sd]?|invoice)\b"
    r"|bill\b.*\b(?:high(?:er)?|more|wrong|doubled?|went up|jumped|differs?|different)\b",
    (
        "Open the last two bills side by side under Billing, Compare: the line that is new is "
        "marked, with the day it was added and by whom.",
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
PICKUP = Subject(
    r"pick(?:ed|ing)?[- ]?up\b|in stock|orders?\b.*(?<!app )(?<!play )stores?\b|stores?\b.* order",
    (
        "Call the store first and have them set it aside under the order number; then pick-up "
        "is ready within the hour. They need a photo ID.",
        "The order has to read Ready for pick-up before they drive there. If it is stuck, the "
        "store can release it by hand.",
    ),
)
STORE = Subject(
    r"(?<!app )(?<!play )stores?\b.*\b(?:open|opens|hours?|clos\w+|wait|appointment)\b"
    r"|(?:open|hours?|clos\w+|wait|appointment)\b.*(?<!app )(?<!play )stores?\b",
    (
        "The store page has today's hours and the wait; a time booked there saves them the line. "
        "They bring a photo ID.",
        "Any of our own stores can do that, a partner's shop cannot always; the store page says "
        "which is which and shows today's hours.",
    ),
)
GIFT_CARD = Subject(
    r"gift ?(?:cards?|certificates?)\b.*\b(?:valid|expires?|good|last|balance|left|pay|used?|using)"
    r"|(?:valid|expires?|balance|left|pay|use)\b.*gift ?(?:cards?|certificates?)\b",
    (
        "Gift cards have no end date. The balance shows on the gift card page under the number "
        "on the back.",
        "They pay for devices, accessories and bills, in stores and online, until the balance is "
        "used up; there is no end date.",
    ),
)
HOTSPOT = Subject(
    r"hot[- ]?spots?\b|tether",
    (
        "Hotspot is in every current plan, but has to be on under Line, Features. If it was just "
        "switched on, one restart of the phone brings it.",
        "Past the plan's hotspot amount it gets slow and does not stop; the usage line shows how "
        "much is left and when it starts again.",
    ),
)
TRADE_IN = Subject(
    r"trade[- ]?ins?\b|trad(?:e|es|ed|ing) (?:\w+ ){0,3}in\b",
    (
        "The trade-in credit starts one or two bills after the old phone was checked in; "
        "Orders, Trade-in shows the day it arrived.",
        "If the value changed, it is what the check found; the photos are under Orders, Trade-in. "
        "They have 14 days to take the phone back instead.",
    ),
)
ACCESS = Subject(
    r"(?:log|sign)(?:s|ged|ging|ned|ning)?[- ]?(?:in|on)\b"
    rf"|locked out of {_OWN}(?:online )?(?:account|app|profile)|account (?:access|pin)\b"
    r"|(?:one[- ]time|verification|security) code"
    r"|(?:forgot(?:ten)?|reset\w*|lost) (?:\w+ ){0,2}(?:password|passcode|pin)\b",
    (
        "Send the sign-in link under Account, Access: it goes to the contact number on file and "
        "works for ten minutes. Only the owner changes the PIN.",
        "After five wrong tries the account opens again by itself in 30 minutes; with a photo ID "
        "a store resets it at once.",
    ),
)
DEVICE = Subject(
    r"(?:i?phone|device|tablet|watch|handset|galaxy|pixel)s?\b.*\b(?:restart|reboot|freez|froze|"
    r"crash|hot\b|overheat|slow|dead\b|broke|crack|screen|batter|(?:not|never|n't) (?:charg|turn))"
    r"|cracked screen|screen (?:is )?(?:cracked|broken|black|froze|frozen)|battery\b|factory reset",
    (
        "Run Device, Diagnostics while they are on the line: it tells battery, screen and "
        "software apart, and opens the exchange if it has to be one.",
        "Have them back up, install the update that waits under Settings and restart. If it goes "
        "on after that, the warranty exchange is under Device.",
    ),
)
ACTIVATION = Subject(
    r"activat|new sim\b|sim swap|swap(?:ped|ping)? (?:\w+ )?sim\b",
    (
        "Activation reads Pending for up to 15 minutes. Have them restart on Wi-Fi once it reads "
        "Active; nothing before that makes it faster.",
        "Compare the IMEI in the order with the one in the phone (*#06#). If they differ, correct "
        "it under Device and send the activation again.",
    ),
)
ROAMING = Subject(
    rf"roam|abroad|day pass|{_TRAVEL} (?:\w+ ){{0,2}}(?:to|in)\b"
    r"|(?:data|service|signal|calls?|works?|working) (?:\w+ ){0,2}in (?:mexico|canada)",
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
SUBJECTS = (
    FIRE,
    GIFT_CARD,
    TRADE_IN,
    PORT,
    CREDIT,
    BILL,
    ESIM,
    VOICEMAIL,
    ROAMING,
    HOTSPOT,
    PICKUP,
    STORE,
    ACCESS,
    NETWORK,
    DEVICE,
    ACTIVATION,
)


def answer_for(question: str, seed: str) -> str:
    """A sensible answer to a question; the same for the same question and seed."""
    words = " ".join(question[:_READ].lower().replace("’", "'").split())
    subject = None if _GRAVE.search(words) else _subject_of(words)
    return _pick(subject.answers if subject else honest_answers(words), seed)


def _subject_of(words: str) -> Subject | None:
    fits = (each for each in SUBJECTS if re.search(rf"(?<!\w)(?:{each.cues})", words))
    return next(fits, None)


def fraction(seed: str) -> float:
    """A number from 0 up to 1 that depends on the seed alone."""
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4], "big") / 2**32


def _pick(answers: Sequence[str], seed: str) -> str:
    return answers[int(fraction(seed) * len(answers))]
