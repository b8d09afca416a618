"""Makes what the tests of patients share importable, and starts a PostgreSQL of their own."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

HERE = Path(__file__).parent
for folder in (HERE, HERE.parent, HERE.parent / "check"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

DEBIAN = Path("/usr/lib/postgresql")


@pytest.fixture(scope="session")
def postgres():
    """The URL of an empty database, in a server that lives as long as the tests."""
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    # a short path of its own, as that of a socket may have 107 bytes
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    user = _unprivileged()
    if user:
        os.chown(folder, user["user"], user["group"])
    data = folder / "data"
    try:
        subprocess.run(
            [programs / "initdb", "-D", data, "-A", "trust", "-U", "eligibility", "-E", "UTF8", "--no-sync"],
            check=True,
            capture_output=True,
            cwd=folder,
            **user,
        )
        settings = ["-c", "listen_addresses=", "-c", "fsync=off", "-c", "shared_buffers=16MB"]
        command = [programs / "postgres", "-D", data, "-k", folder, *settings]
        log = (folder / "log").open("wb")
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, **user)
        try:
            yield _ready(f"postgresql://eligibility@/postgres?host={folder}", server, folder)
        finally:
            server.terminate()
            server.wait(30)
            log.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path | None:
    """The folder of the server's programs; Debian keeps them out of the path."""
    folders = sorted((path for path in DEBIAN.glob("*/bin")), key=lambda path: float(path.parent.name))
    found = shutil.which("initdb")
    candidates = [*reversed(folders), *([Path(found).resolve().parent] if found else [])]
    return next((path for path in candidates if (path / "initdb").exists() and (path / "postgres").exists()), None)


def _unprivileged() -> dict:
    """Who runs the server where the tests are run by root, whom it refuses."""
    if os.geteuid() != 0:
        return {}
    names = {one.pw_name for one in pwd.getpwall()}
    one = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": one.pw_uid, "group": one.pw_gid, "extra_groups": []}


def _ready(url: str, server: subprocess.Popen, folder: Path) -> str:
    import psycopg  # noqa: PLC0415 - only those who have a server need it

    until = time.monotonic() + 30
    while time.monotonic() < until and server.poll() is None:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return url
    raise RuntimeError((folder / "log").read_text())
