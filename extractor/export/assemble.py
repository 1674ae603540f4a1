"""The filing of the fields that were read."""

from __future__ import annotations

from collections.abc import Sequence

from models.field import Field
from models.form4 import Form4
from models.paths import Item, from_paths


def assemble(fields: Sequence[Field]) -> Form4:
    """The filing that the fields say, rows in the order in which their first field comes.

    A field whose path or value its element cannot have is a mistake of the program, not of the paper: ValueError that
    names it.
    """
    return from_paths(Item(field.path, field.value, field.footnotes) for field in fields)
