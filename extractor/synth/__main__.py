"""python -m extractor.synth: makes documents with known truth."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.errors import ExtractorError
from extractor.export.ownership import from_xml
from extractor.synth.make import DAMAGES, make
from extractor.synth.render import LAYOUTS


def synth(
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder to write to.")],
    count: Annotated[int, typer.Option(min=1, help="How many documents.")] = 1,
    seed: Annotated[int, typer.Option(help="The same seed makes the same documents.")] = 1,
    layout: Annotated[
        list[str] | None, typer.Option(help=f"One of {', '.join(LAYOUTS)}; may be repeated; all.")
    ] = None,
    damage: Annotated[
        list[str] | None, typer.Option(help=f"One of {', '.join(DAMAGES)}; may be repeated; pdf.")
    ] = None,
    ruin: Annotated[float, typer.Option(min=0, max=1, help="Share of scanned pages with a value nobody can read.")] = 0,
    given: Annotated[
        list[Path] | None, typer.Option(help="Ownership XML to print instead of invented filings.")
    ] = None,
) -> None:
    """Make forms with known truth: OUTPUT/input, OUTPUT/truth and OUTPUT/manifest.csv."""
    try:
        forms = [from_xml(path.read_bytes(), path.name) for path in given or ()]
        documents = make(count, seed, layout or LAYOUTS, damage or ["pdf"], output, forms, ruin)
    except (ExtractorError, ValueError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    typer.echo(f"{len(documents)} documents in {output}", err=True)


if __name__ == "__main__":
    typer.run(synth)
