"""Damage like paper suffers it: pure functions of pixels, a strength and a seed (sheet.py), composed into levels."""

from extractor.synth.damage.levels import EFFECTS, LEVELS, RECIPES, DamagedPages, Level, Step, damage
from extractor.synth.damage.sheet import Effect, Sheet

__all__ = ["EFFECTS", "LEVELS", "RECIPES", "DamagedPages", "Effect", "Level", "Sheet", "Step", "damage"]
