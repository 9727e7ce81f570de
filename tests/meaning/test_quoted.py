"""The model says beside the signs which sentence people quote, by a file that the bench makes."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest

from bench import quoted_sentences as bench
from bench.folds import LABELLED
from bench.network import fit, nearness_buckets
from bench.quoted_sentences import PUPIL, cases, pupil, versions
from bench.quotes import Labelled, labelled_notes, places, right
from bench.teacher import WEIGHTS, NoTeacher, teacher
from fieldwork.quotable import worths
from fieldwork.quotation import ranked_sentences, sentences
from meaning import quoted as module
from meaning.encoder import ENDS, LONGEST_SENTENCE, LONGEST_STRETCH, UNKNOWN, WIDTH, Encoder, in_stretches
from meaning.quoted import MOST_SENTENCES, QuotedSentences, Taught, packed, taught, unpacked
from tests.conftest import FitAnew

NOTE = (
    "Riverside, Tuesday, the back room. Two chairs and a fan. "
    "He kept the letter folded in his shoe so that nobody at home would find it. LW2 wrote the date. We left at four."
)


@pytest.fixture(scope="module")
def quoted() -> QuotedSentences:
    return QuotedSentences.installed()


@pytest.fixture(scope="module")
def strangers() -> list[Labelled]:
    """Notes on which nothing is fitted."""
    return labelled_notes(LABELLED / "kept_apart.jsonl")


def test_on_notes_of_strangers_it_finds_the_quoted_sentence_more_often_than_the_signs_do(
    quoted: QuotedSentences, strangers: list[Labelled]
) -> None:
    first, within_three = right(places(strangers, quoted.worths))
    by_signs = right(places(strangers, worths))
    assert first >= by_signs[0]
    assert within_three > by_signs[1]


def test_every_sentence_has_its_place(quoted: QuotedSentences) -> None:
    order = quoted(NOTE)
    assert sorted(order) == [0, 1, 2, 3, 4]
    assert ranked_sentences(NOTE, order)[0] == sentences(NOTE)[order[0]]
    assert "letter folded" in ranked_sentences(NOTE, order)[0]


@pytest.mark.parametrize("text", ["", "One sentence alone.", "He waited. " * (MOST_SENTENCES + 1)])
def test_signs_must_do_for_a_note_with_nothing_to_choose_and_for_a_pasted_interview(
    quoted: QuotedSentences, text: str
) -> None:
    assert quoted(text) == ()


def test_a_note_longer_than_the_model_can_look_at_is_read_in_stretches(quoted: QuotedSentences) -> None:
    long = " ".join(
        f"She carried box {at} up the stairs because the lift of that house was broken." for at in range(50)
    )
    assert sorted(quoted(long)) == list(range(50))


def test_a_sentence_is_read_within_its_note() -> None:
    encoder = Encoder.installed()
    alone, within = encoder.within(["He said no."])[0], encoder.within(["He said no.", "The lift was broken."])[0]
    assert alone.shape == (WIDTH,)
    assert not np.allclose(alone, within, atol=0.01)


def test_stretches_hold_every_sentence_once_and_no_more_than_the_model_can_look_at() -> None:
    tokens = [[7] * length for length in (3, 0, 200, 90, 90, 90, 90, 90, 1)]
    stretches = in_stretches(tokens)
    assert all(len(stretch.tokens) <= LONGEST_STRETCH and stretch.tokens[-1] == ENDS for stretch in stretches)
    read = [stretch.tokens[start:end] for stretch in stretches for start, end in stretch.spans]
    assert read == [own[:LONGEST_SENTENCE] or [UNKNOWN] for own in tokens]


def test_changes_are_read_as_they_were_written_in_half_precision() -> None:
    dice = np.random.default_rng(3)

    def some(*shape: int) -> np.typing.NDArray[np.float32]:
        return dice.normal(size=shape).astype(np.float32)

    written = Taught(changes={"a.b": (some(4, 2), some(2, 3))}, weights=some(384))
    read = unpacked(packed(written))
    assert [*read.changes] == ["a.b"]
    assert np.allclose(read.changes["a.b"][0], written.changes["a.b"][0], atol=0.01)
    assert np.allclose(read.changes["a.b"][1], written.changes["a.b"][1], atol=0.01)
    assert np.allclose(read.weights, written.weights, atol=0.01)


def test_what_people_chose_is_worth_more_afterwards(strangers: list[Labelled]) -> None:
    notes = [note for note in strangers if note.quoted and len(note.pieces) > 2][:4]
    found = bench.taught(fit(pupil(), cases(notes), replace(PUPIL, epochs=12)))
    model = QuotedSentences(Encoder.installed(found.changes), found)
    for note in notes:
        best = int(np.argmax(note.liked))
        assert share(model.worths(note.pieces), best) > share(worths(note.pieces), best)


def test_near_words_are_told_apart_one_by_one_and_far_ones_in_wider_and_wider_steps() -> None:
    buckets = nearness_buckets(300, 32)
    assert buckets[7, :8].tolist() == [7, 6, 5, 4, 3, 2, 1, 0]
    assert buckets[0, 1:8].tolist() == [17, 18, 19, 20, 21, 22, 23]
    assert [int(buckets[0, at]) for at in (8, 11, 12, 16, 32, 64, 127, 128, 299)] == [
        24,
        24,
        25,
        26,
        28,
        30,
        31,
        31,
        31,
    ]


def test_the_teacher_also_reads_notes_with_sentences_left_out(strangers: list[Labelled]) -> None:
    notes = strangers[:20]
    found = versions(notes)
    assert len(found) > len(notes)
    assert all(len(one.liked) >= 3 for one in found)
    assert sum(len(one.liked) for one in found) < 2 * sum(len(note.pieces) for note in notes)


def test_without_the_teacher_one_sentence_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("bench.teacher.PARTS", ("a-package-that-nobody-made",))
    assert bench.main() == 1
    assert "a-package-that-nobody-made is not installed" in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", b"other weights"])
def test_another_file_is_no_teacher(content: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    archive = BytesIO()
    with ZipFile(archive, "w") as made:
        made.writestr(WEIGHTS, content)
    package = tmp_path / "a_part-1.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Name: a-part\nVersion: 1\n")
    (package / "RECORD").write_text("all.zip.001,,\n")
    (tmp_path / "all.zip.001").write_bytes(archive.getvalue() if content else b"")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr("bench.teacher.PARTS", ("a-part",))
    with pytest.raises(NoTeacher, match="not those that its makers published"):
        teacher()


def share(worth: tuple[float, ...], at: int) -> float:
    odds = np.exp(np.array(worth))
    return float(odds[at] / odds.sum())


def test_what_is_packaged_changes_every_matrix_of_the_model() -> None:
    assert len(taught().changes) == 36
    assert taught().weights.shape == (WIDTH,)


@pytest.mark.torture
def test_the_file_is_the_one_that_the_bench_fits(
    quoted: QuotedSentences, strangers: list[Labelled], fit_anew: FitAnew
) -> None:
    anew = unpacked(fit_anew(bench, module, module.FILE))
    model = QuotedSentences(Encoder.installed(anew.changes), anew)
    same = [np.argmax(model.worths(note.pieces)) == np.argmax(quoted.worths(note.pieces)) for note in strangers]
    assert np.mean(same) > 0.9
