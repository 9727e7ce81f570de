"""Logistic regression, fitted by Newton's method; small enough to need no package of its own."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

PENALTY = 4.0  # L2, on standardised features
STEPS = 30
STILL = 1e-8


def fitted(features: Floats, targets: Floats) -> tuple[Floats, float]:
    """Weights and bias for raw features of shape (examples, features) and targets of 0 and 1."""
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    rows = np.column_stack([(features - mean) / spread, np.ones(len(features))])
    penalty = PENALTY * np.eye(rows.shape[1])
    penalty[-1, -1] = 0.0
    found = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-rows @ found))
        curvature = (rows * (chance * (1 - chance))[:, None]).T @ rows + penalty
        step = np.linalg.solve(curvature, rows.T @ (chance - targets) + penalty @ found)
        found = found - step
        if np.abs(step).max() < STILL:
            break
    weights: Floats = found[:-1] / spread
    return weights, float(found[-1] - weights @ mean)
