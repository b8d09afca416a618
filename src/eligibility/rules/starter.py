"""The pack that `eligibility rules new` writes: a small one that works, with a comment on every part."""

from __future__ import annotations

import json
import re
from pathlib import Path

from eligibility.errors import PackError
from eligibility.rules.loading import SUFFIX
from eligibility.rules.schema import pack_schema

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,60}")
_TEMPLATE = Path(__file__).with_name("starter.yaml")
SCHEMA = "pack.schema.json"
"""The file with the JSON Schema that the first line of a new pack names, for editors."""


def write_starter(name: str, folder: Path) -> Path:
    """Writes a commented pack with passing tests, and beside it the schema by which editors complete and check it.

    Args:
        name: the pack's name: letters, digits, - and _.
        folder: where to write it.

    Returns:
        The new file, NAME.pack.yaml.

    Raises:
        PackError: the name will not do, the file is there already, or it cannot be written.
    """
    if not _NAME.fullmatch(name):
        raise PackError("pack-name", "a pack's name is made of letters, digits, - and _", place=repr(name))
    path = folder / f"{name}{SUFFIX}"
    text = _TEMPLATE.read_text(encoding="utf-8").replace("PACK_NAME", name)
    schema = json.dumps(pack_schema(), indent=2, ensure_ascii=False) + "\n"
    try:
        with path.open("x", encoding="utf-8") as stream:
            stream.write(text)
        (folder / SCHEMA).write_text(schema, encoding="utf-8")
    except FileExistsError:
        raise PackError("pack-exists", "is there already; choose another name", place=str(path)) from None
    except OSError as error:
        raise PackError("pack-unwritable", f"cannot be written: {error.strerror}", place=str(path)) from None
    return path
