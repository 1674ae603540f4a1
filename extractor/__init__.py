"""Reads a Form 4: one module a stage, `pipeline` in the middle, `cli` in front."""
