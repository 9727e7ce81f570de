"""How sound travels between the processes: 16 kHz, one channel, int16 in the machine's order, in stretches."""

SAMPLE_RATE = 16_000  # Hz, what Whisper was trained on
SAMPLE_BYTES = 2
STRETCH_SECONDS = 120  # what an engine gets at once, seconds of work: 8 MB as float32, where 90 minutes are 346 MB
STRETCH_SAMPLES = STRETCH_SECONDS * SAMPLE_RATE
MAX_SOUND_SECONDS = 3 * 3600  # 20 MB of Opus silence are 111 hours
