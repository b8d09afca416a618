"""What somebody is sent for: "referred for |surgery|" plans one, and "referred for |back pain|" no pain."""

from __future__ import annotations

from eligibility.normalize.drafts import Draft
from eligibility.normalize.parts import Part
from eligibility.tagging.folding import fold
from eligibility.tagging.tokens import Tokens

_SENT = frozenset(map(fold, ("referred", "referral", "presenting", "presents")))
"""What begins the words, folded, for what somebody was sent or came for."""


def is_sent_for(draft: Draft, part: Part, tokens: Tokens) -> bool:
    """Whether something is why somebody was sent or came, and not what is to be done.

    Args:
        draft: what is named, and said to be to come.
        part: the item, which knows where that was said.
        tokens: the criterion.
    """
    if part.status is None or draft.entity is None or draft.entity.domain != "condition":
        return False
    return tokens.folded[part.status[1]] in _SENT
