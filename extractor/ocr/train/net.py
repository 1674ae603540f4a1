"""The net: dense small convolutions that bring 24 rows down to one and halve the columns, then residual blocks along
the line, looking further and further. Nothing in it runs from one end to the other: it is fast on one thread.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from extractor.ocr.own_letters import CLASSES

_FRONT = ((1, 32, 5, (2, 2)), (32, 64, 3, (2, 1)), (64, 96, 3, (2, 1)), (96, 128, 3, (1, 1)))
"""(channels in, channels out, kernel, stride down and across): "11" at 7 points needs every second column."""
_WIDE = 128
_REACH = (1, 2, 4, 1)
"""How far apart the columns lie that each residual block looks at."""


class _Block(nn.Module):  # type: ignore[misc]  # PyTorch is not there where types are checked
    """Two convolutions along the line, and what came in added."""

    def __init__(self, apart: int) -> None:
        super().__init__()
        self.first = _norm(nn.Conv2d(_WIDE, _WIDE, (1, 5), padding=(0, 2 * apart), dilation=(1, apart), bias=False))
        self.second = _norm(nn.Conv2d(_WIDE, _WIDE, (1, 3), padding=(0, 1), bias=False))

    def forward(self, seen: Any) -> Any:
        return torch.relu(seen + self.second(torch.relu(self.first(seen))))


class Net(nn.Module):  # type: ignore[misc]
    """(N, 1, 24, width) ink in [0, 1] → (N, ceil(width / 2), classes) unnormalised scores."""

    def __init__(self) -> None:
        super().__init__()
        front: list[Any] = []
        for channels, wider, size, stride in _FRONT:
            front += [_norm(nn.Conv2d(channels, wider, size, stride, size // 2, bias=False)), nn.ReLU()]
        front += [_norm(nn.Conv2d(_FRONT[-1][1], _WIDE, (3, 1), bias=False)), nn.ReLU()]
        self.front = nn.Sequential(*front)
        self.line = nn.Sequential(*(_Block(apart) for apart in _REACH))
        self.drop = nn.Dropout(0.08)
        self.told = nn.Linear(_WIDE, CLASSES)

    def forward(self, ink: Any) -> Any:
        line = self.line(self.front(ink)).squeeze(2).transpose(1, 2)
        return self.told(self.drop(line))


def _norm(convolution: Any) -> Any:
    return nn.Sequential(convolution, nn.BatchNorm2d(convolution.out_channels))
