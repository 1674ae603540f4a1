"""The outcome of reading one filing: what left the process as JSON (docs/how-it-works.md shows one)."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field as Constraint

from models.evidence import Record
from models.field import Field
from models.form4 import Form4


class Issue(Record):
    """A doubt about a form that did extract. `note` informs; `doubt` asks for a person."""

    code: str
    severity: Literal["note", "doubt"]
    message: str
    path: str | None = None
    page: int | None = None


class SourceInfo(Record):
    """The document that was read; `pages` counts its pages (1 for a dump)."""

    name: str
    sha256: str
    kind: Literal["scan", "pdf", "dump"]
    pages: int


class PageLayout(Record):
    """Which layout was recognised on a page (1-based), None when the page is none of ours; score in [0, 1]."""

    page: int
    id: str | None
    score: float


class Extraction(Record):
    """One filing read from one document."""

    form4: Literal["1"] = "1"
    source: SourceInfo
    layouts: tuple[PageLayout, ...]
    form: Form4
    fields: tuple[Field, ...]
    issues: tuple[Issue, ...] = ()
    options: dict[str, Any] = Constraint(default_factory=dict)
    versions: dict[str, str] = Constraint(default_factory=dict)

    @property
    def for_review(self) -> bool:
        """True when a field is doubtful or an issue asks for a person."""
        return any(field.needs_review for field in self.fields) or any(
            issue.severity == "doubt" for issue in self.issues
        )
