"""Whether a reply only says thanks: a tentative sign that an answer worked."""

from __future__ import annotations

import re

from bot.text.folding import fold

_LONGEST = 160
_MENTION = re.compile(r"<[@!][^<>]*>|:[a-z0-9_+\-]+:")
_THANKS = re.compile(
    r"\b(?:thanks|thank (?:you|u|ya)|thankyou|thnks|thanx|thx|thnx|tysm|ty|tyvm|tks|cheers"
    r"|appreciate (?:it|that|you|your help)|much appreciated|gracias|mil gracias|grax|agradezco"
    r"|that (?:worked|did it|fixed it|helped)|(?:it|this) worked|worked like a charm"
    r"|ya quedo|si funciono|me sirvio|listo gracias)\b"
)
_GLAD = re.compile(r"^(?:awesome|perfect|great|excellent|excelente|perfecto|genial)\W*$")
_NO_THANKS = re.compile(r"\bno,? (?:thanks|thank you|thx|ty|gracias)\b")
_BUT = re.compile(
    r"\?|¿|\b(?:"
    r"but|however|still|though|unfortunately|except|anyway|instead|fail(?:s|ed"
    r"|ing)?|error|wrong|nope|not|no luck|nothing|never|cannot|can t|cant|won t"
    r"|wont|didn t|didnt|doesn t|doesnt|isn t|isnt|tried|trying|can you"
    r"|could you|can i|what|which|how|where|why|when|who|does|do you|pero"
    r"|sigue|aun|todavia|aunque|sin embargo|nada|tampoco|falla|fallo|intente"
    r"|probando|cual|como|donde|cuando|por que|quien|no (?:funciona|funciono"
    r"|sirve|sirvio|pasa|puede|pudo|se|me|le|ha|hay|deja|es|quedo|jala)"
    r"|puedes|podrias|puede(?:n)? (?:ver|revisar)"
    r")\b"
)
_REPORTED = re.compile(
    r"\b(?:thanks|thank you|gracias) (?:for|to|por)\b"
    r"|\b(?:says?|said|dice|dijo|customer|client[ea])\b"
)
_FOR_HELP = re.compile(
    r"\b(?:for (?:the|your|that|this|all|everything)|por (?:la|tu|su|todo|el))\b"
)


def is_thanks(text: str) -> bool:
    """Whether a colleague says thanks, in English or Spanish, and nothing that takes it back.

    "No thanks", "thanks but …", questions and long texts are not thanks. When in doubt: no,
    for a missed thanks costs a press, and a wrong one settles an open question.
    """
    words = " ".join(fold(_MENTION.sub(" ", text[: 4 * _LONGEST])).text.lower().split())
    if len(words) > _LONGEST:
        return False
    said = re.sub(r"['’]", " ", words)
    if _NO_THANKS.search(said) or _BUT.search(said):
        return False
    if _REPORTED.search(said) and not _FOR_HELP.search(said):
        return False
    return bool(_THANKS.search(said) or _GLAD.search(said))
