"""Printed labels of the head that OCR garbled: spelt as printed where they must be labels, else left alone."""

from __future__ import annotations

import pytest

from extractor.dump.head import labelled_lines, read_boxes
from extractor.dump.labels import find_labels
from extractor.dump.lines import read_lines
from extractor.dump.mended import mended


@pytest.mark.parametrize(
    ("garbled", "printed"),
    [
        ("1. Narne aud Addrers of Reporting Petson *", "1. Name and Address of Reporting Person *"),
        ("2. Issnef Name and Tickef or Tracling Symbol", "2. Issuer Name and Ticker or Trading Symbol"),
        ("(Chcck oll appfieable)", "(Check all Applicable)"),
        ("(Cheeck lll applicable)", "(Check all applicable)"),
        ("_X_Officef (givc title befovv)", "_X_Officer (give title below)"),
        ("__10% -wner", "__10% Owner"),
        ("(5treet)", "(Street)"),
        ("_X___ Other (specify below)", "__ Other (specify below)"),
    ],
)
def test_labels_are_spelt_as_printed(garbled: str, printed: str) -> None:
    (line,) = read_lines(garbled)
    assert mended(line).text == printed
    assert [word.span for word in mended(line).words] == [word.span for word in line.words]


@pytest.mark.parametrize(
    "typed",
    ["Member of a 13(d) group", "ESTATE OF Rafael Mehrotra", "Foxglove Acoustics [MAA, MAB]", "Jorgensen (TITI)",
     "Chief Offieer", "8724 LART AVENUE", "4. Rel"],
)  # fmt: skip
def test_what_was_typed_is_left_alone(typed: str) -> None:
    (line,) = read_lines(typed)
    assert mended(line) == line


def test_a_label_that_wraps_in_the_midst_of_a_line_ends_before_the_next() -> None:
    (line,) = read_lines("1. Name and Address of 2. Issuer Name and Ticker or Trading Symbol")
    assert [(label.box, label.start, label.end) for label in find_labels(line)] == [("owner", 0, 5), ("issuer", 5, 13)]


def test_ends_of_labels_in_the_next_line_are_no_part_of_a_name() -> None:
    head = read_lines(
        "1. Name and Address of 2. Issuer Name and Ticker or Trading 5. Relationship of Reporting Person(s)\n"
        "Reporting Person * Symbol 770 Larkspur Shipping [ LNUP ] to Issuer\n"
        "Quispe Barnaby E\n"
        "(Last) (First) (Middle)\n"
    )
    boxes = read_boxes(labelled_lines(head), columns=False, names=frozenset({"quispe", "barnaby"}))
    assert [[word.text for word in line] for line in boxes.owners[0] if line] == [["Quispe", "Barnaby", "E"]]
    (issuer,) = boxes.texts["issuer"]
    assert [word.text for word in issuer] == ["770", "Larkspur", "Shipping", "[", "LNUP", "]"]


@pytest.mark.parametrize("typed", ["Advisory Director", "See explanation below", "Member of a 13(d) group"])
def test_a_text_typed_below_the_options_is_whole(typed: str) -> None:
    head = read_lines(
        "1. Name and Address of Reporting Person * 2. Issuer Name and Ticker or Trading Symbol\n"
        "OSTROWSKI CECIL Greylag Glass [GLEA] (Check all applicable)\n"
        "(Last) (First) (Middle) __Director __10% Owner\n"
        "__Officer (give title below) _X_Other (specify below)\n"
        f"{typed}\n"
        "8724 Mercantile Ave\n"
    )
    boxes = read_boxes(labelled_lines(head), columns=False)
    assert " ".join(word.text for word in boxes.texts["relation"][-1]) == typed
