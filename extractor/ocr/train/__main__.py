"""`python -m extractor.ocr.train`: trains our own reader, writes it as ONNX, measures it, writes its card."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from extractor.errors import ExtractorError, OutputError, UsageError

_WORSE = 0.2
"""Percent of the tuning crops that 8-bit weights may read worse than exact ones and still be kept."""

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def main(
    minutes: Annotated[float, typer.Option(help="how long to train, over all resumptions")] = 60.0,
    batches: Annotated[int | None, typer.Option(help="train for exactly so many batches of 64 instead")] = None,
    seed: Annotated[int, typer.Option(help="decides every crop and every weight at the start")] = 1,
    out: Annotated[Path, typer.Option(help="where checkpoint, weights and card go")] = Path("out/reader"),
    crops: Annotated[int, typer.Option(help="drawn crops of the tuning typefaces to measure on")] = 2000,
    threads: Annotated[int, typer.Option(help="threads of the trainer")] = 1,
) -> None:
    """Trains until the time is over, resuming what lies in OUT; OUT/own.onnx, own.json and own.md are the result."""
    try:
        make(minutes, batches, seed, out, crops, threads)
    except ExtractorError as error:
        typer.echo(f"{error}", err=True)
        raise typer.Exit(error.exit_code) from error


def make(minutes: float, batches: int | None, seed: int, out: Path, crops: int, threads: int) -> None:
    """As `main`; UsageError when something that training needs is missing, OutputError when OUT cannot be written."""
    try:
        import onnx  # noqa: F401  # the exporter asks for it, at the very end
        import torch
    except ImportError as error:
        raise UsageError(f"Training needs {error.name}: pip install 'form4[train,synth]'.") from error
    from extractor.ocr.train.batches import SIZE
    from extractor.ocr.train.drawn import draw
    from extractor.ocr.train.faces import faces
    from extractor.ocr.train.loop import Plan, train

    try:
        faces("train")
        out.mkdir(parents=True, exist_ok=True)
    except ValueError as error:
        raise UsageError(f"Training is not possible: {error}.") from error
    except OSError as error:
        raise OutputError(f"{out} cannot be written ({error.strerror}): choose another folder with --out.") from error
    torch.set_num_threads(threads)
    rng = random.Random(f"tune {seed}")
    tune = [draw("tune", rng) for _ in range(crops)]
    plan = Plan(seed, minutes * 60, batches, out / "checkpoint.pt")
    state = train(plan, typer.echo, lambda net: _checked(net, out, tune))
    card = {
        "version": f"{datetime.now(UTC):%Y%m%d}-{state.batch}",
        "date": date.today().isoformat(),
        "seed": seed,
        "batches": state.batch,
        "crops": state.batch * SIZE,
        "minutes": state.seconds / 60,
        "device": "GPU" if torch.cuda.is_available() else "CPU",
    }
    _finish(state.average, out, card, tune)


def _checked(net: Any, out: Path, tune: list[Any]) -> str:
    """The averaged net as it stands, exported and asked about the tuning crops."""
    from extractor.ocr.own import OwnReader
    from extractor.ocr.own_grammar import KINDS
    from extractor.ocr.train.card import named
    from extractor.ocr.train.drawn import LEVELS
    from extractor.ocr.train.export import export
    from extractor.ocr.train.measure import closed, tally

    trial = out / "trial.onnx"
    export(net, trial)
    named(trial, "trial")
    found = tally(OwnReader(trial, gate=0.0).read_crops, closed(tune))
    levels = " ".join(f"{level} {found.share(KINDS, (level,))[0]:.1f}" for level in LEVELS)
    right, count = found.share(KINDS, LEVELS)
    return f"tuning typefaces: {right:.1f} % of {count} right; {levels}"


def _finish(net: Any, out: Path, card: dict[str, Any], tune: list[Any]) -> None:
    """The weights and their card."""
    from extractor.ocr.own import OwnReader
    from extractor.ocr.own_grammar import KINDS
    from extractor.ocr.own_normalise import normalised
    from extractor.ocr.train.card import families, named, scores, write
    from extractor.ocr.train.drawn import LEVELS
    from extractor.ocr.train.export import LARGEST_DIFFERENCE, differences, export, smaller
    from extractor.ocr.train.measure import closed, tally

    weights = out / "own.onnx"
    export(net, weights)
    named(weights, card["version"])
    lines = [line for crop in tune[:200] if (line := normalised(crop.pixels)) is not None]
    card["difference"] = differences(net, weights, lines)
    if card["difference"] > LARGEST_DIFFERENCE:
        raise OutputError(f"{weights}: ONNX and PyTorch differ by {card['difference']:.3g}: try another onnxruntime.")
    exact = tally(OwnReader(weights, gate=0.0).read_crops, closed(tune))
    small = out / "small.onnx"
    smaller(weights, small, lines)
    named(small, card["version"])
    found = tally(OwnReader(small, gate=0.0).read_crops, closed(tune))
    card["precision"] = "32 bit"
    if found.share(KINDS, LEVELS)[0] >= exact.share(KINDS, LEVELS)[0] - _WORSE:
        small.replace(weights)
        card["precision"] = "8 bit"
    for left in (small, small.with_suffix(".json")):
        left.unlink(missing_ok=True)
    card["parameters"] = sum(each.numel() for each in net.parameters())
    card["bytes"] = weights.stat().st_size
    card["typefaces"] = {part: families(part) for part in ("train", "tune", "report")}
    tallies = {"32 bit": exact, "8 bit": found}
    card["scores"] = {"drawn crops, tuning typefaces": scores(tallies, KINDS)}
    write(card, weights.with_suffix(".json"))
    typer.echo(f"{weights}: {card['bytes']:,} bytes, ONNX and PyTorch differ by {card['difference']:.1e} at most")


if __name__ == "__main__":
    app()
