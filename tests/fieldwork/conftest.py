"""The study that the tests of the domain are about."""

import pytest

from fieldwork.codebook import Codebook, default_codebook_text, parse_codebook


@pytest.fixture(scope="session")
def codebook() -> Codebook:
    """The link worker study's own codebook."""
    codebook, problems = parse_codebook(default_codebook_text())
    assert codebook is not None, problems
    return codebook
