"""Filings that support each other: who is kin to whom, what twins vote, what siblings bear out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from extractor import cli_link, pipeline
from extractor.link.kin import Kin, kin, same_filing
from extractor.link.known import siblings_of
from extractor.link.portraits import Portrait, portrait
from extractor.link.twins import Linked, Twin
from extractor.options import Options
from extractor.pipeline import ReadDocument
from extractor.records import Source
from extractor.repair.hearsay import heard
from extractor.repair.sheet import lay_out
from extractor.score import Verdict, score
from extractor.siblings import Saying, Siblings
from extractor.synth.dumps import dump
from extractor.synth.filings import make_series
from models.extraction import Extraction
from models.field import State
from models.form4 import Form4

OPTIONS = Options()
SERIES = [filing.form for filing in make_series(11, "edgar-2016", 3)]


def read(text: str, name: str) -> ReadDocument:
    data = text.encode()
    source = Source(name, hashlib.sha256(data).hexdigest(), "dump", "text/plain", data, text, "utf-8")
    return pipeline.read(source, OPTIONS)


def linked(documents: Sequence[ReadDocument]) -> tuple[list[Extraction], list[Extraction], tuple[Kin, ...]]:
    """Every document's filing concluded by itself, and in the light of the others; and who is kin to whom."""
    alone = [pipeline.conclude(document, OPTIONS)[0] for document in documents]
    portraits = [portrait(one, one.source.name) for one in alone]
    found = kin(portraits)
    known = [
        Linked(
            tuple(Twin(documents[j].sources[0].name, documents[j].filings[0].cells) for j in one.twins),
            siblings_of(number, portraits, one),
        )
        for number, one in enumerate(found)
    ]
    together = [pipeline.conclude(one, OPTIONS, linked=[link])[0] for one, link in zip(documents, known, strict=True)]
    return alone, together, found


def right(form: Form4, extraction: Extraction) -> tuple[int, int]:
    """Fields that are right, and fields that are not and that nobody is asked about."""
    outcomes = score(form, extraction.fields).outcomes
    return sum(one.verdict is Verdict.RIGHT for one in outcomes), sum(one.silent for one in outcomes)


def test_two_dumps_of_one_filing_are_voted_field_by_field() -> None:
    documents = [
        read(dump(form, kind, "heavy", seed).text, f"{kind}-{seed}.txt")
        for seed, form in enumerate(SERIES[:2])
        for kind in ("layout", "markdown")
    ]
    alone, together, found = linked(documents)
    assert [one.twins for one in found] == [(1,), (0,), (3,), (2,)]
    forms = [form for form in SERIES[:2] for _ in range(2)]
    before = [right(form, one) for form, one in zip(forms, alone, strict=True)]
    after = [right(form, one) for form, one in zip(forms, together, strict=True)]
    assert sum(n for n, _ in after) > sum(n for n, _ in before)
    assert sum(n for _, n in after) <= sum(n for _, n in before)
    reviewed = [sum(field.needs_review for one in said for field in one.fields) for said in (alone, together)]
    assert reviewed[1] < reviewed[0] * 0.7
    told = [issue.message for issue in together[0].issues if issue.code == "link.same-filing"]
    assert len(told) == 1
    assert told[0].startswith("markdown-0.txt holds the same filing: ")


def test_what_only_the_twin_says_is_a_repair_and_has_no_place_here() -> None:
    whole = dump(SERIES[0], "layout", "light", 3).text
    symbol = SERIES[0].issuer.issuer_trading_symbol.value or ""
    torn = whole.replace(symbol, " " * len(symbol), 1)
    _, (one, _), found = linked([read(torn, "torn.txt"), read(dump(SERIES[0], "markdown", "light", 4).text, "b.md")])
    assert found[0].twins == (1,)
    (field,) = [field for field in one.fields if field.path == "issuer/issuerTradingSymbol"]
    assert (field.value, field.state, field.span) == (symbol, State.REPAIRED, None)
    assert [(repair.rule, repair.reason) for repair in field.repairs] == [
        ("link.same-filing", "b.md, the same filing, says so")
    ]


def test_a_copy_is_no_second_opinion() -> None:
    text = dump(SERIES[0], "layout", "heavy", 5).text
    alone, together, found = linked([read(text, "a.txt"), read(text + "\n\n", "b.txt"), read(text, "c.txt")])
    assert [one.twins for one in found] == [(), (), ()]
    assert all(len(one.copies) == 2 for one in found)
    assert [one.fields for one in together] == [one.fields for one in alone]


def portraits_of(*forms: Form4) -> list[Portrait]:
    return [
        portrait(pipeline.conclude(read(dump(form, "markdown", "light", n).text, f"{n}.md"), OPTIONS)[0], f"{n}.md")
        for n, form in enumerate(forms)
    ]


def test_names_that_are_nearly_alike_are_nobodys() -> None:
    (one,) = portraits_of(SERIES[0])
    names = ["WHITTINGHAM CHARLES FRANCIS", "WHITTINGHAM CHARLES FRANC1S", "WHITTINGHAM CHARLES FRANCES"]

    def named(number: int, name: str) -> Portrait:
        return replace(one, owners=((name, ""),), sha256=str(number), day=date(2020, 1, 1) + timedelta(number), rows={})

    first, misread, brother = (named(number, name) for number, name in enumerate(names))
    assert [one.siblings for one in kin([first, misread])] == [(1,), (0,)]
    assert [one.siblings for one in kin([first, brother])] == [(), ()]
    assert [one.siblings for one in kin([first, misread, brother])] == [(), (), ()]
    father, son = replace(first, owners=(("DOE JOHN", ""),)), replace(misread, owners=(("DOE JOHN JR", ""),))
    assert [one.siblings for one in kin([father, son])] == [(), ()]


def test_an_amendment_is_not_the_filing_it_amends() -> None:
    one, same = portraits_of(SERIES[0], SERIES[0])
    assert same_filing(one, same)
    assert not same_filing(one, replace(same, kind="4/A 2018-01-02"))


def test_balances_carry_over_and_a_gap_is_no_objection() -> None:
    documents = [read(dump(form, "layout", "light", n).text, f"{n}.txt") for n, form in enumerate(SERIES)]
    alone, together, found = linked(documents)
    assert [sorted(one.siblings) for one in found] == [[1, 2], [0, 2], [0, 1]]
    borne = [issue for one in together for issue in one.issues if issue.code == "link.balance"]
    assert borne
    assert all(issue.severity == "note" for issue in borne)
    assert any("what 0.txt of " in issue.message and "says was owned in the end" in issue.message for issue in borne)
    doubts = [[issue for issue in one.issues if issue.severity == "doubt"] for one in alone]
    assert [[issue for issue in one.issues if issue.severity == "doubt"] for one in together] == doubts
    assert [field.value for one in together for field in one.fields] == [
        field.value for one in alone for field in one.fields
    ]


def test_the_order_of_the_documents_does_not_matter() -> None:
    documents = [
        read(dump(form, kind, "heavy", n).text, f"{kind}-{n}.txt")
        for n, form in enumerate(SERIES)
        for kind in ("ascii", "markdown")
    ]
    forth, back = linked(documents)[1], linked(documents[::-1])[1]
    assert [(one.fields, one.issues) for one in forth] == [(one.fields, one.issues) for one in back[::-1]]


@pytest.mark.parametrize(
    ("said", "opened"),
    [
        (["PONDEROSA MILLWORKS INC", "PONDEROSA MILLWORKS INC"], True),
        (["PONDEROSA MILLWORKS INC"], False),  # one against one
        (["PONDEROSA MILLWORKS INC", "PONDEROSA MILLW0RK INC"], False),  # one for each
        (["JUNIPER FOODS CORP", "JUNIPER FOODS CORP"], False),  # not close
        (["PONDEROSA MILLNORKS LLC", "PONDEROSA MILLNORKS LLC"], False),  # two words differ
    ],
)
def test_a_spelling_is_open_when_more_filings_have_it_otherwise(said: list[str], opened: bool) -> None:
    text = dump(SERIES[0], "markdown", "light", 1).text
    issuer = SERIES[0].issuer.issuer_name.value or ""
    document = read(text.replace(issuer, "PONDEROSA MILLNORKS INC"), "a.md")
    sayings = tuple(Saying(name, f"{number}.md") for number, name in enumerate(said))
    siblings = Siblings({"issuer/issuerName": sayings})
    from extractor.repair.lexicons import load_lexicons
    from extractor.repair.propose import propose

    sheet, _ = lay_out(propose(document.filings[0].cells, load_lexicons()), "4")
    opened_sheet, _ = heard(sheet, siblings)
    values = [one.value for one in opened_sheet.cells["issuer/issuerName"].candidates]
    assert values[0] == "PONDEROSA MILLNORKS INC"
    assert ("PONDEROSA MILLWORKS INC" in values[1:]) is opened
    extraction = pipeline.conclude(document, OPTIONS, linked=[Linked(siblings=siblings)])[0]
    name = next(field for field in extraction.fields if field.path == "issuer/issuerName")
    assert name.value == ("PONDEROSA MILLWORKS INC" if opened else "PONDEROSA MILLNORKS INC")
    if opened:
        assert name.repairs[-1].rule == "link.words"
        assert name.repairs[-1].reason == (
            "“PONDEROSA MILLWORKS INC” stands in 0.md, 1.md too, of the same owner and issuer"
        )


def test_the_command_links_a_folder_and_a_bad_document_costs_no_other(form4: Any, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number, form in enumerate(SERIES[:2]):
        text = dump(form, "layout", "light", number).text
        (tmp_path / "in" / f"{number}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "in" / "2.txt").write_text("no form at all", encoding="utf-8")
    run = form4("extract", tmp_path / "in", "--link", "-o", tmp_path / "out")
    assert run.code not in (0, 1, 3)
    read = {path.name: json.loads(path.read_bytes()) for path in (tmp_path / "out").iterdir()}
    assert sorted(read) == ["0.json", "1.json"]
    assert any("0.txt" in issue["message"] for issue in read["1.json"]["issues"] if issue["code"] == "link.words")
    (tmp_path / "in" / "2.txt").unlink()
    (tmp_path / "in" / "more").mkdir()
    (tmp_path / "in" / "1.txt").rename(tmp_path / "in" / "more" / "0.txt")
    form4("extract", tmp_path / "in", "--link", "-o", tmp_path / "again")
    said = json.loads((tmp_path / "again" / "in-0.json").read_bytes())["issues"]
    assert any("more/0.txt" in issue["message"] for issue in said if issue["code"] == "link.words")


def test_what_cannot_be_linked_is_said_in_a_sentence(
    form4: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    run = form4("extract", tmp_path, "--link", "--overlay", "-o", tmp_path / "out")
    assert run.code == 2
    assert "leave one out" in run.err
    monkeypatch.setattr(cli_link, "MOST_DOCUMENTS", 1)
    run = form4("extract", tmp_path, "--link", "-o", tmp_path / "out")
    assert run.code == 2
    assert "at most 1 documents" in run.err
