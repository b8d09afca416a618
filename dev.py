#!/usr/bin/env python3
"""Every task of a checkout, on a machine with nothing but Python 3.11 or later.

    python3 dev.py demo            prints the trees of the example trials
    python3 dev.py test [ARGS]     runs the tests; ARGS go to pytest
    python3 dev.py rules [ARGS]    runs the tests of the built-in rule packs, and checks the packs
    python3 dev.py lint            checks style and formatting
    python3 dev.py types           checks types
    python3 dev.py docs            builds the documentation into site/
    python3 dev.py bench [ARGS]    measures speed and accuracy; with --check, fails below the floors
    python3 dev.py wheel           builds the wheel and tries it alone in an empty environment

Whatever a task needs is installed into .venv, once; it is installed again when pyproject.toml changes.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed.json"
BIN = "Scripts" if os.name == "nt" else "bin"
EXAMPLES = sorted(f"examples/{path.name}" for path in (ROOT / "examples").iterdir() if path.suffix in {".json", ".txt"})


def demo(args: list[str]) -> None:
    """Prints the trees of the example trials."""
    install()
    run("eligibility", "parse", "--format", "tree", *(args or EXAMPLES))


def test(args: list[str]) -> None:
    """Runs the tests, on all cores unless told otherwise."""
    install("dev")
    run("pytest", *(args or ["-n", "auto"]))


def rules(args: list[str]) -> None:
    """Runs the tests that the built-in packs carry, one for each entry at least, then checks the packs themselves."""
    install()
    run("eligibility", "rules", "test", *(args or ["--coverage"]))
    run("eligibility", "rules", "lint")


def lint(args: list[str]) -> None:
    """Checks style, then formatting."""
    install("dev")
    run("ruff", "check", *args)
    run("ruff", "format", "--check", *args)


def types(args: list[str]) -> None:
    """Checks types."""
    install("dev")
    run("mypy", *args)


def docs(args: list[str]) -> None:
    """Builds the documentation; a broken link or reference fails."""
    install("docs")
    os.environ["NO_MKDOCS_2_WARNING"] = "1"  # news of the theme, not of this build
    run("mkdocs", "build", "--strict", "--quiet", *args)


def bench(args: list[str]) -> None:
    """Measures accuracy, then speed."""
    install("dev")
    run("python", "benchmarks/accuracy.py", *args)
    run("python", "benchmarks/speed.py", *args)


def wheel(args: list[str]) -> None:
    """Builds the wheel, installs it alone, and parses an example far from the checkout."""
    with tempfile.TemporaryDirectory() as folder:
        away = Path(folder)
        call(sys.executable, "-m", "venv", str(away / "empty"))
        python = str(away / "empty" / BIN / "python")
        pip(python, "wheel", "--no-deps", "--wheel-dir", str(away), str(ROOT))
        built = next(away.glob("*.whl"))
        pip(python, "install", str(built))
        example = shutil.copy(ROOT / EXAMPLES[0], away)
        command = [str(away / "empty" / BIN / "eligibility"), "parse", "--format", "json", example]
        trial = json.loads(subprocess.run(command, cwd=away, check=True, stdout=subprocess.PIPE).stdout)
        if not trial["criteria"]:
            sys.exit(f"{built.name}: no criteria in {EXAMPLES[0]}")
        print(
            f"{built.name}: {len(trial['criteria'])} criteria of {trial['trial_id']} parsed from outside the checkout"
        )


def install(*extras: str) -> None:
    """Makes .venv hold the package, as an editable install, and the extras; quick when it does already."""
    state = {"pyproject": hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest(), "python": sys.version}
    known = json.loads(STAMP.read_text()) if STAMP.exists() else {}
    have = set(known.pop("extras", []))
    if known == state and have >= set(extras):
        return
    if known.get("python") != sys.version:
        call(sys.executable, "-m", "venv", *(["--clear"] if known else []), str(VENV))
    wanted = sorted(have.union(extras))
    print("installing into .venv ...", file=sys.stderr, flush=True)
    pip(str(VENV / BIN / "python"), "install", "--editable", f"{ROOT}[{','.join(wanted)}]" if wanted else str(ROOT))
    STAMP.write_text(json.dumps({**state, "extras": wanted}))


def pip(python: str, *args: str) -> None:
    """Runs the pip of an environment, saying no more than it must."""
    call(python, "-m", "pip", "-qq", "--disable-pip-version-check", *args)


def run(program: str, *args: str) -> None:
    """Runs a program of .venv in the checkout."""
    call(str(VENV / BIN / program), *args)


def call(*command: str) -> None:
    """Runs a command in the checkout; its failure is ours."""
    code = subprocess.run(command, cwd=ROOT, check=False).returncode
    if code:
        sys.exit(code if code > 0 else 128 - code)


TASKS = {task.__name__: task for task in (demo, test, rules, lint, types, docs, bench, wheel)}


def main() -> None:
    """Runs the task that the command line names."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is run before anything has checked the version
        sys.exit(f"Python 3.11 or later is needed; this is {sys.version.split()[0]}.")
    name, *args = sys.argv[1:] or ["help"]
    if name not in TASKS:
        print(__doc__)
        sys.exit(0 if name in {"help", "-h", "--help"} else 2)
    TASKS[name](args)


if __name__ == "__main__":
    main()
