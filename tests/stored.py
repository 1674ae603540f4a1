"""Extractions for tests of tables: real filings and invented ones, as if they had been read without a mistake."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from extractor.export.ownership import from_xml
from models.extraction import Extraction, PageLayout, SourceInfo
from models.field import Field, State
from models.form4 import Form4
from models.paths import Item, flatten, from_paths


def stored(form: Form4, name: str = "filing.tif", *, page: int = 1, unreadable: Iterable[str] = ()) -> Extraction:
    """The extraction of a scan that shows this filing, from its `page` on; the fields `unreadable` have no value."""
    lost = set(unreadable)
    fields = [
        Field(
            path=item.path,
            value=item.value,
            state=State.UNREADABLE if item.path in lost else State.READ if item.value is not None else State.BLANK,
            raw=item.value or ("#?#" if item.path in lost else ""),
            footnotes=item.footnotes if not item.path.startswith("footnotes/") else (),
            confidence=0.99,
        )
        for item in flatten(form)
    ]
    return Extraction(
        source=SourceInfo(name=name, sha256=hashlib.sha256(name.encode()).hexdigest(), kind="scan", pages=page),
        layouts=(PageLayout(page=page, id="form4-edgar-2016", score=0.9),),
        form=form,
        fields=tuple(fields),
    )


def of_file(path: Path) -> Extraction:
    """The extraction of a scan that shows the filing in an XML file."""
    return stored(from_xml(path.read_bytes(), path.name), path.name)


def filing(*items: tuple[str, str | None] | tuple[str, str | None, tuple[str, ...]]) -> Form4:
    """The filing with these leaves: path, value, footnotes."""
    return from_paths(Item(*item) for item in items)
