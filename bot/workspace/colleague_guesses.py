"""What the scripted colleagues say of what they do not know: so, and what would help.

Each is true of any question of its form, and none is a question back: whoever asked has a
customer waiting, and the sample people do not follow up.
"""

from __future__ import annotations

import re

FAULTS = (
    "I have not seen that one. I would restart it first, then try the same on Wi-Fi: whether "
    "that changes anything says if it is the line or the device.",
    "I do not know that fault. The exact words on the screen, which device, and since when: with "
    "those in this thread somebody can place it.",
)
RULES = (
    "I do not know the rule for that, so I would not promise it. Say that you will find out, and "
    "agree on a time to call back.",
    "Not one I have had. I would go by what the help page says today, and promise nothing beyond "
    "it before a coach has seen it.",
)
WAYS = (
    "I do not know that by heart. I would search the help page with the customer's own words; the "
    "exact name of the plan or device finds more.",
    "Not one I have done myself. What the customer wants in the end, and for which plan or "
    "device: with that in this thread somebody may know.",
)
ANYTHING = (
    "I do not know this one, and will not guess. One more detail in this thread, such as the plan, "
    "the device or the customer's own words, helps whoever does.",
    "I cannot say for certain. I would tell the customer what you know, that you are finding out "
    "the rest, and by when you call back.",
)
_THINGS = (
    r"(?:phones?|iphone|tablet|watch|router|tv|internet|wi-?fi|apps?|calls?|texts?|data|signal|sim)"
)
_FAILS = (
    r"(?:(?:not|n't) (?:\w+ )?(?:work|open|connect|load|start|send|ring|turn)"
    r"|(?:keeps?|stops?|stopped|errors?|stuck|drops?|dropping|slow|red)\b)"
)
_FORMS = (
    (rf"{_THINGS}\b.*{_FAILS}|{_FAILS}.*\b{_THINGS}\b", FAULTS),
    (r"^(?:how|where|which|what|who|when|c[oó]mo|d[oó]nde|qu[eé]|qui[eé]n)\b(?! much)", WAYS),
    (r"^(?:can|could|may|does|do|is|are|should|am|will|ok|okay|puedo?|se puede)\b", RULES),
)


def honest_answers(words: str) -> tuple[str, ...]:
    """What fits the form of a question (in lower case) whose subject nobody knows."""
    plain = words.lstrip("¿¡ ")
    return next((said for form, said in _FORMS if re.search(form, plain)), ANYTHING)
