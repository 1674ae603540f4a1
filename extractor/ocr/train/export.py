"""From the trained net to the file the reader runs: ONNX, its weights stored small, checked against PyTorch."""

from __future__ import annotations

import copy
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from extractor.ocr.own_normalise import HEIGHT
from extractor.ocr.train.loop import scores_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extractor.upright import Pixels

_OPSET = 17
LARGEST_DIFFERENCE = 2e-3
"""Probability by which ONNX and PyTorch may differ at any place."""


def export(net: Any, path: Path) -> None:
    """Writes the net as ONNX: input "ink" (N, 1, 24, width) in [0, 1], output "scores" (N, columns, classes), N and
    width free."""
    net = copy.deepcopy(net).eval().cpu()
    free = {"ink": {0: "lines", 3: "width"}, "scores": {0: "lines", 1: "columns"}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter that needs no further package is called the old one
        torch.onnx.export(
            net, (torch.rand(2, 1, HEIGHT, 96),), str(path), input_names=["ink"], output_names=["scores"],
            dynamic_axes=free, opset_version=_OPSET, dynamo=False,
        )  # fmt: skip


def differences(net: Any, path: Path, lines: list[Pixels]) -> float:
    """The largest difference between the probabilities of PyTorch and of the file, over those lines one by one."""
    from extractor.ocr.own import OwnReader

    reader, net = OwnReader(path), copy.deepcopy(net).eval().cpu()
    largest = 0.0
    for line in lines:
        width = -(-line.shape[1] // 16) * 16  # the reader rounds widths up in the same way
        ink: NDArray[np.uint8] = np.zeros((1, HEIGHT, width), np.uint8)
        ink[0, :, : line.shape[1]] = line
        (told,) = reader.probabilities([line])
        largest = max(largest, float(np.abs(told - np.exp(scores_of(net, ink)[0])).max()))
    return largest
