"""dev.py installs what a task needs, once, and hands arguments and failures through."""

import importlib.util
import json
import subprocess
import sys

import pytest


@pytest.fixture
def task_file(root):
    spec = importlib.util.spec_from_file_location("dev", root / "dev.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def dev(task_file, tmp_path, monkeypatch):
    """The module dev.py over an empty checkout, with a list of the commands that it would have run."""
    (tmp_path / ".venv").mkdir()
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    monkeypatch.setattr(task_file, "ROOT", tmp_path)
    monkeypatch.setattr(task_file, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(task_file, "STAMP", tmp_path / ".venv" / "installed.json")
    task_file.commands = []
    monkeypatch.setattr(task_file, "call", lambda *command: task_file.commands.append(command))
    return task_file


def installs(dev) -> list[str]:
    return [command[-1].removeprefix(str(dev.ROOT)) for command in dev.commands if "install" in command]


def test_installs_once(dev):
    dev.install("dev")
    dev.install("dev")
    dev.install()
    assert installs(dev) == ["[dev]"]


def test_a_path_without_extras_has_no_brackets(dev):
    dev.install()
    assert installs(dev) == [""]


def test_keeps_the_extras_that_are_there(dev):
    dev.install("dev")
    dev.install("docs")
    assert installs(dev) == ["[dev]", "[dev,docs]"]


def test_installs_again_when_the_project_changes(dev):
    dev.install("dev")
    (dev.ROOT / "pyproject.toml").write_text("[project]\nname = 'other'\n")
    dev.install()
    assert installs(dev) == ["[dev]", "[dev]"]


def test_another_python_gets_an_environment_of_its_own(dev):
    dev.install()
    dev.STAMP.write_text(json.dumps(json.loads(dev.STAMP.read_text()) | {"python": "3.0"}))
    dev.install()
    made = [command[3:] for command in dev.commands if "venv" in command]
    assert made == [(str(dev.VENV),), ("--clear", str(dev.VENV))]


def test_arguments_go_to_pytest(dev):
    dev.test(["tests/test_dev.py", "-x"])
    assert dev.commands[-1][1:] == ("tests/test_dev.py", "-x")


@pytest.mark.parametrize(("args", "code"), [([], 0), (["--help"], 0), (["tset"], 2)])
def test_tells_its_tasks(root, args, code):
    done = subprocess.run([sys.executable, root / "dev.py", *args], capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert "python3 dev.py demo" in done.stdout


@pytest.mark.parametrize(("code", "exit_code"), [("exit(3)", 3), ("import os; os.kill(os.getpid(), 15)", 143)])
def test_a_failure_is_handed_on(task_file, code, exit_code):
    with pytest.raises(SystemExit) as stopped:
        task_file.call(sys.executable, "-c", code)
    assert stopped.value.code == exit_code
