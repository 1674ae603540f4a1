"""Into the store and out of it in one go: extractions of a batch for review, and everything for whoever comes next."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import IntegrityError

from extractor.errors import InputError
from extractor.export.formats import TABLE_FORMATS, writing
from extractor.export.json import from_json, to_json
from extractor.output import write_whole
from extractor.printable import printable
from extractor.service.exports import SUFFIXES, Edition, ExportFormat, edition, render
from extractor.service.filed import finished
from extractor.service.receive import label
from extractor.service.site import Site
from extractor.service.store import documents, keys, queue
from extractor.service.store.ids import new_id
from extractor.service.store.queue import Loan
from extractor.service.store.schema import DocumentState
from models.extraction import Extraction

_LARGEST = 64 << 20  # bytes of a JSON file that may be an extraction
_PAGE = 200


@dataclass(slots=True)
class Imported:
    """What came of an import: documents stored as they were read, documents put into the queue to be read with their
    pages, those the store had already, files that hold no extraction."""

    stored: int = 0
    queued: int = 0
    known: int = 0
    others: int = 0


def import_folder(site: Site, folder: Path, sources: Sequence[Path], workspace_name: str) -> Imported:
    """Puts the extractions below a folder into a workspace. A document for review whose bytes lie in one of the
    `sources` folders is read again by the workers, so that its pages can be shown; every other one is stored as it
    was read. InputError when there is nothing in the folder."""
    out = Imported()
    groups: dict[str, list[Place]] = {}
    for path in _json_files(folder):
        found = False
        for place, one in _extractions(path):
            found = True
            groups.setdefault(one.source.sha256, []).append(place)
        out.others += not found
    if not groups:
        raise InputError(f"{printable(str(folder))}: no extraction in it; give the folder that form4 wrote JSON to.")
    bytes_of = _sources(sources)
    with site.store.write() as session:
        workspace_id = keys.workspace(session, workspace_name).id
    for sha256, places in groups.items():
        filings = _each_once(places)
        again = bytes_of.get(sha256) if any(one.for_review for one in filings) else None
        if not _one(site, workspace_id, filings, again):
            out.known += 1
        elif again is not None:
            out.queued += 1
        else:
            out.stored += 1
    return out


def _one(site: Site, workspace_id: str, filings: Sequence[Extraction], source: Path | None) -> bool:
    """Stores one document; False when the workspace has it already."""
    first = filings[0].source
    document_id = new_id()
    with site.store.read() as session:
        if documents.same(session, workspace_id, first.sha256) is not None:
            return False
    size = 0
    if source is not None:
        data = source.read_bytes()
        size = len(data)
        site.blobs.put(f"{document_id}/source", data)
    try:
        with site.store.write() as session:
            document = documents.accepted(
                session, workspace_id, first.sha256, label(first.name), size, document_id
            )
            if source is None:
                document.state, document.lease_token = DocumentState.WORKING.value, 1
                session.flush()
                loan = Loan(document_id, workspace_id, document.name, 1, 0)
                data_of = [to_json(one) for one in filings]
                ended = finished(
                    document_id, workspace_id, data_of, media="", pages=first.pages, run="",
                    audit=site.settings.audit,
                )
                queue.finish(session, loan, ended)
    except IntegrityError:
        site.blobs.remove(document_id)
        return False
    return True


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to export: of which workspace, which edition, documents of which state (None: of all), in which formats."""

    workspace: str
    edition: Edition
    state: DocumentState | None
    formats: Sequence[str]


def export_folder(site: Site, folder: Path, wanted: Wanted) -> int:
    """Writes the filings of a workspace below a folder: a file each as JSON, XML or text, tables of them all. Gives
    how many there were."""
    count = 0
    each = [ExportFormat(name) for name in wanted.formats if name not in TABLE_FORMATS]
    with ExitStack() as stack:
        tables = [
            stack.enter_context(writing(folder, name)) for name in wanted.formats if name in TABLE_FORMATS
        ]
        for name, extraction in _filings(site, wanted):
            count += 1
            for format_ in each:
                write_whole(folder / f"{name}{SUFFIXES[format_]}", render(extraction, format_))
            for table in tables:
                table.add(extraction)
    return count


def _filings(site: Site, wanted: Wanted) -> Iterator[tuple[str, Extraction]]:
    """The filings of a workspace, newest first, each with a name for its file."""
    cursor: str | None = None
    with site.store.write() as session:
        workspace_id = keys.workspace(session, wanted.workspace).id
    while True:
        with site.store.read() as session:
            page = documents.page(session, workspace_id, state=wanted.state, cursor=cursor, size=_PAGE)
        for document in page.documents:
            with site.store.read() as session:
                filings = documents.filings(session, document.id)
            stem = re.sub(r"[^\w.-]+", "_", Path(document.name).stem).strip("._")[:80] or "document"
            for filing in filings:
                mark = f"-{filing.number}" if len(filings) > 1 else ""
                yield f"{stem}-{document.sha256[:10]}{mark}", edition(filing, wanted.edition)
        cursor = page.next
        if cursor is None:
            return


def _json_files(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        raise InputError(f"{printable(str(folder))}: there is no such folder; give the one that form4 wrote JSON to.")
    yield from sorted(path for path in folder.rglob("*.json*") if path.suffix in (".json", ".jsonl") and path.is_file())


Place = tuple[Path, int]
"""Where an extraction stands: its file, and for JSON Lines the offset of its line."""


def _extractions(path: Path) -> Iterator[tuple[Place, Extraction]]:
    """The extractions in a file: one in JSON, one a line in JSON Lines; none when it is something else. Of a document
    many are found and few are held: a batch has more than fit into memory."""
    if path.stat().st_size > _LARGEST and path.suffix == ".json":
        return
    at = 0
    with suppress(InputError), path.open("rb") as file:
        while data := file.readline() if path.suffix == ".jsonl" else file.read():
            yield (path, at), from_json(data, printable(path.name))
            at += len(data)


def _each_once(places: Sequence[Place]) -> list[Extraction]:
    """The extractions at those places; what a batch wrote in two formats is one filing."""
    found: list[Extraction] = []
    for path, at in places:
        with path.open("rb") as file:
            file.seek(at)
            one = from_json(file.readline() if path.suffix == ".jsonl" else file.read(), printable(path.name))
        if one not in found:
            found.append(one)
    return found


def _sources(folders: Sequence[Path]) -> dict[str, Path]:
    """The files below the folders, by the SHA-256 of their content."""
    found: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
            if path.is_file():
                with path.open("rb") as file:
                    found.setdefault(hashlib.file_digest(file, "sha256").hexdigest(), path)
    return found
