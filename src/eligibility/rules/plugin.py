"""The pytest plugin: every test of every `*.pack.yaml` that pytest is pointed at is an item of its own.

An item is called by its entry's name and a number ("hemoglobin A1c 1"), so `-k "A1c"` selects it, and a failure shows
the text, the difference of the trees, and the line of the test.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from eligibility.errors import PackError
from eligibility.rules.loading import SUFFIX, load_pack
from eligibility.rules.model import Pack
from eligibility.rules.testing import Parse, Parser, RuleTest, cases_of, run


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> PackFile | None:
    """Collects a file that is called like a pack."""
    return PackFile.from_parent(parent, path=file_path) if file_path.name.endswith(SUFFIX) else None


class PackFile(pytest.File):
    """A pack; its tests are parsed with the built-in packs and this one in force."""

    pack: Pack
    _parse: Parse | None = None

    def collect(self) -> Iterator[RuleItem]:
        """One item for each test of the pack."""
        try:
            self.pack = load_pack(self.path)
        except PackError as error:
            raise self.CollectError(str(error)) from None
        for test in cases_of(self.pack):
            yield RuleItem.from_parent(self, name=test.id, test=test)

    def parse(self) -> Parse:
        """The parser for this pack's tests, made when the first of them runs."""
        if self._parse is None:
            self._parse = Parser([self.pack])
        return self._parse


class RuleFailure(Exception):
    """A test of a pack that failed; its message is what a reader needs."""


class RuleItem(pytest.Item):
    """One test of a pack."""

    def __init__(self, *, test: RuleTest, **kwargs: Any) -> None:  # noqa: ANN401 - as pytest has it - pytest's own arguments
        super().__init__(**kwargs)
        self.test = test

    def runtest(self) -> None:
        """Parses the test's text and compares."""
        parent = self.parent
        assert isinstance(parent, PackFile)
        outcome = run(self.test, parent.parse())
        if outcome.failure is not None:
            raise RuleFailure(outcome.failure)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:  # noqa: ANN401 - pytest's
        """The difference, under the test's file and line."""
        if isinstance(excinfo.value, RuleFailure):
            return f"{self.test.place}: {self.test.id}\n{excinfo.value}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """The file, the line from 0, and the name."""
        return self.path, self.test.case.line - 1, self.name
