"""docs/accuracy.md from the numbers of a run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from extractor.bench import readers
from extractor.bench.documents import HELD_OUT, OTHER_FORMS, SCANS
from extractor.synth import engine_text
from extractor.synth.dumps import STRENGTHS
from extractor.synth.make import TEXTS

LEVELS: Mapping[str, str] = {
    "pdf": "born-digital PDF", "L0": "clean 300 dpi", "L1": "office scan", "L2": "poor scan, 200 dpi", "L3": "fax",
    "L4": "copy of a copy", "L5": "office scan, turned",
}  # fmt: skip


def page(results: Mapping[str, Any], recogniser: Mapping[str, Any] | None = None) -> str:
    """The page in Markdown; `results` is what a run wrote to docs/accuracy.json, `recogniser` what stands in
    docs/recogniser.json."""
    return "\n".join([*_head(results), *_accuracy(results), *_promise(results), *_seeds(results), *_budgets(results),
                      *_confidence(results), *_ablation(results),
                      *(readers.section(recogniser) if recogniser else ()), *_kinds(results),
                      *_again(results)]) + "\n"  # fmt: skip


def headline(results: Mapping[str, Any]) -> str:
    """The figures that the README quotes, as a small table in Markdown."""
    media, limit = results["media"], results["max_error"]
    rows = [
        [name, one["documents"], one["fields"], _range(one["right"]), _range(one["wrong_accepted"], 2)]
        for name, one in (
            ("scans and PDFs", media.get("scan")),
            ("text dumps", media.get("dump")),
            (f"a look nothing was tuned on (`{HELD_OUT}`)", results["held_out"]),
        )
        if one
    ]
    header = ["", "documents", "fields", "right %", f"wrong % where nobody reviews at `--max-error {limit:.1%}`"]
    return "\n".join(_table(header, rows)) + "\n"


def _head(results: Mapping[str, Any]) -> Iterator[str]:
    total, media = results["total"], results["media"]
    yield "# Accuracy"
    yield ""
    yield (
        f"Made by `{results['command']}` on {results['date']}: {results['documents']} made documents "
        f"({sum(media[m]['documents'] for m in media if m == 'scan')} scans and PDFs, "
        f"{sum(media[m]['documents'] for m in media if m == 'dump')} text dumps), "
        f"{total['fields']} fields with a value. "
        "None of their filers, issuers, typefaces or seeds was seen when anything was tuned, and of the look "
        f"`{HELD_OUT}` nothing at all. Forms, filers and damage are made up: what is measured here is not measured on "
        "real paper. Brackets hold the interval that 95 of 100 other draws of as many documents should fall in."
    )
    yield ""
    yield f"A field is right when it equals what is printed. In all {_range(total['right'])} of the fields are right; "
    yield f"of those that are not sent to review at `--max-error {results['max_error']:.1%}` "
    yield f"{_range(total['wrong_accepted'])} are wrong."
    yield ""


def _accuracy(results: Mapping[str, Any]) -> Iterator[str]:
    yield "## Fields right, by look and level (%)"
    yield ""
    looks, cells = list(results["looks"]), results["cells"]
    header = ["look", *(level for level in SCANS if level in results["damages"])]
    rows = [
        [
            look + (" (held out)" if look == HELD_OUT else ""),
            *(_share(cells.get(f"{look} {level}")) for level in header[1:]),
        ]
        for look in looks
    ]
    rows.append(["**all**", *(_range(results["damages"][level]["right"]) for level in header[1:])])
    yield from _table(header, rows)
    yield ""
    yield "; ".join(f"{level}: {LEVELS[level]}" for level in header[1:]) + "."
    yield ""
    yield "## Fields right in text dumps, by kind and strength (%)"
    yield ""
    yield (
        f"`{engine_text.KIND}` is what Tesseract typed from made scans (light: clean and office, medium: office and "
        "poor, heavy: faxes and copies), of which only what its text still spells is asked; the others are made up."
    )
    yield ""
    yield from _table(
        ["kind", *STRENGTHS],
        [
            [kind, *(_range_of(results["damages"].get(f"{kind}-{strength}")) for strength in STRENGTHS)]
            for kind in TEXTS
        ],
    )
    yield ""


def _promise(results: Mapping[str, Any]) -> Iterator[str]:
    yield f"## Fields that nobody reviews at `--max-error {results['max_error']:.1%}`"
    yield ""
    yield (
        "*wrong*: of the fields not sent to review, the share that is wrong. *lost*: of all fields, those that were "
        "neither read nor asked for (a row, an owner or a note that was not seen)."
    )
    yield ""
    groups = {name: results["damages"][name] for name in SCANS if name in results["damages"]}
    groups |= {f"dumps made up, {name}": one for name, one in results["strengths"].items()}
    groups |= {f"dumps, {name}": one for name, one in results["dumps"].items()}
    groups |= {
        **{f"Form {form}, {' and '.join(OTHER_FORMS)}": one for form, one in results.get("forms", {}).items()},
        f"held-out look {HELD_OUT}": results["held_out"],
        **{f"all {name}s": one for name, one in results["media"].items()},
        "**all**": results["total"],
    }
    yield from _table(
        ["", "documents", "fields", "right %", "not reviewed", "wrong %", "lost %", "rows found %", "rows true %"],
        [_row(name, one) for name, one in groups.items() if one and one["documents"]],
    )
    yield ""
    limit = results["max_error"]
    broken = [name for name, one in groups.items() if one["accepted"] and one["wrong_accepted"][0] > limit]
    empty = [name for name, one in groups.items() if one["documents"] and not one["accepted"]]
    yield (
        f"More than {limit:.1%} of them are wrong on: {', '.join(broken)}."
        if broken
        else f"On no row more than {limit:.1%} of the fields that nobody reviews are wrong."
    )
    if empty:
        yield f"Too few documents are known to promise that much on: {', '.join(empty)}; all of them goes to review."
    yield ""


def _seeds(results: Mapping[str, Any]) -> Iterator[str]:
    seeds = results.get("by_seed", {})
    if len(seeds) < 2:
        return
    yield "## Once more, with another seed"
    yield ""
    yield (
        "Each seed makes documents of its own. Where two columns differ by more than their brackets, the brackets "
        "promise too much: a document that goes wrong does so in many fields, and such documents are few."
    )
    yield ""
    header = ["", *(f"{what}, seed {seed}" for what in ("right %", "wrong % where nobody reviews") for seed in seeds)]
    levels = dict.fromkeys(level for one in seeds.values() for level in one)
    places = (("right", 1), ("wrong_accepted", 2))
    rows = [
        [level, *(_range(one[level][key], digits) if level in one else "" for key, digits in places
                  for one in seeds.values())]
        for level in levels
    ]
    yield from _table(header, rows)
    yield ""


def _budgets(results: Mapping[str, Any]) -> Iterator[str]:
    if not results.get("budgets"):
        return
    yield "## What an error budget buys"
    yield ""
    yield (
        "For several values of `--max-error`: of the fields with a value how many nobody reviews, and how many of "
        "these are wrong (both in %)."
    )
    yield ""
    budgets = list(next(iter(results["budgets"].values())))
    yield from _table(
        ["", *(f"{float(budget):.1%}" for budget in budgets)],
        [
            [f"**{name}**" if name == "all" else name,
             *(f"{100 * one[b]['unreviewed']:.1f} / {_range(one[b]['wrong'], 2)}" for b in budgets)]
            for name, one in results["budgets"].items()
        ],
    )  # fmt: skip
    yield ""


def _row(name: str, one: Mapping[str, Any]) -> list[object]:
    found, true = (f"{100 * one[name]:.1f}" for name in ("row_recall", "row_precision"))
    wrong, lost = _range(one["wrong_accepted"], 2), _range(one["lost_unseen"], 2)
    return [name, one["documents"], one["fields"], _range(one["right"]), one["accepted"], wrong, lost, found, true]


def _confidence(results: Mapping[str, Any]) -> Iterator[str]:
    one = results["calibration"]
    yield "## Confidence"
    yield ""
    yield (
        f"The expected calibration error is {one['ece']:.4f} over {one['fields']} fields ({one['ece_held_out']:.4f} on "
        "the held-out look). Fields that can be taken by confidence alone: "
        + ", ".join(
            f"{share:.1%} at a precision of {float(precision):.1%}" for precision, share in one["coverage_at"].items()
        )
        + "."
    )
    yield ""
    yield "![Said and true shares of wrong fields](accuracy-reliability.png)"
    yield "![Share of wrong fields against share of fields taken](accuracy-risk.png)"
    yield ""
    yield "Confidence was fitted on other documents (`templates/confidence.json` says which): " + results["fitted"]
    yield ""
    yield "![The most frequent misreadings](accuracy-confusions.png)"
    yield ""


def _ablation(results: Mapping[str, Any]) -> Iterator[str]:
    if not results.get("ablation"):
        return
    yield "## What each part is worth"
    yield ""
    some = next(iter(results["ablation"].values()))
    yield f"On {some['documents']} of the scans:"
    yield ""
    yield from _table(
        ["", "right %", "rows found %", "rows true %"],
        [[name, _range(one["right"]), f"{100 * one['row_recall']:.1f}", f"{100 * one['row_precision']:.1f}"]
         for name, one in results["ablation"].items()],
    )  # fmt: skip
    yield ""
    if results.get("rules"):
        yield "Each rule of the form's algebra alone, on a sample of scans and dumps: what is lost without it."
        yield ""
        ranked = sorted(results["rules"].items(), key=lambda item: (-item[1]["right"], item[1]["silent"]))
        yield from _table(
            ["rule", "fields right because of it", "change in wrong fields nobody reviews"],
            [[name, f"{one['right']:+d}", f"{one['silent']:+d}"] for name, one in ranked],
        )
        yield ""


def _kinds(results: Mapping[str, Any]) -> Iterator[str]:
    yield "## By kind of field, the worst first"
    yield ""
    yield from _table(
        ["kind", "fields", "right %", "not right and nobody told"],
        [
            [kind, one["fields"], f"{100 * one['right'] / one['fields']:.1f}", one["silent"]]
            for kind, one in results["kinds"].items()
        ],
    )
    yield ""


def _again(results: Mapping[str, Any]) -> Iterator[str]:
    yield "## Again"
    yield ""
    yield (
        "`make bench` makes these documents anew and rewrites this page (under an hour on two cores), "
        "`make bench-quick` does the same with fewer of them (minutes), `form4 bench --seed N` with others. "
        "`tests/floors.json` keeps the figures from falling unnoticed. What was found wrong, changed and gained, turn "
        "by turn, stands in [turns.md](turns.md)."
    )
    if results["failed"]:
        yield ""
        yield f"Refused: {', '.join(results['failed'])}."


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield "| " + " | ".join(header) + " |"
    yield "|" + "|".join(" --- " if place == 0 else " ---: " for place in range(len(header))) + "|"
    yield from ("| " + " | ".join(str(cell) for cell in row) + " |" for row in rows)


def _share(one: Mapping[str, Any] | None) -> str:
    return f"{100 * one['right'][0]:.1f}" if one else ""


def _range_of(one: Mapping[str, Any] | None) -> str:
    return _range(one["right"]) if one else ""


def _range(share: Sequence[float], digits: int = 1) -> str:
    at, low, high = (f"{100 * number:.{digits}f}" for number in share)
    return f"{at} [{low}, {high}]"
