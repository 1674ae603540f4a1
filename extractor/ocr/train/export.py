"""From the trained net to the file the reader runs: ONNX, its weights stored small, checked against PyTorch."""

from __future__ import annotations

import copy
import warnings
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from numpy.typing import NDArray

from extractor.ocr.own_normalise import HEIGHT
from extractor.ocr.train.loop import scores_of

if TYPE_CHECKING:
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


def smaller(path: Path, out: Path, lines: Sequence[Pixels]) -> None:
    """Writes the file's net with 8-bit weights and activations, whose ranges are those seen on the lines."""
    from onnxruntime.quantization import QuantFormat, QuantType, quantize_static
    from onnxruntime.quantization.shape_inference import quant_pre_process

    with TemporaryDirectory(prefix="form4-") as folder:
        whole = Path(folder) / "whole.onnx"
        quant_pre_process(str(path), str(whole), skip_symbolic_shape=True)
        quantize_static(
            str(whole), str(out), _Shown(lines), quant_format=QuantFormat.QDQ, per_channel=True,
            activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8,
        )  # fmt: skip


class _Shown:
    """Lines one by one, as onnxruntime asks for them."""

    def __init__(self, lines: Sequence[Pixels]) -> None:
        self._lines = iter(lines)

    def get_next(self) -> dict[str, NDArray[np.float32]] | None:
        line = next(self._lines, None)
        return None if line is None else {"ink": line[None, None].astype(np.float32) / np.float32(255)}


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
