"""Dumps that an engine typed from a made scan: what they no longer spell is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from extractor.legible import legibility
from extractor.synth.dumps.ledger import row_names
from extractor.synth.make import make, reread
from extractor.synth.places import Places
from extractor.synth.printed import Entry
from extractor.synth.spelled import all_of, lost_values, unseen_rows
from models.form4 import Form4
from models.geometry import Box
from models.paths import from_paths

ROW = "nonDerivativeTable/nonDerivativeTransaction[1]/"


def filing() -> Form4:
    return from_paths(
        [
            ("documentType", "4", ()), ("periodOfReport", "2009-03-17", ()),
            ("issuer/issuerName", "TAMARACK OPTICS INC", ()), ("issuer/issuerTradingSymbol", "TMRK", ()),
            ("reportingOwner[1]/reportingOwnerId/rptOwnerName", "QUENBY IRIS L", ()),
            ("reportingOwner[1]/reportingOwnerRelationship/isDirector", "1", ()),
            (ROW + "securityTitle", "Common Stock", ()), (ROW + "transactionDate", "2009-03-17", ()),
            (ROW + "transactionCoding/transactionCode", "S", ()),
            (ROW + "transactionAmounts/transactionShares", "12500", ("F1",)),
        ]
    )  # fmt: skip


def typed_lines(*lines: str) -> list[tuple[tuple[str, Box], ...]]:
    """Lines of words, each ten points a letter wide, twenty points below the last."""
    made = []
    for row, line in enumerate(lines):
        at, words = 0, []
        for word in line.split():
            words.append((word, Box(10 * at, 20 * row, 10 * (at + len(word)), 20 * row + 12)))
            at += len(word) + 1
        made.append(tuple(words))
    return made


def lost(*lines: str) -> frozenset[str]:
    places = Places()
    for key, entry, start, letters in (
        ("title", Entry("Common Stock"), 0, 12), ("date", Entry("03/17/2009"), 13, 10), ("code", Entry("S"), 24, 1),
        ("amount", Entry("12,500", (1,)), 26, 9),
    ):  # fmt: skip
        places.add("non_derivative", 0, key, entry, 1, Box(10 * start, 40, 10 * (start + letters), 52))
    return lost_values(filing(), places, [typed_lines(*lines)], 72)


HEAD = ("TAMARACK OPTICS INC [TMRK]", "QUENBY IRIS L 03/17/2009 X Director")


def test_nothing_is_lost_where_everything_is_spelled() -> None:
    assert lost(*HEAD, "Common Stock 03/17/2009 S 12,500(1)") == set()


def test_known_misreadings_lose_nothing() -> None:
    assert lost(*HEAD, "Comnon Stock O3/l7/2009 S l2.5OO(1)") == set()


def test_a_wrong_digit_a_lost_letter_and_a_lost_mark_are_lost() -> None:
    assert lost(*HEAD, "Common Stock 03/17/2009 | 12,590") == {
        "non_derivative[0].code", "non_derivative[0].shares", "non_derivative[0].fn.shares#1",
    }  # fmt: skip


def test_a_number_in_another_row_is_not_this_row_s() -> None:
    assert "non_derivative[0].shares" in lost(*HEAD, "Common Stock 03/17/2009 S", "12,500(1)", "12,500(1)")


def test_a_check_mark_is_lost_where_no_cross_stands_before_its_label() -> None:
    row = "Common Stock 03/17/2009 S 12,500(1)"
    assert lost(HEAD[0], "QUENBY IRIS L 03/17/2009 _ Director", row) == {"owners[0].is_director"}


def test_a_row_without_figures_is_unseen_whole() -> None:
    form, places = filing(), Places()
    places.add("non_derivative", 0, "title", Entry("Common Stock"), 1, Box(0, 0, 9, 9))
    places.add("non_derivative", 0, "amount", Entry("12,500"), 1, Box(0, 0, 9, 9))
    assert unseen_rows(places, {"non_derivative[0].title"}) == set()
    rows = unseen_rows(places, {"non_derivative[0].shares"})
    assert rows == set(row_names(form).values()) == {"non_derivative[0]"}
    assert {"non_derivative[0].kind", "non_derivative[0].code", "non_derivative[0].title"} <= all_of(form, rows)


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
def test_a_clean_print_is_typed_the_same_each_time_and_its_head_is_told(tmp_path: Path) -> None:
    (made,) = make(1, 3, ["edgar-2003"], ["tesseract-light"], tmp_path)
    text = made.files[0].read_text(encoding="utf-8")
    form = made.filing.form
    assert "Non-Derivative Securities" in text
    assert (form.issuer.issuer_name.value or "?").split()[0] in text
    assert "issuer_name" not in made.beside["destroyed"]
    assert legibility(form, made.beside).destroyed  # the CIK at least
    assert reread(form, "edgar-2003", "light", 3 * 1_000_003).text == text
