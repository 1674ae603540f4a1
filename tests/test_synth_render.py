"""Rendered forms: every look, whole, deterministic, honest about what it does not show; and documents in bulk."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pypdfium2
import pytest

from extractor.export.ownership import from_xml
from extractor.legible import legibility
from extractor.synth import typefaces
from extractor.synth.filings import make_filing
from extractor.synth.make import make
from extractor.synth.render import LAYOUTS, render
from models.form4 import Form4

FILINGS = Path(__file__).parents[1].parent / "shared" / "data" / "filings"


def words(pdf: bytes) -> str:
    """The text of a PDF, blanks and line breaks taken out."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(re.sub(r"\s|\ufffe|\xad", "", page.get_textpage().get_text_range()) for page in document)
    finally:
        document.close()


def tight(text: str | None) -> str:
    return re.sub(r"\s", "", text or "")


def numbers(form: Form4) -> list[str]:
    """What every row's holdings look like in print, with or without commas."""
    owned = [
        row.post_transaction_amounts.shares_owned_following_transaction.value
        for row in (*form.non_derivative_table, *form.derivative_table)
    ]
    return [f"{amount.normalize():f}" for amount in owned if amount is not None]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("seed", range(6))
def test_a_look_prints_the_whole_filing(layout: str, seed: int) -> None:
    form = make_filing(seed, layout).form
    rendered = render(form, layout, seed)
    printed = words(rendered.pdf)
    assert "FORM4" in printed
    assert tight(form.issuer.issuer_name.value) in printed
    assert tight(form.issuer.issuer_trading_symbol.value) in printed
    for owner in form.reporting_owner:
        assert tight(owner.reporting_owner_id.rpt_owner_name.value) in printed
        assert tight(owner.reporting_owner_address.rpt_owner_street1.value) in printed
    for note in form.footnotes:
        assert tight(note.value) in printed
    for signature in form.owner_signature:
        name = signature.signature_name.value or ""
        by_hand = name.replace("/s/ ", "") if layout.startswith("paper") else name  # a hand is what "/s/" stands for
        assert tight(name) in printed or tight(by_hand) in printed
    bare = printed.replace(",", "")
    assert [number for number in numbers(form) if number not in bare] == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_seed_renders_the_same_bytes_and_another_seed_others(layout: str) -> None:
    form = make_filing(3, layout).form
    assert render(form, layout, 1).pdf == render(form, layout, 1).pdf
    assert render(form, layout, 1).pdf != render(form, layout, 2).pdf


@pytest.mark.parametrize("layout", LAYOUTS)
def test_it_says_where_the_values_stand_and_what_it_hides(layout: str) -> None:
    for seed in range(8):
        form = make_filing(seed, layout).form
        rendered = render(form, layout, seed)
        seen = legibility(form, {"invisible": rendered.invisible, "precision": rendered.precision})
        assert "issuer/issuerCik" in seen.invisible
        assert ("periodOfReport" in seen.months) == (layout == "paper-1996")
        document = pypdfium2.PdfDocument(rendered.pdf)
        sizes = [page.get_size() for page in document]
        document.close()
        legibility(form, {"destroyed": list(rendered.places.boxes)})  # the names are known ones
        for page, box in rendered.places.boxes.values():
            width, height = sizes[page - 1]
            assert 0 <= box.x0 < box.x1 <= width
            assert 0 <= box.y0 < box.y1 <= height
        rows = [*form.non_derivative_table, *form.derivative_table]
        assert sum(name.endswith("].following") for name in rendered.places.boxes) == len(rows)


def test_a_joint_filing_on_paper_gets_a_continuation_sheet() -> None:
    form = make_filing(4, "paper-1996", owners=5).form
    printed = words(render(form, "paper-1996", 4).pdf).upper()
    assert "JOINTFILERINFORMATION" in printed
    assert printed.count("RELATIONSHIP:") == 4


def test_many_rows_run_over_several_pages() -> None:
    form = next(f for n in range(400) if len((f := make_filing(n, "paper-2002").form).non_derivative_table) > 20)
    for layout in LAYOUTS:
        rendered = render(form, layout, 5)
        pages = {page for name, (page, _) in rendered.places.boxes.items() if name.startswith("non_derivative")}
        assert layout.startswith("edgar") or len(pages) > 1
        assert sum(name.endswith("].following") for name in rendered.places.boxes) == len(
            [*form.non_derivative_table, *form.derivative_table]
        )


def test_form_3_has_edgars_looks_and_no_paper_one() -> None:
    form = make_filing(2, "edgar-2016", number="3").form
    for layout in ("edgar-2003", "edgar-2016"):
        assert "INITIALSTATEMENT" in words(render(form, layout, 1).pdf)
    with pytest.raises(ValueError, match="paper-2002"):
        render(form, "paper-2002", 1)
    with pytest.raises(ValueError, match="known are"):
        render(form, "edgar-1999", 1)


def test_it_renders_with_the_base_fonts_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    typefaces.available.cache_clear()
    monkeypatch.setattr(typefaces, "_files", dict)
    monkeypatch.setattr(typefaces, "_bundled_script", lambda: iter(()))
    try:
        for layout in LAYOUTS:
            for seed in range(4):
                form = make_filing(seed, layout).form
                assert tight(form.issuer.issuer_name.value) in words(render(form, layout, seed).pdf)
    finally:
        monkeypatch.undo()
        typefaces.available.cache_clear()


@pytest.mark.skipif(not FILINGS.is_dir(), reason="the real filings are not here")
def test_real_filings_render_in_every_look() -> None:
    for number, path in enumerate(sorted(FILINGS.glob("*.xml"))[::9]):
        form = from_xml(path.read_bytes())
        kind = (form.document_type.value or "")[:1]
        layout = LAYOUTS[number % len(LAYOUTS)] if kind == "4" else ("edgar-2003", "edgar-2016")[number % 2]
        assert tight(form.issuer.issuer_name.value) in words(render(form, layout, number).pdf), path.name


def test_documents_in_bulk_with_truth_and_manifest(tmp_path: Path) -> None:
    asked = (("edgar-2003", "paper-1996"), ("pdf", "L3", "layout-light"))
    made = make(6, 11, *asked, tmp_path / "a", ruin=1.0)
    make(6, 11, *asked, tmp_path / "b", ruin=1.0)
    rows = list(csv.DictReader((tmp_path / "a" / "manifest.csv").open()))
    assert [(row["look"], row["level"]) for row in rows] == [(d.layout, d.damage) for d in made]
    for row, document in zip(rows, made, strict=True):
        truth = from_xml((tmp_path / "a" / "truth" / f"{row['id']}.xml").read_bytes())
        assert truth.issuer == document.filing.form.issuer
        beside = json.loads((tmp_path / "a" / "truth" / f"{row['id']}.json").read_text())
        legibility(truth, beside)
        assert len(beside["destroyed"]) == int(row["destroyed"])
        for name in row["files"].split(";"):
            assert (tmp_path / "a" / "input" / name).read_bytes() == (tmp_path / "b" / "input" / name).read_bytes()
    assert any(d.beside["destroyed"] for d in made if d.damage == "L3")


def test_given_filings_are_printed_and_unknown_names_refused(tmp_path: Path) -> None:
    form = make_filing(1, "edgar-2016", number="3").form
    (document,) = make(1, 1, ["paper-1996"], ["pdf"], tmp_path, given=[form])
    assert document.layout == "edgar-2003"
    for layouts, damages in ((["nowhere"], ["pdf"]), (["edgar-2003"], ["fire"]), ([], ["pdf"])):
        with pytest.raises(ValueError, match=r"known are|at least one"):
            make(1, 1, layouts, damages, tmp_path)
