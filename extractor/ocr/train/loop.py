"""Training: warm-up, a long even stretch, a falling end; averaged weights; a checkpoint every few minutes from which it
goes on exactly where it was."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from extractor.ocr.train.batches import SIZE, Batch, batches
from extractor.ocr.train.net import Net

_PEAK = 1.8e-3
_WARM = 300  # batches
_FALL = 0.35  # the last part of training, in which the rate falls to nothing
_AVERAGED = 0.9985
_CLIP = 5.0


@dataclass(frozen=True, slots=True)
class Plan:
    """How long to train: for `seconds` in all (over all resumptions), or for exactly `batches` where that is given (the
    same seed then gives the same weights on the same machine). `checkpoint` is where the state lies between runs."""

    seed: int
    seconds: float
    batches: int | None
    checkpoint: Path
    every: float = 300


@dataclass(slots=True)
class State:
    """What a checkpoint holds."""

    net: Any
    average: Any
    optimizer: Any
    batch: int = 0
    seconds: float = 0.0


def train(plan: Plan, tell: Callable[[str], None], check: Callable[[Any], str]) -> State:
    """Trains until the plan is fulfilled and returns the state; resumes where the checkpoint left off. `check` is asked
    with the averaged net at every checkpoint and `tell` gets what it says."""
    torch.manual_seed(plan.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    state = _started(plan, device)
    if state.batch:
        tell(f"goes on after {state.batch} batches, {state.seconds / 60:.1f} minutes")
    loss_seen, saved, before = 0.0, time.monotonic(), state.seconds
    started = time.monotonic()
    with closing(batches(plan.seed, state.batch)) as feed:
        for number, batch in feed:
            share = _share(plan, state)
            if share >= 1:
                break
            torch.manual_seed(plan.seed * 1_000_003 + number)  # what is dropped does not depend on resumptions
            loss = _step(state, batch, _rate(state.batch, share), device)
            state.batch = number + 1
            state.seconds = before + time.monotonic() - started
            if math.isfinite(loss):
                loss_seen = loss if not loss_seen else 0.98 * loss_seen + 0.02 * loss
            if state.batch % 100 == 0:
                crops, minutes = state.batch * SIZE, state.seconds / 60
                tell(f"batch {state.batch}  {crops} crops  {minutes:.1f} min  loss {loss_seen:.4f}")
            if time.monotonic() - saved > plan.every:
                _save(state, plan.checkpoint)
                tell(check(state.average))
                saved = time.monotonic()
    _save(state, plan.checkpoint)
    tell(check(state.average))
    return state


def _started(plan: Plan, device: Any) -> State:
    net = Net().to(device, memory_format=torch.channels_last)
    average = Net().to(device, memory_format=torch.channels_last)
    average.load_state_dict(net.state_dict())
    average.eval()
    optimizer = torch.optim.AdamW(net.parameters(), lr=_PEAK, weight_decay=0.02, betas=(0.9, 0.98))
    state = State(net, average, optimizer)
    if plan.checkpoint.exists():
        kept = torch.load(plan.checkpoint, map_location=device, weights_only=True)
        net.load_state_dict(kept["net"])
        average.load_state_dict(kept["average"])
        optimizer.load_state_dict(kept["optimizer"])
        state.batch, state.seconds = kept["batch"], kept["seconds"]
    return state


def _share(plan: Plan, state: State) -> float:
    """How much of the training is done, 0 to 1."""
    return state.batch / plan.batches if plan.batches is not None else state.seconds / plan.seconds


def _rate(batch: int, share: float) -> float:
    warm = min(1.0, (batch + 1) / _WARM)
    fall = 1.0 if share < 1 - _FALL else 0.5 * (1 + math.cos(math.pi * (share - 1 + _FALL) / _FALL))
    return _PEAK * warm * max(fall, 0.01)


def _step(state: State, batch: Batch, rate: float, device: Any) -> float:
    for group in state.optimizer.param_groups:
        group["lr"] = rate
    state.net.train()
    ink = torch.from_numpy(batch.ink).to(device).unsqueeze(1).float().div_(255)
    with torch.autocast(device.type, dtype=torch.bfloat16):
        scores = state.net(ink.contiguous(memory_format=torch.channels_last))
    logs = scores.float().log_softmax(-1).transpose(0, 1)
    lengths = torch.full((len(batch.lengths),), logs.shape[0], dtype=torch.long)
    loss = nn.functional.ctc_loss(
        logs, torch.from_numpy(batch.classes), lengths, torch.from_numpy(batch.lengths), zero_infinity=True
    )
    state.optimizer.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(state.net.parameters(), _CLIP)
    state.optimizer.step()
    keep = min(_AVERAGED, (state.batch + 1) / (state.batch + 20))
    with torch.no_grad():
        for kept, new in zip(state.average.state_dict().values(), state.net.state_dict().values(), strict=True):
            if kept.dtype.is_floating_point:
                kept.lerp_(new, 1 - keep)
            else:
                kept.copy_(new)
    return float(loss.detach())


def _save(state: State, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    torch.save(
        {
            "net": state.net.state_dict(), "average": state.average.state_dict(),
            "optimizer": state.optimizer.state_dict(), "batch": state.batch, "seconds": state.seconds,
        },
        fresh,
    )  # fmt: skip
    fresh.replace(path)


def scores_of(net: Any, ink: np.ndarray) -> np.ndarray:
    """The net's log probabilities (N, columns, classes) of uint8 (N, 24, width) ink."""
    device = next(net.parameters()).device
    with torch.no_grad():
        scores = net(torch.from_numpy(ink).to(device).unsqueeze(1).float().div_(255))
    return np.asarray(scores.float().log_softmax(-1).cpu())
