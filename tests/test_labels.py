"""Printed labels found among words: garbled ones too, look-alikes not."""

from __future__ import annotations

import random
import string
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.labels import best_apart, find_labels, is_label_text, key_of, phrases
from extractor.records import Word
from models.geometry import Box
from tests.drawn import LAYOUTS, line_of

TEXTS = sorted({anchor.text for anchor in LAYOUTS["form4-edgar-2016"].anchors})
TABLE_1 = "Table I - Non-Derivative Securities Acquired, Disposed of, or Beneficially Owned"
TABLE_2 = "Table II - Derivative Securities Acquired, Disposed of, or Beneficially Owned"
LOOK_ALIKES = str.maketrans({"o": "0", "l": "1", "s": "5", "i": "l", "e": "c", "m": "n", "t": "f"})


def found(text: str, *texts: str, y: float = 100) -> list[str]:
    """The labels found in a line of text."""
    wanted = texts or TEXTS
    return [match.text for match in best_apart(find_labels(phrases(line_of(text, 50, y)), wanted))]


def garbled(text: str, share: float, seed: int) -> str:
    """The text with that share of its letters misread, dropped or doubled."""
    chance = random.Random(f"{text} {seed}")
    out = []
    for sign in text:
        how = chance.random() / share if sign.isalnum() else 1.0
        out.append(sign if how >= 1 else "" if how < 0.2 else sign * 2 if how < 0.3 else sign.translate(LOOK_ALIKES))
    return "".join(out)


@pytest.mark.parametrize("text", TEXTS)
def test_a_label_is_found_as_printed(text: str) -> None:
    assert text in found(text)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("text", [text for text in TEXTS if len(key_of(text)) >= 15])
def test_a_garbled_label_is_found(text: str, seed: int) -> None:
    assert text in found(garbled(text, 0.12, seed))


@pytest.mark.parametrize(
    ("copied", "label"),
    [
        ("1. Neme and Addrees of Reperting Persed", "1. Name and Address of Reporting Person"),
        ("2. leser Nae and Ticher er Trading Syabel", "2. Issuer Name and Ticker or Trading Symbol"),
        ("Teble I - Nee-Derivetive Secerities Acqulred, Diepeeed ef, er Bemeficelly Owsed", TABLE_1),
    ],
)
def test_a_long_label_is_found_by_the_outlines_of_its_letters(copied: str, label: str) -> None:
    """A copy of a copy closes the bowls of letters: a, c, e, o, s look alike."""
    assert found(copied, label) == [label]


def test_the_first_line_of_a_wrapped_label_will_do() -> None:
    label = "3. Date of Earliest Transaction (Month/Day/Year)"
    assert found("3. Date of Earliest Transaction", label) == [label]


def test_the_two_tables_are_told_apart() -> None:
    assert found(TABLE_1, TABLE_1, TABLE_2) == [TABLE_1]
    assert found(TABLE_2, TABLE_1, TABLE_2) == [TABLE_2]
    assert found(
        "TabIe l - Non-Derivativc Securitics Acquired. Disposed of, or Beneficia11y Owned", TABLE_1, TABLE_2
    ) == [TABLE_1]
    assert found("Tabie Il - Derivativc Securitics Acquired. Disposed ot, or Beneficiaily Owncd", TABLE_1, TABLE_2) == [
        TABLE_2
    ]


@pytest.mark.parametrize(
    "text",
    [
        "First Data Corporation",
        "LAST CHANCE MIDDLE CO",
        "State Street Corp",
        "City National Bank",
        "Zip Lab, Inc.",
        "Street",
    ],
)
def test_a_company_is_no_label(text: str) -> None:
    assert found(text, "(Last)", "(First)", "(Middle)", "(Street)", "(City)", "(State)", "(Zip)") == []


def test_small_labels_in_a_row_are_found_one_by_one() -> None:
    assert found("(Last) (First) (Middle)", "(Last)", "(First)", "(Middle)") == ["(Last)", "(First)", "(Middle)"]
    assert found("(City} (State) {Zip)", "(City)", "(State)", "(Zip)") == ["(City)", "(State)", "(Zip)"]


def test_a_label_says_which_words_spell_it() -> None:
    words = line_of("Acme Holdings 2. Issuer Name and Ticker or Trading Symbol ACME", 50, 100)
    (match,) = best_apart(find_labels(phrases(words), ["2. Issuer Name and Ticker or Trading Symbol"]))
    assert match.words == tuple(words[2:10])
    assert match.box == Box.around(word.box for word in words[2:10])


def test_the_same_label_twice_is_found_twice() -> None:
    words = line_of("(Street)", 50, 100) + line_of("(Street)", 50, 300)
    assert len(best_apart(find_labels(phrases(words), ["(Street)"]))) == 2


def test_words_boxed_too_wide_are_one_phrase() -> None:
    words = line_of("** Signature of Reporting Person", 50, 100)
    wide = [replace(word, box=word.box._replace(x1=word.box.x1 + 24)) if word.text == "Signature" else word
            for word in words]  # fmt: skip
    assert [phrase.text for phrase in phrases(wide)] == ["** Signature of Reporting Person"]


def test_phrases_end_at_wide_gaps_and_at_lines() -> None:
    words = line_of("Common Stock", 50, 100) + line_of("12,500", 400, 100) + line_of("A", 50, 130)
    assert [phrase.text for phrase in phrases(words)] == ["Common Stock", "12,500", "A"]


def test_a_line_that_still_slants_is_one_phrase() -> None:
    words = line_of("1. Name and Address of Reporting Person", 50, 100)
    slanted = [Word(w.text, Box(w.box.x0, w.box.y0 + n, w.box.x1, w.box.y1 + n), 1) for n, w in enumerate(words)]
    assert len(phrases(slanted)) == 1


def test_pieces_of_a_label_are_print() -> None:
    label = "4. If Amendment, Date of Original Filed (Month/Day/Year)"
    assert [is_label_text(phrase, [label]) for phrase in phrases(line_of("(Month/Day/Year)", 0, 0))] == [True]
    assert [is_label_text(phrase, [label]) for phrase in phrases(line_of("03/09/2011", 0, 0))] == [False]


_words = st.lists(
    st.builds(
        lambda text, x, y, w, h: Word(text, Box(x, y, x + w, y + h), 1),
        st.text(st.sampled_from(string.ascii_letters + string.digits + "().,-_é©"), min_size=1, max_size=12),
        *[st.integers(0, 2000)] * 2,
        *[st.integers(1, 200)] * 2,
    ),
    max_size=25,
)


@given(_words)
def test_any_words_make_phrases_that_hold_each_once(words: list[Word]) -> None:
    held = [word for phrase in phrases(words) for word in phrase.words]
    assert sorted(map(id, held)) == sorted(map(id, words))
    taken = [id(word) for match in best_apart(find_labels(phrases(words), TEXTS)) for word in match.words]
    assert len(taken) == len(set(taken)), "no word spells two labels"
