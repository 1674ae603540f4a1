"""Further looks at a crop that was read with doubt: what only one way of looking shows, the others do not confirm."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from extractor.ocr.own_beam import Text
from extractor.ocr.own_normalise import Line, lines
from extractor.upright import Pixels

_LARGER = 1.3
_PALER, _DARKER = 80, 140  # levels from which a pixel is ink


def looks(crop: Pixels) -> tuple[tuple[Line, ...], ...]:
    """The lines of the crop larger, with paler strokes counted as ink, and with darker ones alone: specks, raised marks
    and edges fall otherwise in each."""
    larger = cv2.resize(crop, None, fx=_LARGER, fy=_LARGER, interpolation=cv2.INTER_CUBIC)
    return (lines(larger.astype(np.uint8, copy=False)), lines(crop, ink=_PALER), lines(crop, ink=_DARKER))


def mean(found: Sequence[Sequence[Text]], most: int) -> tuple[Text, ...]:
    """The texts of several looks with the mean of their probabilities, best first; 0 where a look does not have one."""
    shares: dict[str, float] = {}
    for texts in found:
        for text, share in texts:
            shares[text] = shares.get(text, 0.0) + share / len(found)
    ranked = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Text(text, min(share, 1.0)) for text, share in ranked[:most])
