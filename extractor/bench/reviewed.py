"""What people decided on the review page, as examples to learn from: the evidence behind each field they were asked
about, and whether the machine alone had been right.

Only fields that a person answered count. Which ones were asked followed from their evidence, and what is learned is how
often fields of such evidence are right: that they were asked about bends nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from extractor import kept, pipeline
from extractor.bench.run import MAX_ERROR, Example
from extractor.compare import same
from extractor.errors import InputError
from extractor.options import Options
from extractor.printable import printable

DECISIONS, READINGS = "corrections.json", "kept"
"""What the service packs: every decision, and below a folder the readings of each document as `extractor.kept` has
them."""

LOOK = "reviewed"


def examples(folder: Path) -> Iterator[Example]:
    """The answered fields in an unpacked archive of corrections. InputError when it is none, or a part is damaged."""
    for document, filings in _standing(folder).items():
        file = folder / READINGS / f"{document}.json"
        if not file.is_file():
            continue  # it was imported without its readings: there is no evidence to learn from
        for number, filing in enumerate(kept.from_bytes(file.read_bytes()).filings, start=1):
            said = filings.get(number, {})
            for one in pipeline.consider(filing, Options(max_error=MAX_ERROR)):
                path = one.field.path
                if path in said and one.field.confidence is not None:
                    right = same(path, one.field.value, said[path])
                    yield Example(f"{LOOK} {document}", LOOK, LOOK, path, one.evidence, right, one.evidence.doubtful)


def _standing(folder: Path) -> Mapping[str, Mapping[int, Mapping[str, str | None]]]:
    """The value that holds, by document, filing and path; what nobody could read, and what was taken back, says
    nothing."""
    held: dict[str, dict[int, dict[str, str | None]]] = {}
    for row in _rows(folder / DECISIONS):
        try:
            answers = held.setdefault(row["document"], {}).setdefault(int(row["filing"]), {})
            answers.pop(row["path"], None)
            if row["decision"] not in ("undo", "unreadable") and not row["path"].startswith("issue:"):
                answers[row["path"]] = row["after"]
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise InputError(f"{printable(str(folder / DECISIONS))}: not what the review page packed.") from error
    return held


def _rows(file: Path) -> Sequence[Mapping[str, Any]]:
    shown = printable(str(file))
    try:
        rows = json.loads(file.read_bytes())
    except OSError as error:
        raise InputError(f"{shown}: cannot be read ({error.strerror}); unpack the archive of corrections.") from error
    except ValueError as error:
        raise InputError(f"{shown}: not JSON; unpack the archive of corrections again.") from error
    if not isinstance(rows, list):
        raise InputError(f"{shown}: not what the review page packed.")
    return rows
