"""Which engines are there? Each turns a stretch of sound into segments; they live in the engine child only."""

import sys

# Each import of openvino is reported to its makers unless this package is missing; from a study's machine nothing is.
sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
