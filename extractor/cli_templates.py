"""`form4 templates`: the layouts there are, and whether they are right."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from extractor.cli_extract import to_standard_output
from extractor.errors import TemplateError
from extractor.printable import printable


def listed(folder: Path | None) -> int:
    """Prints one line a layout: id, form, revision and title, in columns."""
    from extractor.layouts import load_layouts

    rows = [("id", "form", "revision", "title")]
    rows += [(layout.id, layout.form, layout.revision, layout.title) for layout in load_layouts(folder)]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = ["  ".join([*map(str.ljust, row, widths), row[3]]) for row in rows]
    to_standard_output(("\n".join(map(printable, lines)) + "\n").encode())
    return 0


def checked(files: Sequence[Path]) -> int:
    """Checks those files (ours when none); TemplateError tells every mistake with its file and key."""
    from extractor.layouts import BUILT_IN, check_layouts

    chosen = list(files) or sorted(BUILT_IN.glob("form*.yaml"))
    right, mistakes = check_layouts(chosen)
    if mistakes:
        to_standard_output("".join(f"{printable(mistake)}\n" for mistake in mistakes).encode())
        raise TemplateError(f"{len(mistakes)} mistakes in {len(chosen)} layout files; mend what is listed.")
    to_standard_output(f"{len(right)} layouts are right\n".encode())
    return 0
