"""Scores a folder of `form4 extract` results (ID.json or ID.xml) against made documents with truth.

    python scripts/score_shared.py RESULTS [DATA…] [--errors] [--only ID…] [--json FILE]

DATA are folders with manifest.csv and truth/ID.xml, truth/ID.json; without any, the shared development sets beside the
checkout. Documents without a result are listed and count as wholly lost, unless --present is given.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from extractor.export.ownership import from_xml  # noqa: E402
from extractor.legible import legibility  # noqa: E402
from extractor.score import score  # noqa: E402
from extractor.scorecard import Scored, errors, report, tables  # noqa: E402
from models.field import Field  # noqa: E402
from models.form4 import Form4  # noqa: E402

SHARED = [ROOT.parent / "shared" / "data" / name for name in ("scans", "dumps_made")]


def reading(results: Path, name: str) -> tuple[Field, ...] | Form4 | None:
    """What was read of the document: the fields of ID.json, else the filing of ID.xml, else None."""
    if (path := results / f"{name}.json").is_file():
        fields = json.loads(path.read_text(encoding="utf-8"))["fields"]
        return tuple(Field.model_validate(field, extra="ignore") for field in fields)
    if (path := results / f"{name}.xml").is_file():
        return from_xml(path.read_bytes(), path.name)
    return None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("results", type=Path)
    parser.add_argument("data", type=Path, nargs="*")
    parser.add_argument("--errors", action="store_true", help="list every field that is not right")
    parser.add_argument("--only", nargs="*", default=[], help="only these documents, or looks, or levels")
    parser.add_argument("--present", action="store_true", help="leave out documents without a result")
    parser.add_argument("--json", type=Path, help="write all numbers here")
    options = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 180)
    documents, lost = [], []
    for data in options.data or [folder for folder in SHARED if folder.is_dir()]:
        with (data / "manifest.csv").open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        for row in rows:
            if options.only and not {row["id"], row["look"], row["level"]} & set(options.only):
                continue
            read = reading(options.results, row["id"])
            if read is None:
                lost.append(row["id"])
                if options.present:
                    continue
            truth = from_xml((data / "truth" / f"{row['id']}.xml").read_bytes(), row["id"])
            beside = json.loads((data / "truth" / f"{row['id']}.json").read_text(encoding="utf-8"))
            judged = score(truth, () if read is None else read, legibility(truth, beside))
            documents.append(Scored(id=row["id"], look=row["look"], level=row["level"], score=judged))
    if not documents:
        print("no document has a result here", file=sys.stderr)
        return 1
    console.print(tables(documents))
    if lost:
        console.print(f"{len(lost)} without a result: {' '.join(lost)}")
    if options.errors:
        console.print(error_table(documents))
    if options.json:
        options.json.write_text(json.dumps(report(documents), indent=1), encoding="utf-8")
    return 0


def error_table(documents: list[Scored]) -> Table:
    table = Table(title="Not right (! nobody was told)")
    for name in ("id", "", "path", "truth", "read", "confidence"):
        table.add_column(name, overflow="fold")
    for document in documents:
        for one in errors(document):
            mark = ("!" if one.silent else "") + ("destroyed" if one.destroyed else "")
            confidence = "" if one.confidence is None else f"{one.confidence:.3f}"
            cells = (document.id, mark, one.path, one.truth or "", one.read or "", confidence)
            table.add_row(*(escape(cell) for cell in cells))
    return table


if __name__ == "__main__":
    raise SystemExit(main())
