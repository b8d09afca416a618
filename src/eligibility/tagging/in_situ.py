"""In situ: the "in" of that is of no phrase before it: "cancer |except in situ| carcinoma", not "except in" some."""

from __future__ import annotations

from eligibility.tagging.lexicon import Matches
from eligibility.tagging.tokens import Tokens

SITU = "situ"
_IN = "in"


def without_split_situ(found: Matches, tokens: Tokens) -> None:
    """Takes out the phrases of several words that end in the "in" of "in situ"; shorter ones in their place stay.

    Args:
        found: the phrases of a text; they are changed.
        tokens: the text.
    """
    folded = tokens.folded
    ends = {at for at in range(1, len(folded)) if folded[at] == SITU and folded[at - 1] == _IN}
    found.spoken[:] = [match for match in found.spoken if match[1] not in ends or match[1] - match[0] == 1]
