"""The reference lists every finding as the library has it."""

import re

from eligibility.linting import rules

ROW = re.compile(r"^\| `([a-z-]+)` \| (\w+) \| (.+?) \| .+? \| (.+?) \|$", re.MULTILINE)


def test_every_finding_is_documented(root):
    page = (root / "docs" / "reference" / "findings.md").read_text("utf8")
    said = {code: (severity, meaning, advice) for code, severity, meaning, advice in ROW.findall(page)}
    known = {one.code: (one.severity, one.title[0].lower() + one.title[1:], one.advice) for one in rules().values()}
    assert said == known
