"""What became of one document: a small record, kept in the journal from which everything else is told."""

from __future__ import annotations

import dataclasses
import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from extractor.cli_report import CLEAN, FOR_REVIEW
from extractor.errors import InputError, TemplateError, UnsupportedError
from models.extraction import Extraction

SETTLED = frozenset({CLEAN, FOR_REVIEW, InputError.exit_code, UnsupportedError.exit_code, TemplateError.exit_code})
"""Exit codes that reading the same bytes again would give again; after any other (a password, more time or a disk with
room may help) a document is read anew."""

SUREST = 60
"""The last bin of confidence."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Fields with a value of one bin of confidence: how many, how many of them go unreviewed, and the sum of what is
    expected wrong among them (1 - confidence)."""

    fields: int = 0
    unreviewed: int = 0
    wrong: float = 0.0
    wrong_unreviewed: float = 0.0


@dataclass(frozen=True, slots=True)
class Entry:
    """The outcome of reading a document once. `code` is its exit code, `cause` the sentence behind it without the
    document's name; `key` stands for bytes, options and version; `outputs` are names in the store.
    `again`: not the document alone decided, the next run shall read it anew."""

    key: str
    sha256: str
    code: int
    cause: str = ""
    seconds: float = 0.0
    kind: str = ""
    pages: int = 0
    filings: int = 0
    fields: int = 0
    doubtful: int = 0
    issues: int = 0
    layouts: tuple[str, ...] = ()
    repairs: dict[str, int] = field(default_factory=dict)
    sureness: dict[int, Bin] = field(default_factory=dict)
    formats: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    again: bool = False

    @property
    def status(self) -> str:
        """clean, review or failed."""
        return {CLEAN: "clean", FOR_REVIEW: "review"}.get(self.code, "failed")

    @property
    def filing_files(self) -> tuple[str, ...]:
        """The filings as JSON, in order."""
        return tuple(name for name in self.outputs if name.endswith(".json"))


def told(key: str, sha256: str, extractions: Sequence[Extraction]) -> Entry:
    """The entry of a document that was read; what is written is added by who writes it."""
    fields = [field for extraction in extractions for field in extraction.fields]
    doubtful = sum(field.needs_review for field in fields)
    doubts = sum(issue.severity == "doubt" for extraction in extractions for issue in extraction.issues)
    review = any(extraction.for_review for extraction in extractions)
    repairs = Counter(repair.rule for field in fields for repair in field.repairs)
    layouts = {page.id for extraction in extractions for page in extraction.layouts if page.id}
    source = extractions[0].source
    return Entry(
        key=key,
        sha256=sha256,
        code=FOR_REVIEW if review else CLEAN,
        cause=_review(doubtful, doubts) if review else "",
        kind=source.kind,
        pages=source.pages,
        filings=len(extractions),
        fields=len(fields),
        doubtful=doubtful,
        issues=doubts,
        layouts=tuple(sorted(layouts)),
        repairs=dict(sorted(repairs.items())),
        sureness=_sureness(extractions),
    )


def _review(fields: int, doubts: int) -> str:
    said = [
        f"{fields} field{'s' * (fields != 1)}" if fields else "",
        f"{doubts} issue{'s' * (doubts != 1)}" if doubts else "",
    ]
    return " and ".join(part for part in said if part) + " for review"


def _sureness(extractions: Sequence[Extraction]) -> dict[int, Bin]:
    found: dict[int, Bin] = {}
    for extraction in extractions:
        for one in extraction.fields:
            if one.value is None or one.confidence is None:
                continue
            wrong, free = 1 - one.confidence, not one.needs_review
            place = bin_of(one.confidence)
            before = found.get(place, Bin())
            found[place] = Bin(
                before.fields + 1,
                before.unreviewed + free,
                round(before.wrong + wrong, 6),
                round(before.wrong_unreviewed + wrong * free, 6),
            )
    return dict(sorted(found.items()))


def bin_of(confidence: float) -> int:
    """The bin: tenths of the decimal logarithm of what is expected wrong, so that 0.9 is 10 and 0.999 is 30."""
    return min(SUREST, int(-10 * math.log10(max(1 - confidence, 1e-6)) + 1e-9))


def to_line(entry: Entry) -> str:
    """One line of JSON."""
    plain: dict[str, Any] = {part.name: getattr(entry, part.name) for part in dataclasses.fields(entry)}
    plain["sureness"] = {
        place: [one.fields, one.unreviewed, one.wrong, one.wrong_unreviewed] for place, one in entry.sureness.items()
    }
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def from_line(line: str) -> Entry:
    """The entry of such a line; ValueError when it is none (a line cut off by a crash)."""
    try:
        plain: dict[str, Any] = json.loads(line)
        plain["sureness"] = {int(place): Bin(*one) for place, one in plain["sureness"].items()}
        for name in ("layouts", "formats", "outputs"):
            plain[name] = tuple(plain[name])
        return Entry(**plain)
    except (TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"no entry: {error}") from error
