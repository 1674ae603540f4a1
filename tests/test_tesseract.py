"""Tesseract at its edges, played by a small program on PATH that answers what a test tells it to."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import EngineError, TimeLimitError
from extractor.ocr.tesseract import Tesseract, found_words
from models.geometry import Box
from tests.drawn import written

HEADER = "level page_num block_num par_num line_num word_num left top width height conf text".replace(" ", "\t")
PAPER = np.full((60, 200), 255, np.uint8)
Install = Callable[..., None]


def row(text: str, conf: str, page: int = 1, box: str = "10 20 30 12") -> str:
    return "\t".join(["5", str(page), "1", "1", "1", "1", *box.split(), conf, text])


@pytest.fixture
def tesseract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Puts a program `tesseract` on PATH that writes these lines as its result and leaves its arguments behind."""

    def install(*rows: str, version: str = "tesseract 9.8.7", then: str = "") -> None:
        shell = shutil.which("sh")
        (tmp_path / "answer.tsv").write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
        program = tmp_path / "tesseract"
        program.write_text(
            f'''#!{shell}
if [ "$1" = "--version" ]; then echo "{version}"; exit 0; fi
echo "$@" > "{tmp_path}/asked"
{then}
while read -r line; do printf '%s\\n' "$line"; done < "{tmp_path}/answer.tsv" > "$2.tsv"
''',
            encoding="utf-8",
        )
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    return install


def test_a_crop_it_divides_by_zero_over_has_no_words(tesseract: Install) -> None:
    """The others of the call are read."""
    broken = np.random.default_rng(1).integers(0, 256, (200, 400), np.uint8)  # the only large file
    tesseract(row("1,250", "90"), then='''
case "$1" in *.txt) asked=$(cat "$1") ;; *) asked="$1" ;; esac
for picture in $asked; do if [ "$(wc -c < "$picture")" -gt 9000 ]; then kill -FPE $$; fi; done''')
    readings = Tesseract().read_crops([PAPER, broken, PAPER], "date")
    assert [reading.text for reading in readings] == ["1,250", "", "1,250"]


@pytest.mark.parametrize(
    ("conf", "score"),
    [("-1", 0.0), ("0", 0.0), ("1", 0.01), ("99", 0.99), ("100", 1.0), ("96.12", 0.9612), ("101", 1.0)],
)
def test_its_confidence_becomes_a_score(tesseract: Install, conf: str, score: float) -> None:
    tesseract(row("1,250", conf))
    (word,) = Tesseract().read_page(PAPER, 4)
    assert (word.text, word.page, word.box) == ("1,250", 4, Box(10, 20, 40, 32))
    assert word.score == pytest.approx(score)


def test_blocks_and_blank_words_are_no_words(tesseract: Install) -> None:
    tesseract(row("", "-1"), row("   ", "95"), row("NONE", "80"), row('"quoted', "80"), row("nan", "80"))
    assert [word.text for word in Tesseract().read_page(PAPER, 1)] == ["NONE", '"quoted', "nan"]


def test_crops_come_back_in_order_with_the_least_sure_word_counting(tesseract: Install, tmp_path: Path) -> None:
    tesseract(row("12", "90", 1), row("500", "40", 1), row("A", "70", 3))
    readings = Tesseract().read_crops([written("12 500"), PAPER, written("A")], "shares")
    assert [(reading.text, reading.score) for reading in readings] == [("12 500", 0.4), ("", 0.0), ("A", 0.7)]
    assert {reading.engine for reading in readings} == {"tesseract 9.8.7"}
    asked = (tmp_path / "asked").read_text()
    assert "--psm 7" in asked
    assert "tessedit_char_whitelist=0123456789" in asked


def test_free_text_has_no_alphabet(tesseract: Install, tmp_path: Path) -> None:
    tesseract(row("By trust", "90"))
    Tesseract().read_crops([PAPER], "nature")
    asked = (tmp_path / "asked").read_text()
    assert "--psm 6" in asked
    assert "whitelist" not in asked


def test_no_crops_start_no_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert Tesseract().read_crops([], "shares") == ()


@pytest.mark.parametrize("ask", ["page", "crops", "name"])
def test_a_missing_program_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ask: str) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineError, match="apt-get install tesseract-ocr"):
        use(Tesseract(), ask)


@pytest.mark.parametrize("ask", ["page", "crops"])
def test_a_program_that_hangs_is_stopped(tesseract: Install, ask: str) -> None:
    tesseract(then="exec sleep 20")
    with pytest.raises(TimeLimitError, match=r"longer than 0\.3 s"):
        use(Tesseract(0.3), ask)


def test_a_program_that_fails_is_an_engine_error(tesseract: Install) -> None:
    tesseract(then="echo 'Failed loading language eng' >&2; exit 1")
    with pytest.raises(EngineError, match=r"Failed loading language eng.*language data"):
        Tesseract().read_page(PAPER, 1)


@pytest.mark.parametrize(
    "rows",
    [
        ("no tabs at all",),
        ("5\t1",),
        (row("x", "not a number"),),
        (row("x", "90", box="a b c d"),),
        (row("x", "nan"),),
    ],
)
@pytest.mark.parametrize("ask", ["page", "crops"])
def test_garbage_is_an_engine_error(tesseract: Install, rows: tuple[str, ...], ask: str) -> None:
    tesseract(*rows)
    with pytest.raises(EngineError):
        use(Tesseract(), ask)


def test_a_reading_of_a_crop_never_shown_is_an_engine_error(tesseract: Install) -> None:
    tesseract(row("12", "90", 7))
    with pytest.raises(EngineError):
        Tesseract().read_crops([PAPER], "shares")


def test_an_answer_without_words_is_a_blank_page(tesseract: Install) -> None:
    tesseract()
    assert Tesseract().read_page(PAPER, 1) == ()
    assert Tesseract().read_crops([PAPER], "text")[0].text == ""


@given(st.one_of(st.text(), st.lists(st.text(st.sampled_from("15\t\n.-ax"))).map("\n".join).map(f"{HEADER}\n".__add__)))
def test_any_answer_gives_words_or_is_refused(answer: str) -> None:
    with contextlib.suppress(ValueError):
        assert all(0 <= word.score <= 1 and word.text.strip() == word.text != "" for word in found_words(answer))


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Zs")), min_size=1), st.floats(0, 100))
def test_a_word_is_taken_as_it_stands(text: str, confidence: float) -> None:
    (word,) = found_words("\n".join([HEADER, row(text, repr(confidence))]))
    assert (word.text, word.score) == (text.strip(), confidence / 100)


@pytest.mark.parametrize("then", ["exit 0", ': > "$2.tsv"; exit 0', 'printf "\\377\\376" > "$2.tsv"; exit 0'])
def test_a_program_that_writes_nothing_is_an_engine_error(tesseract: Install, then: str) -> None:
    tesseract(then=then)
    with pytest.raises(EngineError):
        Tesseract().read_page(PAPER, 1)


@pytest.mark.parametrize("version", ["", "something else entirely"])
def test_a_program_without_a_version_is_an_engine_error(tesseract: Install, version: str) -> None:
    tesseract(version=version)
    with pytest.raises(EngineError, match="version"):
        _ = Tesseract().name


def use(engine: Tesseract, ask: str) -> None:
    if ask == "page":
        engine.read_page(PAPER, 1)
    elif ask == "crops":
        engine.read_crops([PAPER], "shares")
    else:
        _ = engine.name
