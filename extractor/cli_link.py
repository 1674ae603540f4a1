"""`form4 extract --link`: every document read first, then each concluded with what its kin say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.apart import Apart
from extractor.cli_report import During, say
from extractor.errors import UsageError
from extractor.link.kin import Kin, kin
from extractor.link.known import siblings_of
from extractor.link.portraits import Portrait, portrait
from extractor.options import Options
from extractor.printable import printable
from extractor.siblings import Siblings
from extractor.source import STDIN, open_source, read_stdin
from models.extraction import Extraction

MOST_DOCUMENTS, MOST_FILINGS = 1000, 2000
"""What is compared at once: the work grows with the square of it."""

Concluded = Callable[[], Sequence[Extraction]]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the cells of a filing are kept: the document's file, and which of its filings; and the document's name."""

    path: Path
    filing: int
    document: str


@dataclass(frozen=True, slots=True)
class _Link:
    """What is known of one filing: the places of those that are the same filing, and what its siblings say."""

    twins: tuple[_Place, ...]
    siblings: Siblings


def refuse_to_link(documents: int, overlay: bool) -> None:
    """UsageError for what cannot be linked."""
    if documents > MOST_DOCUMENTS:
        raise UsageError(f"--link compares at most {MOST_DOCUMENTS:,} documents at once, these are {documents:,}; give "
                         "fewer, for example one issuer's at a time.")  # fmt: skip
    if overlay:
        raise UsageError("--overlay draws a page while it is read, --link decides when all are read; leave one out.")


def linked(
    works: Sequence[Sequence[str]], options: Options, apart: Apart, during: During, spool: Path
) -> list[Concluded]:
    """For each document, whose pages are named, what gives its filings in the light of the others; it raises what
    reading the document raised. The cells of all are kept in the folder `spool`."""
    failures: dict[int, Exception] = {}
    filings: list[tuple[int, _Place, Portrait]] = []
    called = _called([names[0] for names in works])
    for number, names in enumerate(works):
        path = spool / f"{number}.json"
        try:
            said = _read(names, called[number], path, options, apart, during)
        except Exception as error:
            failures[number] = error
        else:
            filings += [(number, _Place(path, nth, one.document), one) for nth, one in enumerate(said)]
    links = _links(filings)
    return [
        _Conclusion(shown(names), spool / f"{number}.json", links.get(number, ()), options, apart, during,
                    failures.get(number))
        for number, names in enumerate(works)
    ]  # fmt: skip


def shown(names: Sequence[str]) -> str:
    """What sentences call a document whose pages have these names."""
    return "standard input" if names[0] == STDIN else printable(names[0])


@dataclass(frozen=True, slots=True)
class _Conclusion:
    """A document waiting for its turn."""

    document: str
    path: Path
    links: Sequence[_Link]
    options: Options
    apart: Apart
    during: During
    failure: Exception | None

    def __call__(self) -> Sequence[Extraction]:
        if self.failure is not None:
            raise self.failure
        with self.during(self.document):
            if any(link.twins or link.siblings.documents for link in self.links):
                try:
                    return self._concluded(self.links)
                except Exception:  # another's document is no reason to lose this one
                    say(f"{self.document}: what other documents say of it could not be used; concluded by itself.")
            return self._concluded(())

    def _concluded(self, links: Sequence[_Link]) -> Sequence[Extraction]:
        seconds = self.options.limits.document_seconds
        return self.apart.run(self.document, seconds, conclude_kept, self.path, tuple(links), self.options)


def _called(names: Sequence[str]) -> list[str]:
    """What other documents' sentences call each: as much of the end of its path as tells it from the others."""
    ends = [Path(name).parts for name in names]
    for size in range(1, 4):
        short = ["/".join(parts[-size:]) for parts in ends]
        if len(set(short)) == len(set(names)):
            return [printable(name) for name in short]
    return [printable(name) for name in names]


def _read(
    names: Sequence[str], called: str, path: Path, options: Options, apart: Apart, during: During
) -> tuple[Portrait, ...]:
    limits = options.limits
    piped = read_stdin(limits) if STDIN in names else None  # waiting for it is no part of the time limit
    with during(shown(names)):
        return apart.run(shown(names), limits.document_seconds, keep, tuple(names), called, path, options, piped)


def _links(filings: Sequence[tuple[int, _Place, Portrait]]) -> dict[int, tuple[_Link, ...]]:
    """What is known of each document's filings, by the number of the document."""
    if len(filings) > MOST_FILINGS:
        say(f"--link compares at most {MOST_FILINGS:,} filings at once, these are {len(filings):,}: each was concluded "
            "by itself.")  # fmt: skip
        return {}
    portraits = [one for _, _, one in filings]
    out: dict[int, tuple[_Link, ...]] = {}
    for at, ((number, _, _), one) in enumerate(zip(filings, kin(portraits), strict=True)):
        out[number] = (*out.get(number, ()), _link(at, filings, portraits, one))
    return out


def _link(
    at: int, filings: Sequence[tuple[int, _Place, Portrait]], portraits: Sequence[Portrait], one: Kin
) -> _Link:
    return _Link(tuple(filings[twin][1] for twin in one.twins), siblings_of(at, portraits, one))


def keep(
    names: Sequence[str], called: str, path: Path, options: Options, piped: bytes | None
) -> tuple[Portrait, ...]:
    """In the process apart: reads a document, keeps its cells at `path` and gives its filings' portraits, in which it
    is `called` so. Raises what opening and extracting raise."""
    from extractor import pipeline  # brings numpy and the engines
    from extractor.kept import to_bytes

    password = options.password.get_secret_value() if options.password else None
    document = pipeline.read([open_source(name, options.limits, password, piped) for name in names], options)
    extractions = pipeline.conclude(document, options)
    path.write_bytes(to_bytes(document))
    return tuple(portrait(extraction, called) for extraction in extractions)


def conclude_kept(path: Path, links: Sequence[_Link], options: Options) -> tuple[Extraction, ...]:
    """In the process apart: the filings of the document kept at `path`, in the light of what others say."""
    from extractor import pipeline
    from extractor.kept import from_bytes
    from extractor.link.twins import Linked, Twin

    known = [
        Linked(
            tuple(
                Twin(twin.document, from_bytes(twin.path.read_bytes()).filings[twin.filing].cells)
                for twin in link.twins
            ),
            link.siblings,
        )
        for link in links
    ]
    return pipeline.conclude(from_bytes(path.read_bytes()), options, linked=known)
