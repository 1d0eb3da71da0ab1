"""Hears sketches as an outsider does: tempo and key by librosa, against what their prompts asked for.

judge.py LIST FOLDER [REPORT]: LIST has a line `prompt<TAB>bpm<TAB>key` for each file 00.wav, 01.wav … of FOLDER.
Ends with an error when fewer than 95 in 100 tempos (within 4 %, an octave allowed) or 90 in 100 keys (the relative
allowed) are as they should be.
"""

import sys
from pathlib import Path

import librosa
import numpy as np

NAMES = ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"]
# How much each note of a key is heard in music of that key (Temperley 2007), from the tonic.
MAJOR = [0.748, 0.06, 0.488, 0.082, 0.67, 0.46, 0.096, 0.715, 0.104, 0.366, 0.057, 0.4]
MINOR = [0.712, 0.084, 0.474, 0.618, 0.049, 0.46, 0.105, 0.747, 0.404, 0.067, 0.133, 0.33]
RATE = 22_050
HOP = 256


def tempo_of(sound):
    onsets = librosa.onset.onset_strength(y=sound, sr=RATE, hop_length=HOP)
    beats = librosa.beat.beat_track(onset_envelope=onsets, sr=RATE, hop_length=HOP, units="time")[1]
    if len(beats) < 8:
        return float(librosa.feature.tempo(onset_envelope=onsets, sr=RATE, hop_length=HOP)[0])
    # The slope of a line through the beats is finer than the tracker's own grid.
    return 60.0 / np.polyfit(np.arange(len(beats)), beats, 1)[0]


def key_of(sound):
    chroma = librosa.feature.chroma_stft(y=sound, sr=RATE, n_fft=8192).mean(axis=1)
    fits = {}
    for tonic in range(12):
        turned = np.roll(chroma, -tonic)
        fits[tonic, "major"] = np.corrcoef(turned, MAJOR)[0, 1]
        fits[tonic, "minor"] = np.corrcoef(turned, MINOR)[0, 1]
    return max(fits, key=fits.get)


def tempo_fits(found, asked):
    return any(abs(found / (asked * octave) - 1) <= 0.04 for octave in (0.5, 1, 2))


def key_fits(found, asked):
    name, mode = asked.split()
    tonic = NAMES.index(name)
    relative = ((tonic + 3) % 12, "major") if mode == "minor" else ((tonic + 9) % 12, "minor")
    return found in ((tonic, mode), relative)


def main(listing, folder, report=None):
    lines = [line.split("\t") for line in Path(listing).read_text().splitlines()]
    rows, tempos, keys = [], 0, 0
    for index, (prompt, bpm, key) in enumerate(lines):
        sound = librosa.load(Path(folder) / f"{index:02}.wav", sr=RATE)[0]
        tempo, heard = tempo_of(sound), key_of(sound)
        right = tempo_fits(tempo, float(bpm)), key_fits(heard, key)
        tempos, keys = tempos + right[0], keys + right[1]
        marks = " ".join(mark if not fits else "" for mark, fits in zip(("TEMPO", "KEY"), right)).strip()
        rows.append(f"{prompt:44} {tempo:6.1f} bpm  {NAMES[heard[0]]:2} {heard[1]}  {marks}".rstrip())
        print(rows[-1], flush=True)
    count = len(lines)
    rows.append(f"tempo right: {tempos} of {count}, key right: {keys} of {count}")
    print(rows[-1])
    if report:
        Path(report).write_text("\n".join(rows) + "\n")
    return 0 if tempos >= 0.95 * count and keys >= 0.9 * count else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
