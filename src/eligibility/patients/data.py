"""Vocabulary that is data: YAML beside the modules that read with it."""

from __future__ import annotations

from importlib.resources import files
from typing import TypeVar

import msgspec
import yaml

T = TypeVar("T")


def load(file: str, model: type[T]) -> T:
    """What a file of this package holds.

    Args:
        file: its path in the package: "omop/omop.yaml".
        model: what it must be.
    """
    text = files("eligibility.patients").joinpath(file).read_text("utf-8")
    return msgspec.convert(yaml.safe_load(text), model, strict=False)
