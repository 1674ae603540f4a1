"""Dumps: reproducible, of every kind and strength, and honest about what they no longer tell."""

from __future__ import annotations

import random
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from extractor.export.ownership import from_xml
from extractor.legible import legibility
from extractor.synth.dumps import KINDS, STRENGTHS, Kind, Strength, dump, strokes
from extractor.synth.dumps.columns import Table, merged, split
from extractor.synth.dumps.ledger import destroyed_names, lost_names
from extractor.synth.dumps.paper import Run, each_run, plain, runs
from extractor.synth.dumps.scene import scene
from extractor.synth.dumps.scene_head import Style
from extractor.synth.dumps.wear import Rates, clipped, twice, worn
from extractor.synth.printed import Hand
from models.form4 import Form4
from models.paths import flatten, from_paths

FILINGS = Path(__file__).parents[1].parent / "shared" / "data" / "filings"
ROW, NEXT, HELD = (
    f"nonDerivativeTable/nonDerivative{kind}/" for kind in ("Transaction[1]", "Transaction[2]", "Holding[1]")
)
OPTION = "derivativeTable/derivativeTransaction[1]/"
AMOUNTS, AFTER, NATURE = "transactionAmounts/", "postTransactionAmounts/", "ownershipNature/"


def filing(period: str = "2009-03-17", **changes: str | None) -> Form4:
    """An exercise with a sale, a trust's holding, two notes, two owners; `changes` by path with . for / and no
    indices."""
    leaves: list[tuple[str, str | None, tuple[str, ...]]] = [
        ("documentType", "4", ()), ("periodOfReport", period, ()), ("notSubjectToSection16", "0", ()),
        ("issuer/issuerCik", "0000777001", ()), ("issuer/issuerName", "TAMARACK OPTICS INC", ()),
        ("issuer/issuerTradingSymbol", "TMRK", ()),
        ("reportingOwner[1]/reportingOwnerId/rptOwnerName", "QUENBY IRIS L", ()),
        ("reportingOwner[1]/reportingOwnerAddress/rptOwnerStreet1", "40 WHARF LANE", ()),
        ("reportingOwner[1]/reportingOwnerAddress/rptOwnerCity", "MYSTIC", ()),
        ("reportingOwner[1]/reportingOwnerAddress/rptOwnerState", "CT", ()),
        ("reportingOwner[1]/reportingOwnerAddress/rptOwnerZipCode", "06355", ()),
        ("reportingOwner[1]/reportingOwnerRelationship/isDirector", "0", ()),
        ("reportingOwner[1]/reportingOwnerRelationship/isOfficer", "1", ()),
        ("reportingOwner[1]/reportingOwnerRelationship/officerTitle", "Treasurer", ()),
        ("reportingOwner[2]/reportingOwnerId/rptOwnerName", "QUENBY TRUST", ()),
        (ROW + "securityTitle", "Common Stock", ()), (ROW + "transactionDate", period, ()),
        (ROW + "transactionCoding/transactionCode", "M", ()), (ROW + AMOUNTS + "transactionShares", "12500", ()),
        (ROW + AMOUNTS + "transactionPricePerShare", "3.25", ()),
        (ROW + AMOUNTS + "transactionAcquiredDisposedCode", "A", ()),
        (ROW + AFTER + "sharesOwnedFollowingTransaction", "1012500", ()),
        (ROW + NATURE + "directOrIndirectOwnership", "D", ()),
        (NEXT + "securityTitle", "Common Stock", ()), (NEXT + "transactionDate", period, ()),
        (NEXT + "transactionCoding/transactionCode", "S", ()), (NEXT + AMOUNTS + "transactionShares", "7300", ("F1",)),
        (NEXT + AMOUNTS + "transactionPricePerShare", "14.0625", ()),
        (NEXT + AMOUNTS + "transactionAcquiredDisposedCode", "D", ()),
        (NEXT + AFTER + "sharesOwnedFollowingTransaction", "1005200", ()),
        (NEXT + NATURE + "directOrIndirectOwnership", "D", ()),
        (HELD + "securityTitle", "Common Stock", ()), (HELD + AFTER + "sharesOwnedFollowingTransaction", "7450", ()),
        (HELD + NATURE + "directOrIndirectOwnership", "I", ()), (HELD + NATURE + "natureOfOwnership", "By trust",
        ("F2",)),
        (OPTION + "securityTitle", "Stock option (right to buy)", ()), (OPTION + "conversionOrExercisePrice", "3.25",
        ()),
        (OPTION + "transactionDate", period, ()), (OPTION + "transactionCoding/transactionCode", "M", ()),
        (OPTION + AMOUNTS + "transactionShares", "12500", ()),
        (OPTION + AMOUNTS + "transactionAcquiredDisposedCode", "D", ()), (OPTION + "expirationDate", "2016-02-28", ()),
        (OPTION + "exerciseDate", "2007-02-28", ()),
        (OPTION + "underlyingSecurity/underlyingSecurityTitle", "Common Stock", ()),
        (OPTION + "underlyingSecurity/underlyingSecurityShares", "12500", ()),
        (OPTION + AFTER + "sharesOwnedFollowingTransaction", "0", ()),
        (OPTION + NATURE + "directOrIndirectOwnership", "D", ()),
        ("footnotes/footnote[1]", "Sold under a plan of the reporting person.", ()),
        ("footnotes/footnote[2]", "The reporting person is the trustee.", ()),
        ("ownerSignature[1]/signatureName", "/s/ Iris L. Quenby", ()), ("ownerSignature[1]/signatureDate",
        "2009-03-18", ()),
    ]  # fmt: skip
    return from_paths([(path, changes.get(path, value), notes) for path, value, notes in leaves])


FORM = filing()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("strength", STRENGTHS)
def test_the_same_arguments_give_the_same_dump(kind: Kind, strength: Strength) -> None:
    one, two, other = dump(FORM, kind, strength, 3), dump(FORM, kind, strength, 3), dump(FORM, kind, strength, 4)
    assert one == two
    assert one.text != other.text
    assert one.text.rstrip("\f").endswith("\n")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("strength", STRENGTHS)
def test_what_it_lists_names_leaves_of_the_filing(kind: Kind, strength: Strength) -> None:
    paths = {item.path for item in flatten(FORM)}
    for seed in range(8):
        made = dump(FORM, kind, strength, seed)
        told = legibility(FORM, made.beside)
        assert told.destroyed | told.invisible | told.marks_destroyed <= paths
        assert "issuer/issuerName" not in told.invisible
    assert set(made.beside) == {"destroyed", "invisible", "precision"}


@pytest.mark.parametrize("seed", range(6))
def test_a_light_layout_shows_every_value_as_printed(seed: int) -> None:
    made = dump(FORM, "layout", "light", seed)
    assert made.destroyed == ()
    for text in (
        "QUENBY IRIS L",
        "TMRK",
        "12,500",
        "1,012,500",
        "7,300 (1)",
        "$14.0625",
        "02/28/2016",
        "By trust",
        "03/18/2009",
    ):
        assert text in re.sub(r" {2,}", " ", made.text), text


@pytest.mark.parametrize("seed", range(6))
def test_markdown_is_pipe_tables_of_equal_rows(seed: int) -> None:
    text = dump(FORM, "markdown", "heavy", seed).text
    tables = [part.splitlines() for part in text.split("\n\n") if part.startswith("|")]
    assert len(tables) >= 3
    for lines in tables:
        assert set(lines[1]) <= {"|", "-"}
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in lines}) == 1


@pytest.mark.parametrize("seed", range(4))
def test_hocr_is_well_formed_with_boxes_inside_the_page(seed: int) -> None:
    root = etree.fromstring(dump(FORM, "hocr", "medium", seed).text.encode())
    page = root.find(".//{*}div[@class='ocr_page']")
    assert page is not None
    width, height = map(int, re.findall(r"bbox 0 0 (\d+) (\d+)", page.get("title", ""))[0])
    words = root.findall(".//{*}span[@class='ocrx_word']")
    assert len(words) > 150
    for word in words:
        x0, y0, x1, y1 = map(int, re.findall(r"bbox (\d+) (\d+) (\d+) (\d+)", word.get("title", ""))[0])
        assert 0 <= x0 < x1 <= width + 200
        assert 0 <= y0 < y1 <= height


@pytest.mark.parametrize("seed", range(8))
def test_ascii_of_the_nineties_has_seven_boxes_and_the_month(seed: int) -> None:
    made = dump(filing("1998-06-08"), "ascii", "light", seed)
    assert "4. Statement for" in re.sub(r"\s+", " ", made.text.replace("|", " "))
    assert "2A. Deemed" not in made.text
    assert "6/1998" in made.text
    assert made.precision["period_of_report"] == "month"
    assert max(map(len, made.text.splitlines())) <= 150
    assert ("<SEC-HEADER>" in made.text) == ("issuer_cik" not in made.invisible)


def test_a_pressed_together_line_no_longer_tells_the_side_but_the_code_does() -> None:
    assert not [name for name in dump(FORM, "ocr-text", "light", 1).destroyed if name.endswith(".ad")]
    gift = filing(**{OPTION + "transactionCoding/transactionCode": "G"})
    assert "derivative[0].ad" in dump(gift, "ocr-text", "light", 1).destroyed


def _lost(*names: str) -> tuple[str, ...]:
    return destroyed_names(FORM, names)


def test_the_form_gives_back_what_its_algebra_determines() -> None:
    assert _lost("non_derivative[1].following") == ()  # the balance
    assert _lost("non_derivative[0].shares") == ()  # the exercise stands in both tables
    assert _lost("derivative[0].conv_price") == ()  # the price paid is the strike
    assert _lost("derivative[0].shares") == ()
    assert _lost("period_of_report") == ()
    assert _lost("non_derivative[2].di") == ()
    assert _lost("non_derivative[1].ad") == ()


def test_what_nothing_determines_is_destroyed() -> None:
    assert _lost("non_derivative[1].price") == ("non_derivative[1].price",)
    assert _lost("derivative[0].expiration_date") == ("derivative[0].expiration_date",)
    assert _lost("non_derivative[2].following") == ("non_derivative[2].following",)
    both = ("non_derivative[1].following", "non_derivative[1].shares")
    assert _lost(*both) == both  # one of them could be had from the other


def test_one_lost_mark_is_found_by_elimination_two_are_not() -> None:
    assert _lost("non_derivative[1].fn.shares#1") == ()
    assert _lost("non_derivative[1].fn.shares#1", "non_derivative[2].fn.nature#2") == (
        "non_derivative[1].fn.shares", "non_derivative[2].fn.nature",
    )  # fmt: skip


def test_a_copy_that_can_be_read_saves_the_value() -> None:
    clean = scene(FORM, Style("2003", Hand()), random.Random(1))
    seen = iter(range(1000))

    def spoil(run: Run) -> Run:
        return Run("?", run.name, lost=True) if run.name == "owners[0].name" and next(seen) == 0 else run

    assert lost_names(each_run(clean, spoil)) == frozenset()
    all_gone = each_run(clean, lambda run: Run("?", run.name, lost=True) if run.name == "owners[0].name" else run)
    assert lost_names(all_gone) == {"owners[0].name"}


def test_rows_that_fall_apart_still_say_everything_twice() -> None:
    clean = scene(FORM, Style("2003", Hand()), random.Random(1))
    fallen = twice(clean, 1.0, random.Random(2))
    shares = [run for run in runs(fallen) if run.name == "derivative[0].shares"]
    title = " ".join(run.text for run in runs(fallen) if run.name == "derivative[0].title")
    assert len(shares) == 2
    assert title == "Stock option (right to buy)"


def test_clipped_words_are_lost_unless_said_elsewhere() -> None:
    clean = scene(FORM, Style("2003", Hand()), random.Random(1))
    cut = {run.name: run for run in runs(clipped(clean, 1.0, random.Random(2)))}
    assert cut["non_derivative[0].title"].text != "Common Stock"
    assert not cut["non_derivative[0].title"].lost
    assert cut["derivative[0].title"].lost


_BACK = {letter: digit for digit, letters in strokes.IN_NUMBERS.items() for letter in letters if letter != "?"}


@given(st.decimals(min_value=0, max_value=Decimal(10) ** 9, places=2), st.randoms(use_true_random=False))
def test_a_number_not_lost_still_has_its_digits(value: Decimal, rng: random.Random) -> None:
    text = f"{value:,.2f}" if value % 1 else f"{value:,.0f}"
    read = strokes.number(text, rng)
    if not read.lost:
        digits = "".join(_BACK.get(letter, letter) for letter in read.text)
        assert re.sub(r"\D", "", digits) == re.sub(r"\D", "", text)


@given(st.dates(date(1990, 1, 1), date(2039, 12, 31)), st.randoms(use_true_random=False))
def test_a_date_not_lost_still_has_its_digits_in_place(day: date, rng: random.Random) -> None:
    text = f"{day:%m/%d/%Y}"
    read = strokes.date(text, rng)
    if not read.lost:
        solid = read.text.replace(" ", "")
        assert len(solid) == 10
        back = "".join(_BACK.get(letter, letter) for letter in solid)
        assert back[:2] + back[3:5] + back[6:] == f"{day:%m%d%Y}"


@given(
    st.text(st.characters(codec="ascii", categories=("L", "N", "P", "Zs")), max_size=60),
    st.randoms(use_true_random=False),
)
def test_words_keep_their_length_and_labels_their_edges(text: str, rng: random.Random) -> None:
    assert len(strokes.words(text, rng).text) == len(text)
    assert strokes.label(f"({text}) ", 0.0, rng) == f"({text}) "


@given(st.randoms(use_true_random=False))
def test_splitting_a_column_loses_no_letter(rng: random.Random) -> None:
    table = Table(("title", "date"), (("Title of Security", "Date"), ("Common Stock", "02/03/2004")), 1, ("", "x"))
    cut = split(table, rng)
    assert len(cut.keys) == 3
    for row, old in zip(cut.rows, table.rows, strict=True):
        left, right = row[0].replace(" ", ""), row[1].replace(" ", "")
        whole = old[0].replace(" ", "")
        assert whole.startswith(left)
        assert whole.endswith(right)
        assert len(left) + len(right) >= len(whole)


@given(st.randoms(use_true_random=False))
def test_merging_keeps_both_neighbours(rng: random.Random) -> None:
    table = Table(("following", "di", "nature"), (("4,100", "I", "By son"),), 0, ("x",))
    (row,) = merged(table, 0.8, rng).rows
    assert " ".join(" ".join(row).split()) == "4,100 I By son"


def test_no_wear_is_no_change() -> None:
    clean = scene(FORM, Style("2016", Hand()), random.Random(1))
    assert worn(clean, Rates(), random.Random(1)) == clean
    assert [plain(line) for line in (clean[0].lines if hasattr(clean[0], "lines") else ())] == ["FORM 4"]


@pytest.mark.skipif(not FILINGS.is_dir(), reason="the shared filings are not beside this checkout")
def test_real_filings_come_out_in_every_kind() -> None:
    for at, path in enumerate(sorted(FILINGS.glob("*.xml"))[::6]):
        form = from_xml(path.read_bytes(), path.name)
        paths = {item.path for item in flatten(form)}
        for kind in KINDS:
            made = dump(form, kind, "heavy", at)
            told = legibility(form, made.beside)
            assert told.destroyed | told.invisible <= paths, (path.name, kind)
            assert len(made.destroyed) <= 0.25 * len(paths), (path.name, kind)
