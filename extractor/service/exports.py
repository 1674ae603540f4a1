"""A stored filing in the formats people ask for: as it was read, as it was repaired, as people left it."""

from __future__ import annotations

from enum import StrEnum

from extractor.export.json import from_json, to_json
from extractor.export.ownership import to_xml
from extractor.service.store.schema import Filing
from models.extraction import Extraction
from models.field import State


class ExportFormat(StrEnum):
    """What a filing is written as; `sec-tsv` is a ZIP of the tables of the SEC's data sets."""

    JSON = "json"
    XML = "xml"
    TSV = "sec-tsv"
    TEXT = "text"


class Edition(StrEnum):
    """READ: the readings alone, no rule asked. REPAIRED: as the program decided it. REVIEWED: with people's answers."""

    READ = "read"
    REPAIRED = "repaired"
    REVIEWED = "reviewed"


MEDIA = {
    ExportFormat.JSON: "application/json",
    ExportFormat.XML: "application/xml",
    ExportFormat.TSV: "application/zip",
    ExportFormat.TEXT: "text/plain; charset=utf-8",
}
SUFFIXES = {
    ExportFormat.JSON: ".json",
    ExportFormat.XML: ".xml",
    ExportFormat.TSV: ".zip",
    ExportFormat.TEXT: ".txt",
}


def edition(filing: Filing, wanted: Edition) -> Extraction:
    """The filing in that edition."""
    if wanted is Edition.REVIEWED:
        return from_json(filing.current)
    if wanted is Edition.REPAIRED:
        return from_json(filing.extraction)
    return as_read(from_json(filing.extraction))


def as_read(extraction: Extraction) -> Extraction:
    """The filing without what rules changed: a repaired field has the best value that was read as it stands, and is
    unreadable where there is none."""
    from extractor.export.assemble import assemble

    fields = []
    for field in extraction.fields:
        if field.state is not State.REPAIRED:
            fields.append(field)
            continue
        said = next((one.value for one in field.candidates if not one.repairs and one.value is not None), None)
        state = State.UNREADABLE if said is None else State.READ
        fields.append(
            field.model_copy(update={"value": said, "state": state, "repairs": (), "confidence": None})
        )
    return extraction.model_copy(update={"fields": tuple(fields), "form": assemble(fields)})


def rendered(filing: Filing, wanted: ExportFormat, as_: Edition) -> bytes:
    """The bytes of a filing in a format."""
    untouched = as_ is Edition.REPAIRED or (as_ is Edition.REVIEWED and filing.reviewed is None)
    if wanted is ExportFormat.JSON and untouched:
        return filing.extraction.encode()
    return render(edition(filing, as_), wanted)


def render(extraction: Extraction, wanted: ExportFormat) -> bytes:
    """An extraction in a format."""
    if wanted is ExportFormat.JSON:
        return to_json(extraction)
    if wanted is ExportFormat.XML:
        unreadable = frozenset(field.path for field in extraction.fields if field.state is State.UNREADABLE)
        return to_xml(extraction.form, unreadable)
    if wanted is ExportFormat.TSV:
        return _tables(extraction)
    from extractor.summary import summary_text

    return summary_text(extraction).encode()


def _tables(extraction: Extraction) -> bytes:
    """A ZIP of the tables, the same bytes for the same filing."""
    import tempfile
    import zipfile
    from io import BytesIO
    from pathlib import Path

    from extractor.export.formats import write_tables

    out = BytesIO()
    with tempfile.TemporaryDirectory(prefix="form4-") as folder, zipfile.ZipFile(out, "w") as packed:
        for path in sorted(write_tables([extraction], Path(folder), "sec-tsv")):
            entry = zipfile.ZipInfo(path.name, (1980, 1, 1, 0, 0, 0))
            packed.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return out.getvalue()
