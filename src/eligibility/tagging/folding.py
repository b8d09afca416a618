"""Folding: the form under which a word is looked up, the same for rules and for texts.

Case, plural, possessive, British spelling and frequent misspellings are folded away, so that "Tumours", "tumour" and
"tumor" are one word, and "opthalmic" is "ophthalmic".
"""

from __future__ import annotations

import re

_IRREGULAR = {
    "women": "woman", "men": "man", "children": "child", "teeth": "tooth", "feet": "foot", "mice": "mouse",
    "wives": "wife", "lives": "life", "vertebrae": "vertebra", "bacteria": "bacterium", "criteria": "criterion",
    "ova": "ovum", "metastatses": "metastas", "aids": "aids", "use": "use", "uses": "use", "hours": "hour",
    "four": "four", "yours": "your", "does": "does", "less": "less", "always": "always", "his": "his", "its": "its",
    "is": "is", "was": "was", "has": "has", "this": "this", "as": "as", "us": "us", "gas": "gas", "yes": "yes",
    "plus": "plus", "minors": "minors", "lens": "lens", "titre": "titer", "titres": "titer", "fibre": "fiber",
}  # fmt: skip
_BRITISH = [
    (re.compile(r"(?<=[a-z])our(?=$|s$|ed$|ing$|able$|less$|al$)"), "or"),
    (re.compile(r"aem"), "em"),
    (re.compile(r"(?<!b)oe(?=[dsmtcnl])"), "e"),
    (re.compile(r"(?<=pn|rh)oe(?=a|i)"), "e"),
    (re.compile(r"noeuvre"), "neuver"),
    (re.compile(r"aec"), "ec"),
    (re.compile(r"aed"), "ed"),
    (re.compile(r"aes"), "es"),
    (re.compile(r"aet"), "et"),
    (re.compile(r"is(?=ation|ed$|ing$|ers?$)"), "iz"),
    (re.compile(r"lys(?=e$|ed$|ing$)"), "lyz"),
    (re.compile(r"centre"), "center"),
    (re.compile(r"fibre"), "fiber"),
    (re.compile(r"litre"), "liter"),
    (re.compile(r"metre"), "meter"),
    (re.compile(r"leuc"), "leuk"),
    (re.compile(r"programme$"), "program"),
    (re.compile(r"mme$"), "m"),
    (re.compile(r"lled$"), "led"),
    (re.compile(r"lling$"), "ling"),
    (re.compile(r"oestr"), "estr"),
    (re.compile(r"sulph"), "sulf"),
]
_BRITISH_IN = "our|ae|oe|is(?:ation|ed|ing|er)|lys|bre|tre|leuc|mme|lled|lling|sulph"
_MAYBE_BRITISH = re.compile(_BRITISH_IN).search
"""Finds what every one of the patterns above needs; most words have none of it."""
_MISSPELT = [
    (re.compile(r"^heam"), "hem"),
    (re.compile(r"^o(?:pth|pht|fth)alm"), "ophthalm"),
    (re.compile(r"^rhumat"), "rheumat"),
    (re.compile(r"ar+yth?m(?=i)"), "arrhythm"),
    (re.compile(r"^(anti)?inflamat"), r"\1inflammat"),
    (re.compile(r"^fibrilat"), "fibrillat"),
    (re.compile(r"(?:orr|(?<=hem)or|(?<=men)or)ag(?=[ei])"), "orrhag"),
    (re.compile(r"^hemor+oid"), "hemorrhoid"),
    (re.compile(r"^diar+h?o?ea?$"), "diarrhea"),
]
"""Frequent misspellings that are no other word, by what they have in common."""
_MISSPELT_IN = "heam|[pf]thalm|phtalm|rhumat|ryt|inflamat|brilat|or+ag[ei]|or+oid|diar+h?o?e"
_MAYBE_MISSPELT = re.compile(_MISSPELT_IN).search
_MAYBE_OTHER = re.compile(f"{_BRITISH_IN}|{_MISSPELT_IN}").search
_SHORTEST = 2
"""Letters: "Is" is no plural of an abbreviation."""
_SIBILANT = re.compile(r"(?:sis|ses|se)$")
_IES = re.compile(r"(?<=[a-z]{2})ies$")
_ES = re.compile(r"(?<=[a-z](?:ch|sh|ss))es$|(?<=[a-z]x)es$")


def fold(word: str) -> str:
    """The form under which a word is looked up; of two spellings of one word the same.

    Example:
        >>> fold("Tumours"), fold("haemoglobin"), fold("metastases") == fold("metastasis")
        ('tumor', 'hemoglobin', True)
    """
    low = word.lower()
    if low in _IRREGULAR:
        return _IRREGULAR[low]
    if word[-1:] == "s" and len(word) > _SHORTEST and word[:-1].isupper():
        return fold(word[:-1])
    if len(low) < 4 or not low.isalpha():
        return low[:-1] if len(low) > 3 and low[-1] == "s" and low[-2].isdigit() else low
    if len(low) > 5 and _MAYBE_OTHER(low):
        low = _respelt(low)
    return _singular(low)


def _respelt(low: str) -> str:
    """A word in American spelling, without a frequent misspelling."""
    if _MAYBE_BRITISH(low):
        for pattern, plain in _BRITISH:
            low = pattern.sub(plain, low)
    if _MAYBE_MISSPELT(low):
        for pattern, plain in _MISSPELT:
            low = pattern.sub(plain, low)
    return low


def _singular(low: str) -> str:
    """A word without its plural; "metastasis", "metastases" and "metastase" come to the same."""
    if low[-1] in "se" and (found := _SIBILANT.search(low)):
        return low[: found.start()] + "s"
    if low[-1] != "s":
        return low
    if found := _IES.search(low):
        return low[: found.start()] + "y"
    if found := _ES.search(low):
        return low[: found.start()]
    return low if low.endswith(("ss", "us", "is")) else low[:-1]
