"""What the team decides is remembered for notes that mean the same, and forgotten when it is taken back."""

import numpy as np
import pytest

from meaning.encoder import WIDTH
from meaning.experience import COUNTS, SINGLE_MIND, Experience

ONE, LIKE_IT, OTHER = np.zeros((3, WIDTH), dtype=np.float32)
ONE[0] = OTHER[1] = 1.0
LIKE_IT[:2] = 0.9, 0.436


def test_a_surprise_counts_for_notes_like_it_and_for_no_other() -> None:
    experience = Experience(2)
    experience.take_in(ONE, np.array([-0.6, 0.0]))  # refused, though it was believed by 60%
    refused, untouched = experience.log_odds(LIKE_IT)
    assert refused < -1
    assert untouched == 0
    assert experience.log_odds(OTHER)[0] == pytest.approx(0, abs=1e-6)


def test_a_decision_that_comes_again_counts_more() -> None:
    experience, heard = Experience(1), []
    for _ in range(3):
        experience.take_in(ONE, np.array([-0.6]))
        heard.append(float(experience.log_odds(ONE)[0]))
    assert heard == sorted(heard, reverse=True)
    assert heard == pytest.approx([-0.6 * COUNTS * n / (n + SINGLE_MIND) for n in (1, 2, 3)])  # half, two thirds ...


def test_what_is_taken_back_leaves_nothing_behind() -> None:
    experience = Experience(1)
    experience.take_in(OTHER, np.array([0.3]))
    before = experience.log_odds(LIKE_IT)
    experience.take_in(ONE, np.array([-0.6]))
    experience.take_in(ONE, np.array([-0.6]), times=-1)
    assert experience.log_odds(LIKE_IT) == pytest.approx(before, abs=1e-12)
