"""How far a transcript is from what was spoken."""

import jiwer

_PLAIN: jiwer.Compose = jiwer.Compose(
    [
        jiwer.ToLowerCase(),
        jiwer.SubstituteRegexes({r"[^\w\s]+": " ", r"\b(l w|lw) (two|too|2)\b": "lw2"}),
        jiwer.RemoveMultipleSpaces(),
        jiwer.Strip(),
        jiwer.ReduceToListOfListOfWords(),
    ]
)


def word_error(spoken: str, heard: str) -> float:
    """Word error rate, 0 for the same words; case and punctuation do not count."""
    return float(jiwer.wer(spoken, heard, reference_transform=_PLAIN, hypothesis_transform=_PLAIN))
