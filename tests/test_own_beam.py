"""The beam of our own reader against all alignments spelt out, its grammars against what parsing takes at its word."""

from __future__ import annotations

import itertools
import random
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.ocr.own_beam import texts
from extractor.ocr.own_grammar import KINDS, Grammar, grammar_of
from extractor.ocr.own_letters import CLASSES, LETTERS, classes_of, text_of
from extractor.repair.confusions import load_confusions
from extractor.repair.footnote_marks import split_marks
from extractor.repair.lexicons import load_lexicons
from extractor.repair.parse import parse

USED = "1,7 $"


def distributions(seed: int, columns: int, sharp: float) -> np.ndarray:
    """(columns, CLASSES) over the blank and the characters of USED alone."""
    rng = np.random.default_rng(seed)
    told = np.zeros((columns, CLASSES))
    places = [0, *classes_of(USED)]
    raised = np.exp(sharp * rng.normal(size=(columns, len(places))))
    told[:, places] = raised / raised.sum(axis=1, keepdims=True)
    return told


def spelt_out(told: np.ndarray) -> dict[str, float]:
    """Every text with the probability of all its alignments, one by one."""
    shares: dict[str, float] = {}
    for way in itertools.product([0, *classes_of(USED)], repeat=len(told)):
        merged = [number for number, _ in itertools.groupby(way) if number]
        text = " ".join(text_of(tuple(merged)).split())
        shares[text] = shares.get(text, 0.0) + float(np.prod([told[n, number] for n, number in enumerate(way)]))
    return shares


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 5), st.floats(0.2, 3))
def test_shares_are_those_of_all_alignments(seed: int, columns: int, sharp: float) -> None:
    told = distributions(seed, columns, sharp)
    expected = spelt_out(told)
    found = texts(told, width=10_000, least=0.0, most=10_000)
    assert {each.text: each.share for each in found} == pytest.approx(expected, abs=1e-9)
    assert [each.share for each in found] == sorted((each.share for each in found), reverse=True)
    assert sum(each.share for each in found) == pytest.approx(1)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 5), st.floats(0.2, 3))
def test_a_grammar_keeps_its_texts_and_their_shares(seed: int, columns: int, sharp: float) -> None:
    told = distributions(seed, columns, sharp)
    grammar = grammar_of("money")
    expected = {text: share for text, share in spelt_out(told).items() if grammar.accepts(text)}
    found = {each.text: each.share for each in texts(told, grammar, width=10_000, least=0.0, most=10_000)}
    # blanks beside each other, and behind what is whole, are walked through only where the text stays whole
    assert found.keys() <= expected.keys()
    for text, share in found.items():
        assert share <= expected[text] + 1e-9
        if " " not in text:
            assert share == pytest.approx(expected[text], rel=0.35, abs=0.02)
    assert sum(found.values()) >= 0.75 * sum(expected.values()) - 0.05


def test_a_narrow_beam_finds_what_a_wide_one_finds() -> None:
    for seed in range(8):
        sure = np.eye(CLASSES)[distributions(seed + 99, 24, 1.0).argmax(axis=1)]
        told = 0.1 * distributions(seed, 24, 1.0) + 0.9 * sure
        narrow, wide = texts(told, width=8), texts(told, width=120)
        assert narrow[0].text == wide[0].text
        assert 0.7 * wide[0].share <= narrow[0].share <= wide[0].share + 1e-9


def test_a_very_long_line_keeps_its_share() -> None:
    """Products of a thousand columns neither vanish nor turn into nonsense."""
    told = np.full((1500, CLASSES), 0.4 / (CLASSES - 1))
    told[:, 0] = 0.6
    assert texts(told, least=0.5)[0].text == ""
    assert 0 <= texts(told, least=0.5)[0].share <= 1
    assert texts(told[:0])[0] == ("", 1.0)


def test_nothing_of_the_grammar() -> None:
    told = np.zeros((3, CLASSES))
    told[:, classes_of("Q")[0]] = 1.0
    assert texts(told, grammar_of("date")) == ()
    assert texts(told)[0] == ("Q", 1.0)


def test_characters_and_classes() -> None:
    assert text_of(tuple(classes_of(LETTERS))) == LETTERS
    with pytest.raises(ValueError, match="substring"):
        classes_of("é")


PRINTED = {
    "shares": ("16,670", "16670", "14,225.8819", ".275", "1,234,567", "0", "-0-", "100 shares", "1,000 (1)", "5(1)(2)",
               "(1) 1,234", "12,345(1,2)", "N/A", "none", "(5,000)", "7 SHS", "12345[3]"),
    "money": ("$0.68", "$ 0", "12 5/8", "$1/2", "$12-5/8", "0", "$1,234.5678", "$.01", "8.8125", "$14.35 (1)", "n/a",
              "$5 per share", "3/8"),
    "date": ("07/19/1999", "7/19/99", "7-19-99", "7.19.99", "July 19, 1999", "19-Jul-99", "1999-07-19", "JUL 4 2001",
             "Sept. 5, 2003", "Immed.", "Immediately", "(1)", "01/02/2003(4)", "5 May 2001", "March 1st, 1998"),
    "month": ("07/1999", "7/99", "July 1999", "JUL-99", "1999-07", "07/19/1999", "10 / 2001"),
    "code": ("P", "S", "4A", "J/K", "G V", "V", "M(1)", "5 G", "JK", "(S)", "5G V"),
    "letter": ("A", "D", "I", "V", "(A)", "Direct", "INDIRECT", "D (1)"),
    "zip": ("10017", "10017-1234", "100171234", "V6C 2X8", "SW1A 1AA"),
    "state": ("NY", "Ny", "N.Y.", "N. Y.", "DE", "A1"),
    "ticker": ("IBM", "[IBM]", "[ BRK.A ]", "(SIRI)", "NYSE: GE", "BF-B", "NSSI-OTC"),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_grammars_hold_the_printed_forms(kind: str) -> None:
    refused = [text for text in PRINTED[kind] if not grammar_of(kind).accepts(text)]
    assert refused == []


REFUSED = (
    ("shares", "12,34"), ("shares", "1,2345"), ("shares", "("), ("money", "$$5"), ("date", "13/"), ("date", "7/1-99"),
    ("code", "Q"), ("letter", "B"), ("state", "QQ"), ("month", "July"), ("shares", "781)"), ("shares", "[212"),
    ("money", "$21.269)"), ("code", "S)"), ("letter", "(D"), ("letter", "(D]"), ("ticker", "[IBM)"),
)  # fmt: skip


def test_grammars_keep_out_what_no_cell_says() -> None:
    for kind, text in REFUSED:
        assert not grammar_of(kind).accepts(text), (kind, text)
    with pytest.raises(ValueError, match="no grammar"):
        grammar_of("footnote")


def test_figures_in_groups_begin_with_no_nought() -> None:
    for kind in ("shares", "money"):
        assert all(grammar_of(kind).accepts(text) for text in ("0", "0.000", "$0.125", "1,000", "12,005,000.25"))
        assert not any(grammar_of(kind).accepts(text) for text in ("0,000", "0,125", "01,250"))


def test_grammars_hold_what_parsing_reads_without_repair() -> None:
    """Whatever parse takes at its word (one candidate's repairs are none) is a text of the grammar, marks and all."""
    rng, lexicons, confusions = random.Random(3), load_lexicons(None), load_confusions()
    forms = {"shares": _a_number, "money": _a_number, "date": _a_date, "month": _a_date}
    for kind, make in forms.items():
        for _ in range(300):
            text = make(rng)
            found = parse(split_marks(text, kind).text, kind, "", lexicons, confusions)
            if found and found[0].value is not None and not found[0].repairs:
                assert grammar_of(kind).accepts(text), (kind, text)


def _a_number(rng: random.Random) -> str:
    whole = f"{rng.randrange(10 ** rng.randint(1, 8)):,}" if rng.random() < 0.7 else str(rng.randrange(10**6))
    tail = rng.choice(("", "", f".{rng.randrange(10**4):04d}", f".{rng.randrange(100):02d}", " 5/8", "-1/2"))
    mark = rng.choice(("", "", "(1)", " (2)", "(1)(2)", " (1,2)"))
    return rng.choice(("", "$", "$ ")) + whole + tail + mark


def _a_date(rng: random.Random) -> str:
    day = date(1990, 1, 1) + timedelta(days=rng.randrange(14000))
    text = day.strftime(rng.choice(("%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y", "%B %d, %Y", "%b %d, %Y", "%d-%b-%y",
                                    "%d %B %Y", "%Y-%m-%d", "%m/%Y", "%B %Y", "%b. %d %Y")))  # fmt: skip
    return text + rng.choice(("", "", "(1)", " (12)"))


def test_a_grammar_of_ones_own() -> None:
    own = Grammar()
    pair = own.row(own.one_of("ab"), own.maybe(own.text("xy")), own.again(own.one_of("z")))
    own.finish(pair)
    assert [text for text in ("a", "bxy", "axyzzz", "bz", "", "x", "ax", "axyxy") if own.accepts(text)] == [
        "a", "bxy", "axyzzz", "bz",
    ]  # fmt: skip


def test_a_piece_of_a_grammar_stands_at_one_place() -> None:
    """Else who came in by the bracket of one place would leave by the other."""
    own = Grammar()
    letter = own.one_of("ab")
    own.row(own.one_of("("), letter, own.one_of(")"))
    with pytest.raises(ValueError, match="two places"):
        own.either(letter)
    with pytest.raises(ValueError, match="two places"):
        own.again(letter)
    twice = own.one_of("c")
    with pytest.raises(ValueError, match="two places"):
        own.row(twice, twice)
