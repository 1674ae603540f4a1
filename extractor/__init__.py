"""Reads a Form 4: one module a stage, `pipeline` in the middle, `cli` in front."""

import os

# ONNX Runtime sends what it runs to its maker, from the moment it is imported, unless this is set before. Nothing that
# reads a document may talk to anybody.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
