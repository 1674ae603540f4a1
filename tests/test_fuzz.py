"""Whatever bytes come in: an answer, or an error of ours. And twice the text takes twice the time, not more."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor import pipeline
from extractor.edits import apply, fitted
from extractor.errors import ExtractorError
from extractor.export.json import from_json, to_json
from extractor.export.ownership import from_xml, to_xml
from extractor.layouts import BUILT_IN, check_layouts
from extractor.ocr.engine import Engines
from extractor.ocr.replay import Recording, replayed
from extractor.options import Limits, Options
from extractor.pipeline import clean, extract
from extractor.records import Kind, Sheet, Source, Word
from extractor.sniff import decode
from extractor.source import open_source
from extractor.upright import Pixels
from models.evidence import Reading
from models.geometry import Box
from tests.made import extraction

ROOT = Path(__file__).parents[1]
DUMP = (ROOT / "samples" / "horowitz-2012-02-27" / "source.md").read_text(encoding="utf-8")
LAYOUT = sorted(BUILT_IN.glob("form*.yaml"))[0].read_text(encoding="utf-8")
XML = to_xml(extraction().form).decode()
JSON = to_json(extraction()).decode()
HOCR = "<html><body><div class='ocr_page'>" + "".join(
    f"<span class='ocrx_word' title='bbox {40 * x} {20 * y} {40 * x + 36} {20 * y + 16}; x_wconf 90'>{word}</span>\n"
    for y, line in enumerate(DUMP.replace("|", " ").replace("<", "").splitlines())
    for x, word in enumerate(line.split())
) + "</div></body></html>"  # fmt: skip

TOKENS = (
    "|", "||", "\n", "\n\n", "\t", " ", "-", "--", "|---|", "_" * 40, "(", ")", "[", "]", "(1)", "(<u>1)</u>",
    "<u>", "</",
    "<sup>", "&#", "&amp;", "&#x110000;", "\\", "\\$", "$", "**", "`", "#", "1", "1/2/2011", "01/01/0000", "99/99/9999",
    "9" * 400, "1e999", "NaN", ",,,,", "4.5.6", "-0", "½", "٣", "Ⅳ", "\u202e", "\u200b", "\x0c", "\r", "\x1b[2J",
    "Table I", "Table II", "Explanation of Responses:", "Remarks:", "Signatures", "FORM 4", "1. Title of Security",
    "<SEC-DOCUMENT>", "<TYPE>4", "X", "A", "D", "M(1)", "ﬁ", "İ", "ß",
)  # fmt: skip

EXAMPLES = int(os.environ.get("FORM4_FUZZ", "25"))  # make torture asks for many
FUZZ = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def mangled(draw: Callable[..., int], text: str) -> str:
    """The text with stretches taken out, doubled, moved, and hostile tokens put in."""
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from([0, 1, 10, 200, 2000])))
        part, place = text[start:end], draw(st.integers(0, len(text)))
        token: str = draw(st.sampled_from(TOKENS) | st.text(max_size=5))  # type: ignore[assignment]
        times = draw(st.sampled_from([0, 1, 2, 50]))
        rest = text[:start] + text[end:] if draw(st.booleans()) else text
        text = rest[:place] + draw(st.sampled_from([part, "", token * times])) + rest[place:]  # type: ignore[operator]
    return text


def opened(data: bytes) -> Source:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "document")
        path.write_bytes(data)
        return open_source(path, Limits())


@FUZZ
@given(mangled(DUMP))
def test_any_dump_is_read_or_refused(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    with contextlib.suppress(ExtractorError):
        source = opened(data)
        for found in extract(source, Options()):
            from_json(to_json(found))
            to_xml(found.form)


@FUZZ
@given(mangled(HOCR))
def test_any_hocr_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(ExtractorError):
        extract(opened(text.encode("utf-8", "surrogatepass")), Options())


@cache
def scans() -> tuple[tuple[Source, ...], tuple[Sheet, ...]]:
    """Two scans of different revisions, one with a page of joint filers, and what their recorded page pass spotted."""
    sources, sheets = list[Source](), list[Sheet]()
    for sample in ("paper-2002-joint", "edgar-2023-fax"):
        source = open_source(next((ROOT / "samples" / sample).glob("source.*")), Limits())
        reader, _ = replayed(Recording.load(ROOT / "tests" / "recorded" / f"{sample}.json.gz"))
        sources.append(source)
        sheets += pipeline.spot([source], reader, Options())
    return tuple(sources), tuple(sheets)


WORDS = tuple("".join(token.split()) or "x" for token in (*TOKENS, "Name:", "Address:", "Joint", "Filer", "/s/", "By:"))


@dataclass
class Babbler:
    """Reads crops without looking at them: says one thing after the other, with second thoughts."""

    texts: Sequence[str]
    name = "babbler 1"

    def read_crops(self, crops: Sequence[Pixels], _kind: Kind) -> tuple[Reading, ...]:
        said = itertools.cycle(self.texts)
        return tuple(
            Reading(text=text, score=0.5, source="crop", engine=self.name, others=((next(said), 0.1), (text, 0.0)))
            for text, _ in zip(said, crops, strict=False)
        )


CHANGES = ("lost", "misread", "joined", "moved", "twice", "flat", "vast")
PIXELS = (-3000, -40, 0, 7, 60, 900)


def changed(word: Word, change: str, text: str, x: float, y: float) -> Sequence[Word]:
    """What became of a word."""
    x0, y0, x1, y1 = word.box
    match change:
        case "lost":
            return ()
        case "misread":
            return (replace(word, text=text, score=0.1),)
        case "joined":
            return (replace(word, text=word.text + text),)
        case "moved":
            return (replace(word, box=Box(x0 + x, y0 + y, x1 + x, y1 + y)),)
        case "twice":
            return word, replace(word, box=Box(x0 + x, y0 + y, x1 + x, y1 + y))
        case "flat":
            return (replace(word, box=Box(x0, y0, x0, y0)),)
        case _:
            return (replace(word, box=word.box.pad(abs(x), abs(y))),)


@st.composite
def mangled_sheets(draw: Callable[..., Any]) -> tuple[Sheet, ...]:
    """Pages in any order, with words lost, misread, moved, doubled, out of all measure, or brought from another
    page."""
    known = scans()[1]
    sheets = []
    for number, at in enumerate(draw(st.lists(st.integers(0, len(known) - 1), min_size=1, max_size=3)), 1):
        words = list(known[at].words)
        for _ in range(draw(st.integers(0, 5))):
            start, count = draw(st.integers(0, len(words))), draw(st.sampled_from([1, 8, 60, 600]))
            change = draw(st.sampled_from(CHANGES))
            x, y = draw(st.sampled_from(PIXELS)), draw(st.sampled_from(PIXELS))
            texts = itertools.cycle(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4)))
            part = words[start : start + count] or known[draw(st.integers(0, len(known) - 1))].words[-count:]
            words[start : start + count] = itertools.chain(*(changed(word, change, next(texts), x, y) for word in part))
        lines = known[at].lines[:: draw(st.sampled_from([1, 1, 2, 1000]))]
        sheets.append(
            Sheet(
                replace(known[at].page, number=number),
                tuple(replace(line, page=number) for line in lines),
                tuple(replace(word, page=number) for word in words),
            )
        )
    return tuple(sheets)


@settings(FUZZ, max_examples=max(3, EXAMPLES // 8))
@given(mangled_sheets(), st.lists(st.sampled_from(TOKENS), min_size=1, max_size=6))
def test_any_words_of_a_scan_are_read_or_refused(sheets: tuple[Sheet, ...], said: list[str]) -> None:
    readers = Engines("spotter 1", *[Babbler(said)] * 3)
    known = pipeline.known_words(None, None)
    with contextlib.suppress(ExtractorError):
        seen = tuple(pipeline.look_again(sheet, readers, known) for sheet in sheets)
        document = pipeline.read_sheets(scans()[0], seen, readers, Options())
        extractions = pipeline.conclude(document, Options())
        next(pipeline.overlays(document, extractions))
        for found in extractions:
            from_json(to_json(found))
            to_xml(found.form)


@FUZZ
@given(st.lists(st.sampled_from(TOKENS) | st.text(max_size=8), max_size=300).map("".join), st.booleans())
def test_any_text_is_read_or_refused(text: str, headed: bool) -> None:
    text = DUMP[:1500] + text if headed else text
    with contextlib.suppress(ExtractorError):
        extract(opened(text.encode("utf-8", "surrogatepass")), Options())


@FUZZ
@given(mangled(DUMP), st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_any_dump_is_cleaned_or_refused(text: str, encoding: str) -> None:
    with contextlib.suppress(ExtractorError):
        source = opened(text.encode(encoding, "replace"))
        exact, spelt = decode(source.data)
        apply(exact, fitted(clean(source, Options()), exact, spelt)).encode(spelt, "surrogateescape")


@FUZZ
@given(st.binary(max_size=400) | mangled(LAYOUT).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_layout_is_taken_or_told_what_is_wrong(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "form.yaml")
        path.write_bytes(data)
        found, mistakes = check_layouts([path])
    assert bool(found) != bool(mistakes)


@FUZZ
@given(st.binary(max_size=400) | mangled(XML).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_xml_is_taken_or_refused(data: bytes) -> None:
    with contextlib.suppress(ExtractorError):
        from_xml(data)


@FUZZ
@given(st.binary(max_size=400) | mangled(JSON).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_json_is_taken_or_refused(data: bytes) -> None:
    with contextlib.suppress(ExtractorError):
        from_json(data)


@pytest.mark.parametrize("value", ["[" * 100_000, "{" * 100_000, '"' + "x" * 100_000, "1" * 100_000, "-" * 9])
def test_deep_or_long_json_is_refused(value: str) -> None:
    with pytest.raises(ExtractorError):
        from_json(value)


@pytest.mark.parametrize("depth", [1000, 100_000])
def test_deep_xml_and_layouts_are_refused(tmp_path: Path, depth: int) -> None:
    with pytest.raises(ExtractorError):
        from_xml(b"<ownershipDocument>" + b"<a>" * depth)
    for text in ("[" * depth, "a: " + "{b: " * depth, "- " * depth):
        (tmp_path / "form.yaml").write_text(text)
        assert check_layouts([tmp_path / "form.yaml"])[1]


def test_a_layout_of_laughs_is_refused_soon(tmp_path: Path) -> None:
    """Aliases upon aliases: a billion nodes in a few lines."""
    lines = ["schema: 1", "id: x", 'a0: &a0 ["lol"]']
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    (tmp_path / "form.yaml").write_text("\n".join(lines) + "\nanchors: *a9\n")
    started = time.process_time()
    assert check_layouts([tmp_path / "form.yaml"])[1]
    assert time.process_time() - started < 5


STEERED = sorted(name for name, value in globals().items() if hasattr(value, "hypothesis"))


@pytest.mark.torture
@pytest.mark.parametrize("name", STEERED)
def test_bytes_steered_by_coverage_find_nothing(tmp_path: Path, name: str) -> None:
    pytest.importorskip("atheris", reason="atheris steers by coverage; it has packages for Linux alone")
    command = [sys.executable, "-m", "tests.fuzzing", name, f"-max_total_time={EXAMPLES // 10}", "-rss_limit_mb=1500"]
    run = subprocess.run([*command, f"-artifact_prefix={tmp_path}/"], cwd=ROOT, capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode(errors="replace")[-3000:]


MORE = ("| - ", "(1) ", "1 ", "1,", "a|", "<a ", "<a>", "&a", "$1", "1/", "__", "[x", "/s/ ", "word ", "By: ")
GROWING = (*TOKENS, *MORE)


@pytest.mark.torture
@pytest.mark.parametrize(("head", "token"), list(itertools.product(["", DUMP], GROWING)))
def test_time_grows_with_the_text_and_no_faster(head: str, token: str) -> None:
    def work(times: int) -> float:
        data = (head + token * times + "\nFORM 4\n" + f"{token}\n" * (times // 20)).encode("utf-8", "surrogatepass")
        started = time.process_time()
        with contextlib.suppress(ExtractorError):
            extract(opened(data), Options())
        return time.process_time() - started

    work(10)
    few = work(10_000)
    assert work(40_000) < 8 * few + 0.5


def test_json_numbers_that_are_none() -> None:
    data = json.loads(JSON)
    data["fields"][0]["confidence"] = float("nan")
    with pytest.raises(ExtractorError):
        from_json(json.dumps(data))
