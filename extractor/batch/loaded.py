"""Imported once by the process that readers are copies of (see executors.py): what reading any document takes is there
when they begin, and the memory it takes is theirs together."""

from extractor import pipeline
from extractor.apart import spare_loaded
from extractor.cli_extract import RENDERERS
from extractor.repair.confidence import calibration
from extractor.repair.confusions import load_confusions

KNOWN = (pipeline.known_words(None, None), load_confusions("text"), RENDERERS)
TREES = [(model.forest, model.steps) for model in calibration().models.values()]

spare_loaded()
