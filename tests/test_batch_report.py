"""What entries tell, add up to, and look like to people; and what one document costs when its reader dies."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from extractor.batch import work
from extractor.batch.entries import SUREST, Bin, Entry, bin_of, from_line, to_line, told
from extractor.batch.inputs import Document
from extractor.batch.ledger import Row
from extractor.batch.progress import counts, left
from extractor.batch.report import as_html, as_text, duration, sections
from extractor.batch.run import Tally
from extractor.batch.status import status
from extractor.batch.stores import Folder
from extractor.batch.totals import Totals, totals
from extractor.batch.work import Item, edition, key_of, read_items
from extractor.errors import BrokenOffError, InputError, TimeLimitError
from extractor.export.json import to_json
from extractor.options import Limits, Options
from tests.made import extraction


def entry(**given: Any) -> Entry:
    return replace(told("k" * 40, "f" * 64, [extraction()]), seconds=2.0, **given)


def test_an_entry_counts_what_was_read() -> None:
    one = entry()
    made = extraction()
    valued = [field for field in made.fields if field.value is not None]
    assert (one.code, one.cause, one.status) == (3, "1 field and 1 issue for review", "review")
    assert (one.fields, one.doubtful, one.issues, one.pages) == (len(made.fields), 1, 1, 1)
    assert one.repairs == {"exercise-mirror": 1}
    assert sum(found.fields for found in one.sureness.values()) == len(valued)
    assert sum(found.wrong for found in one.sureness.values()) == pytest.approx(
        sum(1 - (field.confidence or 0) for field in valued)
    )
    clean = told("k", "f", [extraction(doubtful=False), extraction(doubtful=False)])
    assert (clean.code, clean.status, clean.cause, clean.filings) == (0, "clean", "", 2)
    assert from_line(to_line(one)) == one


@pytest.mark.parametrize(
    "line", ["", "[]", "{}", "null", '{"key": 1}', to_line(entry())[:-3], '{"sureness": {"x": [1]}}']
)
def test_a_line_that_is_no_entry_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        from_line(line)


def test_bins_of_confidence() -> None:
    assert [bin_of(confidence) for confidence in (0.0, 0.5, 0.9, 0.99, 0.999, 1.0)] == [0, 3, 10, 20, 30, SUREST]


def rows() -> Iterator[Row]:
    yield Row(1, "a.txt", entry(), None, True)
    yield Row(2, "b.txt", entry(), "a.txt")
    yield Row(
        3, "<img src=x onerror=alert(1)>\x1b[2J.pdf", Entry("", "", 4, "it has 510 pages, above the limit of 100; …")
    )
    yield Row(4, "d.pdf", Entry("", "", 4, "it has 2,000 pages, above the limit of 100; …"))


def test_totals_count_duplicates_once_and_equal_causes_together() -> None:
    found = totals(rows())
    assert dict(found.statuses) == {"review": 1, "duplicate": 1, "failed": 2}
    assert (found.inputs, found.documents, found.fields) == (4, 1, entry().fields)
    ((key, cause),) = found.causes.items()
    assert key == (4, "it has N pages, above the limit of N; …")
    assert cause.count == 2
    assert found.worst_codes == {3, 4}


def test_risk_is_what_confidence_says() -> None:
    found = Totals(bins={30: Bin(900, 900, 0.9, 0.9), 10: Bin(100, 20, 10.0, 2.0)})
    assert found.risk() == [(0.9, pytest.approx(0.001)), (1.0, pytest.approx(0.0109))]
    assert [found.covered(error) for error in (0.0001, 0.005, 0.02)] == [0.0, 0.9, 1.0]
    assert found.unreviewed_error == pytest.approx(2.9 / 920)


def test_the_report_is_one_page_that_runs_nothing() -> None:
    tally = Tally(review=1, failed=2, duplicate=1, read=3, pages=1, course=[(1.0, 1), (2.0, 3)])
    told_ = sections(totals(rows()), tally, Options(), "2 processes", "1.0")
    page = as_html(told_)
    tree = html.fromstring(page)
    assert not tree.xpath("//script | //link | //iframe | //object | //@onerror")
    assert [link for link in tree.xpath("//@src | //@href") if not link.startswith("data:image/svg+xml;base64,")] == []
    assert len(tree.xpath("//img")) == 3
    assert "default-src 'none'" in tree.xpath("//meta[@http-equiv]/@content")[0]
    assert b"\x1b" not in page
    text = as_text(told_)
    for words in (
        "Batch of 4 inputs",
        "<img src=x onerror=alert(1)>\\x1b[2J.pdf",
        "form4-edgar-2003",
        "exercise-mirror",
    ):
        assert words in text
        assert words in tree.text_content()
    assert "\x1b" not in text


def test_a_report_of_nothing_says_so() -> None:
    text = as_text(sections(Totals(), Tally(), Options(), "2 processes", "1.0"))
    assert "No document could be read." in text
    assert "Nothing was left to read" in text


def test_progress_in_words() -> None:
    tally = Tally(clean=1, review=2, failed=3, duplicate=1, read=6)
    tally.begun -= 60
    assert counts(tally) == "1 clean, 2 for review, 3 failed, 1 duplicate"
    assert left(tally, []) is None
    assert left(tally, [13]) == pytest.approx(60, rel=0.1)
    assert [duration(seconds) for seconds in (1.234, 59, 200, 7500)] == ["1.23 s", "59 s", "3 min 20 s", "2 h 05 min"]


def item(out: Path, **given: Any) -> Item:
    return Item(Document("a/b.txt", "a/b.txt"), "f" * 64, "k" * 40, str(out), ("json",), Options(), **given)


def test_a_reader_that_dies_is_given_a_second_chance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ends: list[Callable[[], Entry]] = []

    def guarded(*_: object) -> Entry:
        return ends.pop(0)()

    def dies() -> Entry:
        raise BrokenOffError("a/b.txt: reading it broke off (killed by signal 9); check.")

    monkeypatch.setattr(work, "guarded", guarded)
    ends[:] = [dies, entry]
    assert read_items([item(tmp_path)])[0].status == "review"
    ends[:] = [dies, dies]
    failed = read_items([item(tmp_path)])[0]
    assert (failed.code, failed.again) == (4, True)
    assert failed.cause == "reading it broke off (killed by signal 9); check."


@pytest.mark.parametrize(("error", "code", "again"), [
    (InputError("a/b.txt: no form."), 4, False),
    (TimeLimitError("a/b.txt: too long."), 9, True),
    (ValueError("a bug"), 1, True),
])  # fmt: skip
def test_what_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int, again: bool
) -> None:
    def guarded(*_: object) -> Entry:
        raise error

    monkeypatch.setattr(work, "guarded", guarded)
    failed = read_items([item(tmp_path)])[0]
    assert (failed.code, failed.again, failed.status) == (code, again, "failed")
    assert not failed.cause.startswith("a/b.txt")


def test_a_format_that_is_missing_is_made_of_what_was_read(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(to_json(extraction()))
    before = entry(formats=("json",), outputs=("x.json",))
    made = work._done(replace(item(tmp_path, kept=before), formats=("text",)))
    assert made.formats == ("json", "text")
    assert made.sureness == before.sureness
    assert "QUARRY LIGHT CORP" in (tmp_path / made.outputs[1]).read_text()


def test_keys_follow_bytes_options_and_knowledge(tmp_path: Path) -> None:
    plain = edition(Options())
    slow = Options(limits=Limits(document_seconds=500, engine_seconds=400))
    assert edition(slow) == plain, "a limit of time decides nothing that is kept"
    (tmp_path / "names").write_text("ACME")
    others = [
        Options(dpi=300),
        Options(max_error=0.01),
        Options(limits=Limits(pages=5)),
        Options(lexicon=tmp_path / "names"),
    ]
    editions = {edition(options) for options in others}
    (tmp_path / "names").write_text("ACME CORP")
    editions.add(edition(others[-1]))
    assert len(editions | {plain}) == 6
    assert len({key_of(sha256, one) for sha256 in ("a", "b") for one in (plain, *editions)}) == 12
    assert len(key_of("a", plain)) == 40


def test_status_of_a_batch_that_was_killed(tmp_path: Path) -> None:
    store = Folder(str(tmp_path))
    with pytest.raises(InputError, match="no batch was run there"):
        status(store)
    state = {"state": "running", "updated": 1, "seconds": 5.0, "clean": 0, "review": 1, "failed": 1, "duplicate": 0}
    (tmp_path / "form4-batch.json").write_text(json.dumps(state | {"kept": 0, "other": 0, "read": 2}))
    lines = [to_line(entry()), to_line(Entry("x", "y", 9, "not done after 120 s.", again=True))]
    (tmp_path / "journal.jsonl").write_text("\n".join(lines) + "\n")
    first, *rest = status(store)
    assert first.startswith("Stopped before its end")
    assert "2 different documents read so far, by all runs: 0 clean, 1 for review, 1 failed." in rest
    assert "1 failed: not done after 120 s." in rest
    assert math.isclose(sum(line.count("failed") for line in rest), 2)
