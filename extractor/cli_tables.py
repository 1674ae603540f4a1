"""Tables of many filings as a command writes them: opened before the first filing, in their place after the last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.errors import UsageError
from extractor.output import TOGETHER, refuse_input
from extractor.printable import printable
from models.extraction import Extraction

if TYPE_CHECKING:
    from extractor.export.formats import Tables


@dataclass(slots=True)
class TableSet:
    """The tables of a run, one set for each format."""

    each: list[Tables] = field(default_factory=list)

    def add(self, extractions: Iterable[Extraction]) -> None:
        """Writes filings."""
        for extraction in extractions:
            for tables in self.each:
                tables.add(extraction)

    def abandon(self) -> None:
        """Nothing appears; older tables stay as they are."""
        for tables in self.each:
            tables.abandoned = True

    @property
    def duplicates(self) -> int:
        """How many filings were not written, since they were there already."""
        return max((tables.duplicates for tables in self.each), default=0)


def table_place(output: str, formats: Sequence[str], inputs: Sequence[str]) -> tuple[Path, str]:
    """The folder for tables of these formats, and the name of their only file when the user named one (`-o all.xlsx`).

    UsageError when that file's folder is missing, OutputError when the file is one of the inputs.
    """
    place = Path(output)
    if len(formats) != 1 or TOGETHER.get(formats[0]) != place.suffix.lower() or place.is_dir():
        return place, ""
    refuse_input(place, inputs)
    if not place.parent.is_dir():
        raise UsageError(f"{printable(output)}: its folder does not exist; make it first.")
    return place.parent, place.name


@contextmanager
def table_set(
    place: Path, formats: Sequence[str], *, file: str = "", safe: bool | None = None, append: bool = False
) -> Iterator[TableSet]:
    """The tables of these formats in a folder; they appear when the block is left without an error."""
    from extractor.export.formats import writing

    with ExitStack() as stack:
        yield TableSet(
            [stack.enter_context(writing(place, name, safe=safe, append=append, file=file)) for name in formats]
        )
