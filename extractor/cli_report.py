"""What the command line says on standard error, and the exit code that many documents add up to."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import ExtractorError
from extractor.printable import printable

CLEAN, FOR_REVIEW, OUR_ERROR, INTERRUPTED = 0, 3, 1, 130


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document: its exit code and, unless it is clean, the sentence that says why."""

    document: str
    code: int
    sentence: str = ""

    @property
    def failed(self) -> bool:
        return self.code not in (CLEAN, FOR_REVIEW)


def worst(codes: Iterable[int]) -> int:
    """The exit code of several documents: failures stand above 3, an error of ours above all."""
    return max(codes, key=lambda code: 1000 if code == OUR_ERROR else code, default=CLEAN)


def failure(document: str, error: Exception, debug: bool) -> Outcome:
    """What became of a document whose extraction raised `error`; its trace is shown only when debugging."""
    if debug:
        traceback.print_exception(error)
    shown = "standard input" if document == "-" else printable(document)
    if isinstance(error, ExtractorError):
        return Outcome(document, error.exit_code, _naming(document, shown, error))
    if isinstance(error, MemoryError):
        return Outcome(document, OUR_ERROR, f"{shown}: not enough memory; give fewer pages or a lower --dpi.")
    kind = printable(f"{type(error).__name__}: {error}")
    return Outcome(
        document, OUR_ERROR, f"{shown}: an error in form4 itself ({kind[:200]}); run again with --debug and report it."
    )


def guarded(document: str, debug: bool, work: Callable[[], int]) -> int:
    """Does the work on one document; what it raises becomes a sentence and an exit code."""
    try:
        return work()
    except Exception as error:
        outcome = failure(document, error, debug)
        say(outcome.sentence)
        return outcome.code


def _naming(document: str, shown: str, error: ExtractorError) -> str:
    """The error's sentence with the document in it as the user named it."""
    name = Path(document).name
    sentence = str(error).replace(name, printable(name)) if name else str(error)
    sentence = one_line(sentence)
    if shown in sentence:
        return sentence
    if name and sentence.startswith(printable(name)):
        return shown + sentence.removeprefix(printable(name))
    return f"{shown}: {sentence}"


def one_line(text: str) -> str:
    """The text on one line, harmless to a terminal."""
    return printable(" ".join(text.split()))


def say(sentence: str) -> None:
    """One line on standard error."""
    print(f"form4: {sentence}", file=sys.stderr, flush=True)


def conclude(outcomes: Sequence[Outcome]) -> int:
    """Says the last line, when there is anything to say, and gives the exit code."""
    failed = [outcome for outcome in outcomes if outcome.failed]
    code = worst(outcome.code for outcome in outcomes)
    if failed and len(outcomes) > 1:
        first = next(outcome for outcome in failed if outcome.code == code)
        say(f"{len(failed)} of {len(outcomes)} documents could not be read, among them {first.sentence}")
    return code


During = Callable[[str], AbstractContextManager[object]]
"""Shows, while a block runs, that the document of that name is being read."""


def progress(count: int) -> During:
    """A bar on a terminal, seen only while a document is read: what is printed in between stands clear of it. Nothing
    is drawn anywhere else. `count` is the number of documents."""
    if not sys.stderr.isatty():
        return nullcontext
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    several = (BarColumn(), MofNCompleteColumn()) if count > 1 else ()
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), *several, TimeElapsedColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task("", total=count)

    @contextmanager
    def during(document: str) -> Iterator[None]:
        bar.update(task, description=f"reading {printable(document)[-40:]}")
        with bar:
            yield
        bar.advance(task)

    return during
