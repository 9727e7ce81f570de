"""What does a text mean? Sentences as vectors, by a small model on the study's own machine."""

import sys

# Each import of openvino is reported to its makers unless this package is missing; from a study's machine nothing is.
sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
