"""Sounds in which nobody speaks, made from numbers: what a microphone hears in a pocket, in the wind, in a café.

All at 16 kHz, as float64 around 1, from a seed; `at` brings them to a level. The café is not a recording of one: it is
many short pieces of our spoken memos, some backwards, laid over one another so that no word of them is left.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from tests.transcription.conftest import RATE

Random = np.random.Generator
Make = Callable[[Random, int], Any]  # seed and number of samples in, sound out

CHORDS = ((220.0, 277.2, 329.6), (196.0, 246.9, 293.7), (174.6, 220.0, 261.6), (246.9, 311.1, 370.0))  # Hz
VOICES_IN_A_CAFE = 9
CAFE_PIECE_SECONDS = (0.06, 0.16)  # shorter than a word


def at(sound: Any, decibels: float) -> Any:
    """The sound as int16 at this RMS level below full scale; what sticks out is cut off, as a phone does."""
    loudness = float(np.sqrt(np.mean(np.square(sound))))
    scale = 10 ** (decibels / 20) / loudness if loudness else 0.0
    return np.round(np.clip(sound * scale, -1, 1) * 32767).astype(np.int16)


def silence(_random: Random, samples: int) -> Any:
    """Nothing at all."""
    return np.zeros(samples)


def white(random: Random, samples: int) -> Any:
    """A hiss."""
    return random.standard_normal(samples)


def pink(random: Random, samples: int) -> Any:
    """Rain, a fan."""
    return shaped(random, samples, lambda hertz: 1 / np.sqrt(np.maximum(hertz, 20)))


def hum(random: Random, samples: int) -> Any:
    """A mains transformer beside the microphone."""
    return harmonics(samples, np.full(samples, 50.0), [1, 0.6, 0.3, 0.3, 0.1, 0.2]) + 0.05 * white(random, samples)


def wind(random: Random, samples: int) -> Any:
    """Low noise in gusts."""
    low = shaped(random, samples, lambda hertz: 1 / (1 + (hertz / 60) ** 2) + 0.002)
    return low / np.std(low) * wandering(random, samples, every=0.7) ** 2


def engine(random: Random, samples: int) -> Any:
    """A car that speeds up and slows down."""
    turns = 28 + 22 * wandering(random, samples, every=2.5)
    rumble = shaped(random, samples, lambda hertz: 1 / (1 + (hertz / 120) ** 2))
    return harmonics(samples, turns, [1, 0.9, 0.5, 0.7, 0.2, 0.3, 0.1, 0.2]) + 1.2 * rumble / np.std(rumble)


def music(random: Random, samples: int) -> Any:
    """Chords, a melody with vibrato, drums."""
    beat = RATE // 2
    beats = samples // beat + 1
    moment = np.arange(samples) / RATE
    roots = [CHORDS[bar % 4] for bar in range(beats // 4 + 1)]
    chords = sum(tones(samples, 4 * beat, [chord[note] for chord in roots]) for note in range(3))
    tune = [float(random.choice(roots[step // 4])) * float(random.choice([1, 2])) for step in range(beats)]
    steps = np.repeat(tune, beat)[:samples] * (1 + 0.01 * np.sin(2 * np.pi * 5.5 * moment))
    melody = harmonics(samples, steps, [1, 0.5, 0.35, 0.2, 0.1])
    return 0.4 * chords + 0.8 * melody + 1.5 * struck(random, samples, range(0, samples, beat), 60.0)


def pocket(random: Random, samples: int) -> Any:
    """Cloth over the microphone, and knocks."""
    rustle = shaped(random, samples, lambda hertz: ((hertz > 300) & (hertz < 3500)) / np.sqrt(np.maximum(hertz, 1)))
    bursts = np.maximum(wandering(random, samples, every=0.12) - 0.45, 0) * wandering(random, samples, every=1.5)
    knocks = random.integers(0, samples, max(1, samples // (2 * RATE)))
    return 3 * rustle / np.std(rustle) * bursts + struck(random, samples, knocks, 90.0)


def keys(random: Random, samples: int) -> Any:
    """Typing, or a bunch of keys."""
    times = np.cumsum(random.uniform(0.05, 0.35, 1 + 20 * samples // RATE) * RATE).astype(int)
    clicks = np.zeros(samples)
    clicks[times[times < samples]] = random.uniform(0.3, 1, np.count_nonzero(times < samples))
    return np.convolve(clicks, ring(random, 2800.0, 0.01), "full")[:samples] + 0.002 * white(random, samples)


def breath(random: Random, samples: int) -> Any:
    """Somebody walks and breathes."""
    air = shaped(random, samples, lambda hertz: np.exp(-(((hertz - 1400) / 900) ** 2)) + 0.05)
    moment = np.arange(samples) / RATE
    steps = struck(random, samples, range(0, samples, int(0.55 * RATE)), 80.0)
    return air / np.std(air) * np.maximum(np.sin(2 * np.pi * moment / 2.6), 0) ** 2 + 0.5 * steps


def birds(random: Random, samples: int) -> Any:
    """Chirps in a garden."""
    heights = 2500 + 2500 * wandering(random, samples, every=0.08)
    loud = np.maximum(wandering(random, samples, every=0.15) - 0.5, 0) ** 2
    return harmonics(samples, heights, [1]) * loud + 0.01 * pink(random, samples)


def humming(random: Random, samples: int) -> Any:
    """A tune with the mouth shut: the voice without a word."""
    notes = np.repeat(random.choice([131.0, 147.0, 165.0, 196.0, 220.0], samples // 6000 + 1), 6000)[:samples]
    moment = np.arange(samples) / RATE
    glide = np.convolve(notes, np.full(800, 1 / 800), "same") * (1 + 0.012 * np.sin(2 * np.pi * 5 * moment))
    return harmonics(samples, glide, [1, 0.5, 0.2, 0.08, 0.03]) * (0.3 + wandering(random, samples, every=0.4))


def cafe(voices: Sequence[Any]) -> Make:
    """A room full of talk that nobody could write down, made of these voices, and cups."""

    def made(random: Random, samples: int) -> Any:
        talk = sum(babble(random, samples, voices) for _ in range(VOICES_IN_A_CAFE))
        cups = random.integers(0, samples, max(1, samples // RATE))
        clinks = struck(random, samples, cups, 3100.0)
        return talk / np.std(talk) + 0.3 * clinks / max(float(np.std(clinks)), 1e-9)

    return made


def babble(random: Random, samples: int, voices: Sequence[Any]) -> Any:
    """One voice in pieces shorter than a word, from anywhere, every other one backwards, faded into each other."""
    talk = np.zeros(samples)
    place = 0
    while place < samples:
        length = int(random.uniform(*CAFE_PIECE_SECONDS) * RATE)
        voice = voices[int(random.integers(len(voices)))]
        start = int(random.integers(0, len(voice) - length))
        piece = voice[start : start + length][:: random.choice([1, -1])] * np.hanning(length)
        talk[place : place + length] += piece[: samples - place]
        place += length // 2
    return talk


PURE: Mapping[str, Make] = {
    make.__name__: make
    for make in (silence, white, pink, hum, wind, engine, music, pocket, keys, breath, birds, humming)
}


def shaped(random: Random, samples: int, gain: Callable[[Any], Any]) -> Any:
    """Noise with so much of each frequency."""
    spectrum = np.fft.rfft(random.standard_normal(samples))
    return np.fft.irfft(spectrum * gain(np.fft.rfftfreq(samples, 1 / RATE)), samples)


def wandering(random: Random, samples: int, *, every: float) -> Any:
    """A smooth way between random values from 0 to 1, a new one every so many seconds."""
    points = random.uniform(0, 1, int(samples / RATE / every) + 3)
    return np.interp(np.arange(samples) / RATE / every, np.arange(points.size), points)


def harmonics(samples: int, hertz: Any, weights: Sequence[float]) -> Any:
    """A tone of changing height with overtones."""
    phase = 2 * np.pi * np.cumsum(hertz) / RATE
    return sum(weight * np.sin(number * phase) for number, weight in enumerate(weights, 1)) + np.zeros(samples)


def tones(samples: int, length: int, hertz: Sequence[float]) -> Any:
    """One plucked tone after another."""
    heights = np.repeat(hertz, length)[:samples]
    heights = np.pad(heights, (0, samples - heights.size), mode="edge")
    return harmonics(samples, heights, [1, 0.4, 0.2]) * np.exp(-(np.arange(samples) % length) / RATE * 1.5)


def struck(random: Random, samples: int, times: Any, hertz: float) -> Any:
    """Something is struck at these places."""
    hits = np.zeros(samples)
    hits[np.asarray(list(times))] = 1.0
    sound = ring(random, hertz, 0.08)
    return np.fft.irfft(np.fft.rfft(hits, samples + sound.size) * np.fft.rfft(sound, samples + sound.size))[:samples]


def ring(random: Random, hertz: float, seconds: float) -> Any:
    """What is struck rings for a moment."""
    moment = np.arange(int(8 * seconds * RATE)) / RATE
    body = np.sin(2 * np.pi * hertz * moment) + 0.4 * random.standard_normal(moment.size)
    return body * np.exp(-moment / seconds)
