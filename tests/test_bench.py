"""The ruler itself: honest splits, pairs that are counted right, shares with their intervals, a page from numbers; and
the floors under the figures that were measured last."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.bench.budgets import budgets
from extractor.bench.confusions import count, misread
from extractor.bench.documents import DUMPS, HELD_OUT, SCANS, made, names_in, plan, thinned
from extractor.bench.page import headline, page
from extractor.bench.results import share
from extractor.bench.run import MAX_ERROR, Pair, Setting, measure_one
from extractor.bench.tidy import tidy
from extractor.cli_bench import SEEDS
from extractor.synth.dumps import STRENGTHS
from extractor.synth.split import drawing, mine

DOCS, FLOORS = Path(__file__).parents[1] / "docs", Path(__file__).with_name("floors.json")


def test_splits_share_no_filer_issuer_or_seed(tmp_path: Path) -> None:
    tuning, report = (plan(split, 0, 1, 1)[:14] for split in ("tuning", "report"))  # type: ignore[arg-type]
    assert not {one.own_seed for one in tuning} & {one.own_seed for one in report}
    ours, theirs = (set(names_in(planned, tmp_path)) for planned in (tuning, report))
    assert not ours & theirs


def test_splits_share_no_typeface() -> None:
    pytest.importorskip("reportlab")
    import random

    from extractor.synth.typefaces import pick

    faces = {}
    for split in ("tuning", "report"):
        with drawing(split):  # type: ignore[arg-type]
            try:
                kinds = ("serif", "sans", "narrow", "typewriter")
                faces[split] = {pick(kind, random.Random(seed)).family for kind in kinds for seed in range(30)}
            except ValueError as error:
                pytest.skip(str(error))
    assert faces["tuning"]
    assert not faces["tuning"] & faces["report"]


def test_the_held_out_look_is_in_no_tuning_document() -> None:
    assert HELD_OUT not in {one.look for one in plan("tuning", 3, 3, 1)}
    assert HELD_OUT in {one.look for one in plan("report", 1, 1, 1)}


@given(st.lists(st.integers(), min_size=2))
def test_halves_make_the_whole(items: list[int]) -> None:
    halves = []
    for split in ("tuning", "report"):
        with drawing(split):  # type: ignore[arg-type]
            halves.append(list(mine(items)))
    assert sorted(halves[0] + halves[1]) == sorted(items)
    assert list(mine(items)) == items


def test_more_documents_never_change_those_there_are() -> None:
    few, many = plan("report", 1, 1, 1), plan("report", 3, 2, 1)
    assert {(one.id, one.own_seed) for one in few} <= {(one.id, one.own_seed) for one in many}
    assert {one.own_seed for one in few}.isdisjoint(one.own_seed for one in plan("report", 1, 1, 2))


@given(st.integers(1, 49))
def test_a_sample_is_spread_over_looks_and_damages(size: int) -> None:
    some = thinned([one for one in plan("report", 1, 0, 1) if one.damage in SCANS], size)
    assert len(some) == len(set(some)) == size
    for of in ("look", "damage"):
        counts = [sum(getattr(one, of) == name for one in some) for name in {getattr(one, of) for one in some}]
        assert max(counts) - min(counts) <= 2


def test_a_document_is_made_once_and_read_with_its_evidence(tmp_path: Path) -> None:
    planned = next(one for one in plan("tuning", 0, 1, 1) if one.damage == "layout-light")
    first = made(planned, tmp_path)
    stamp = first.files[0].stat().st_mtime_ns
    measured = measure_one(planned, Setting(tmp_path))
    assert first.files[0].stat().st_mtime_ns == stamp
    assert len(measured.examples) > 15
    assert {example.evidence.source for example in measured.examples} <= {"dump", "page"}
    assert measured.pairs
    again = measure_one(planned, Setting(tmp_path))  # from the readings that were kept
    assert again.score == measured.score
    bought = budgets([measured])
    assert set(bought) == {"dumps, light and medium", "all"}
    shares = [one["unreviewed"] for one in bought["all"].values()]
    assert shares == sorted(shares)
    assert 0 < shares[-1] <= 1
    sent = {example.path for example in measured.examples if not example.evidence.empty} & {
        outcome.at for outcome in measured.score.outcomes if outcome.needs_review
    }
    values = sum(not example.evidence.empty for example in measured.examples)
    assert bought["all"][str(MAX_ERROR)]["unreviewed"] == pytest.approx(1 - len(sent) / values, abs=1e-4)


@pytest.mark.parametrize(
    ("printed", "read", "expected"),
    [
        ("1,500", "1.500", [(",", ".")]),
        ("modern", "modem", [("rn", "m")]),
        ("Stock", "5tock", [("S", "5")]),
        ("same", "same", []),
    ],
)
def test_misreadings_are_what_differs(printed: str, read: str, expected: list[tuple[str, str]]) -> None:
    assert list(misread(printed, read)) == expected


def test_numbers_are_counted_as_they_stood() -> None:
    counts = count([Pair("tesseract", "shares", "1791454", "1.791,454"), Pair("tesseract", "shares", "5", "nothing")])
    assert counts["tesseract"].read[","] == {".": 1}
    assert counts["tesseract"].printed["1"] == 2


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(5, 50)), min_size=1, max_size=30))
def test_a_share_lies_in_its_interval(counts: list[tuple[int, int]]) -> None:
    at, low, high = share(counts)
    assert 0 <= low <= high <= 1
    assert at == pytest.approx(sum(one for one, _ in counts) / sum(every for _, every in counts), abs=1e-4)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=30,
)


@given(_JSON)
def test_tidy_json_says_the_same(value: object) -> None:
    assert json.loads(tidy(value, width=40)) == value


def measured_last() -> dict[str, object]:
    path = DOCS / "accuracy.json"
    if not path.is_file():
        pytest.skip("docs/accuracy.json is not there: make bench-quick writes it")
    told = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(told, dict)
    return told


def test_the_page_is_what_the_numbers_say() -> None:
    recogniser = json.loads((DOCS / "recogniser.json").read_text(encoding="utf-8"))
    assert (DOCS / "accuracy.md").read_text(encoding="utf-8") == page(measured_last(), recogniser)


def test_the_readme_quotes_the_figures() -> None:
    assert headline(measured_last()) in (DOCS.parent / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(json.loads(FLOORS.read_text(encoding="utf-8"))))
def test_no_figure_fell_below_its_floor(name: str) -> None:
    """Floors are raised when figures rise; a run that falls below one is not committed."""
    found: object = measured_last()
    for key in name.split("/"):
        assert isinstance(found, dict), name
        found = found[key]
    number = found[0] if isinstance(found, list) else found
    limit = json.loads(FLOORS.read_text(encoding="utf-8"))[name]
    assert isinstance(number, int | float)
    assert number >= limit["least"] if "least" in limit else number <= limit["most"]


def test_every_damage_was_measured() -> None:
    damages = measured_last()["damages"]
    assert isinstance(damages, dict)
    assert set(damages) == {*SCANS, *DUMPS}


def test_every_seed_is_told_by_itself() -> None:
    seeds = measured_last()["by_seed"]
    assert isinstance(seeds, dict)
    assert list(seeds) == [str(seed) for seed in SEEDS]
    assert all({*SCANS, *STRENGTHS} <= set(levels) for levels in seeds.values())
