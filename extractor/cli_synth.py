"""`form4 synth`: documents with known truth."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from extractor.cli_report import say
from extractor.errors import InputError, UsageError
from extractor.export.ownership import from_xml
from extractor.output import plan
from extractor.printable import printable


def run(
    out: str,
    *,
    count: int,
    seed: int,
    layouts: Sequence[str],
    damages: Sequence[str],
    given: Sequence[Path],
    ruin: float,
    series: int = 1,
) -> int:
    """Makes the documents in folder `out`; `given` are ownership XML files (or folders of them) to print."""
    if given and series > 1:
        raise UsageError("--series invents filings, --filing gives them; leave one out.")
    from extractor.synth.make import DAMAGES, make
    from extractor.synth.render import LAYOUTS

    plan(["document"], out, 2)  # several files: the folder is made and found writable
    forms = [from_xml(path.read_bytes(), path.name) for path in _files(given)]
    try:
        made = make(count, seed, layouts or tuple(LAYOUTS), damages or DAMAGES, Path(out), forms, ruin, series=series)
    except ValueError as error:
        raise UsageError(f"{printable(str(error))}; choose others.") from error
    say(f"{len(made)} documents in {printable(out)}: input/, truth/, manifest.csv")
    return 0


def _files(given: Sequence[Path]) -> list[Path]:
    files = [path for place in given for path in (sorted(place.glob("*.xml")) if place.is_dir() else [place])]
    for path in files:
        if not path.is_file():
            raise InputError(f"{printable(str(path))}: there is no such file; check the name.")
    if given and not files:
        raise InputError(f"{printable(str(given[0]))}: no ownership XML in this folder; check the name.")
    return files
