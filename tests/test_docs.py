"""What README and docs/ show is run: python blocks, and in console blocks the commands with what they print.

Blocks of a file share their names, in order. "..." in an output stands for anything.
"""

import doctest
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), ROOT / "examples" / "README.md"]
BLOCK = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OPTIONS = doctest.ELLIPSIS


def blocks(page: Path) -> list[tuple[str, str, int]]:
    """The language, the text and the first line of each fenced block."""
    text = page.read_text("utf8")
    return [(found[1], found[2], text.count("\n", 0, found.start(2)) + 1) for found in BLOCK.finditer(text)]


def run_python(code: str, names: dict, page: Path, line: int) -> None:
    """A session with prompts is a doctest; anything else just has to run."""
    if ">>> " not in code:
        exec(compile("\n" * (line - 1) + code, str(page), "exec"), names)
        return
    test = doctest.DocTestParser().get_doctest(code, names, page.name, str(page), line - 1)
    report: list[str] = []
    failed, _ = doctest.DocTestRunner(optionflags=OPTIONS).run(test, out=report.append, clear_globs=False)
    assert not failed, "".join(report)
    names.update(test.globs)


def run_console(session: str, page: Path, line: int) -> None:
    """Each line behind "$ " is a command of a shell in the checkout; what follows is what it prints."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    for command, printed in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", session, re.MULTILINE):
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=ROOT,
            env={**os.environ, "PATH": path, "COLUMNS": "110"},
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        same = doctest.OutputChecker().check_output(printed, done.stdout, OPTIONS)
        assert same, f"{page.name}:{line}: $ {command}\nprints\n{done.stdout}\nand not\n{printed}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_shows_is_so(page, monkeypatch):
    monkeypatch.chdir(ROOT)
    names: dict = {"__name__": "__main__"}
    for language, text, line in blocks(page):
        if language == "python":
            run_python(text, names, page, line)
        elif language == "console":
            run_console(text, page, line)
        elif language == "json":
            json.loads(text)
        elif language == "sh":
            check_tasks(text)


def check_tasks(text: str) -> None:
    """Commands that are not run here, as they would run this: their tasks exist."""
    tasks = (ROOT / "dev.py").read_text("utf8")
    for task in re.findall(r"python3 dev\.py (\w+)", text):
        assert f"\ndef {task}(" in tasks, f"dev.py has no task {task}"


def test_links_between_pages_lead_somewhere():
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?://|#)([^)#\s]+)", page.read_text("utf8")):
            assert (page.parent / target).exists(), f"{page.relative_to(ROOT)}: {target}"


def test_every_diagnostic_is_documented():
    files = (path for path in (ROOT / "src").rglob("*.py") if "rules" not in path.parts)
    sources = "\n".join(path.read_text("utf8") for path in files)
    given = re.findall(r'"([a-z]+(?:-[a-z]+)+)",\s*(?:severity=)?"(info|warning|error)"', sources)
    page = (ROOT / "docs" / "reference" / "diagnostics.md").read_text("utf8")
    assert set(given) == set(re.findall(r"^\| `([a-z-]+)` \| (\w+) \|", page, re.MULTILINE))
