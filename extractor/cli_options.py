"""The options that several commands share, as Typer declares them."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import SecretStr

from extractor.errors import UsageError
from extractor.options import Limits, Options
from extractor.printable import printable


class AnyFormat(StrEnum):
    """What filings are written as: a file each, or tables of them all."""

    JSON = "json"
    XML = "xml"
    TEXT = "text"
    JSONL = "jsonl"
    SEC_TSV = "sec-tsv"
    PARQUET = "parquet"
    CSV = "csv"
    XLSX = "xlsx"


def percent(text: str) -> float:
    """A share: `0.3%` or `0.003`."""
    try:
        share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        share = 0.0
    if not 0 < share < 1:
        raise typer.BadParameter("give a share such as 0.3%, above 0 and below 100%")
    return share


def unless_standard(output: str | None) -> str | None:
    """None, which is standard output, for `-` too."""
    return None if output == "-" else output


Inputs = Annotated[list[str], typer.Argument(metavar="INPUT...", help="Files or folders; - is standard input.")]
Input = Annotated[str, typer.Argument(metavar="INPUT", help="A file; - is standard input.")]
Output = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        callback=unless_standard,
        help="File, or folder when there are several files; - is standard output.",
    ),
]
Password = Annotated[
    str | None, typer.Option("--password", envvar="FORM4_PASSWORD", show_envvar=True, help="Password of the PDF.")
]
Dpi = Annotated[int, typer.Option("--dpi", min=100, max=600, help="Resolution that pages are read at.")]
MaxError = Annotated[
    float,
    typer.Option("--max-error", parser=percent, metavar="P%", help="Wrong values tolerated where nobody reviews."),
]
Templates = Annotated[Path | None, typer.Option("--templates", metavar="FOLDER", help="Own layouts instead of ours.")]
Lexicon = Annotated[Path | None, typer.Option("--lexicon", metavar="FILE", help="Names to expect, one a line.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show where in the program an error arose.")]
MaxMb = Annotated[float, typer.Option("--max-mb", min=0, help="Largest file, in MB.")]
MaxPages = Annotated[int, typer.Option("--max-pages", min=1, help="Most pages read of a document.")]
MaxMegapixels = Annotated[float, typer.Option("--max-megapixels", min=1, help="Largest page.")]
EngineSeconds = Annotated[float, typer.Option("--engine-seconds", min=1, help="Longest that one OCR call may take.")]
DocumentSeconds = Annotated[float, typer.Option("--document-seconds", min=1, help="Longest for one document.")]

StoredInputs = Annotated[
    list[str], typer.Argument(metavar="INPUT...", help="JSON or JSON Lines that form4 wrote, or folders of it.")
]
AnyFormats = Annotated[list[AnyFormat] | None, typer.Option("--format", help="May be repeated.")]
Safe = Annotated[
    bool | None, typer.Option("--safe/--no-safe", help="Make formulas inert; in csv and xlsx unless told otherwise.")
]
Append = Annotated[bool, typer.Option("--append", help="Write on to the sec-tsv tables in the folder.")]


def limits_of(
    max_mb: float, max_pages: int, max_megapixels: float, engine_seconds: float, document_seconds: float
) -> Limits:
    """The limits in the units of the program, of those in the units of the command line."""
    return Limits(
        file_bytes=int(max_mb * 1e6),
        pages=max_pages,
        page_pixels=int(max_megapixels * 1e6),
        engine_seconds=engine_seconds,
        document_seconds=document_seconds,
    )


def options_of(*, password: str | None = None, **chosen: Any) -> Options:
    """The options chosen; UsageError when a file that one of them names is not there."""
    for name in ("templates", "lexicon"):
        path = chosen.get(name)
        if path is not None and not path.exists():
            raise UsageError(f"--{name} {printable(str(path))}: there is no such file; check the name.")
    return Options(password=SecretStr(password) if password else None, **chosen)
