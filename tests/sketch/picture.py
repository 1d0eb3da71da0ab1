"""Draws how the styles look: the waves of both channels, and the spectrum from 40 Hz to 20 kHz.

picture.py PICTURE FOLDER STYLE...: the styles are the files 00.wav, 01.wav … of FOLDER.
"""

import sys
from pathlib import Path

import librosa
import numpy as np
from PIL import Image, ImageDraw, ImageFont

COLUMNS = 3
# Pixels.
PANEL, HEIGHT, GAP, HEAD = 172, 108, 8, 28
CHANNELS = ["#3a6ea5", "#7da7d1"]
LOWEST, HIGHEST = 40.0, 20_000.0
# What is this far below the loudest is black, in dB.
RANGE = 80.0
# From silence to the loudest, evenly spaced.
COLOURS = [(0, 0, 4), (59, 15, 112), (140, 41, 129), (222, 73, 104), (254, 159, 109), (252, 253, 191)]


def wave(draw, left, top, sound):
    """Both channels, one above the other: for every pixel what lies between its least and its most."""
    draw.rectangle([left, top, left + PANEL, top + HEIGHT], fill="white", outline="black")
    for channel, (samples, colour) in enumerate(zip(sound, CHANNELS)):
        middle = top + HEIGHT * (1 + 2 * channel) / 4
        for x, part in enumerate(np.array_split(samples, PANEL - 1)):
            reach = [middle - bound * HEIGHT / 4.4 for bound in (part.max(), part.min())]
            draw.line([(left + 1 + x, reach[0]), (left + 1 + x, reach[1])], fill=colour)


def spectrum(sound, rate):
    """Time from left to right, pitch from bottom to top, an octave as high as any other."""
    size = 8192
    power = np.abs(librosa.stft(sound.mean(axis=0), n_fft=size, hop_length=1024)) ** 2
    bounds = np.geomspace(LOWEST, HIGHEST, HEIGHT + 1) * size / rate
    rows = [power[int(low) : max(int(high), int(low) + 1)].mean(axis=0) for low, high in zip(bounds, bounds[1:])]
    across = np.array([[part.mean() for part in np.array_split(row, PANEL)] for row in reversed(rows)])
    level = np.clip(1 + 10 * np.log10(across / across.max() + 1e-12) / RANGE, 0, 1)
    places = np.linspace(0, 1, len(COLOURS))
    shades = [np.interp(level, places, [colour[part] for colour in COLOURS]) for part in range(3)]
    return Image.fromarray(np.stack(shades, axis=-1).astype(np.uint8))


def main(picture, folder, *styles):
    lines = -(-len(styles) // COLUMNS)
    width, height = COLUMNS * (2 * PANEL + 2 * GAP) + GAP, lines * (HEIGHT + HEAD) + GAP
    image = Image.new("RGB", (width, height), "white")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(12)
    for index, style in enumerate(styles):
        sound, rate = librosa.load(Path(folder) / f"{index:02}.wav", sr=None, mono=False)
        left, top = GAP + index % COLUMNS * (2 * PANEL + 2 * GAP), HEAD + index // COLUMNS * (HEIGHT + HEAD)
        draw.text((left, top - 18), style, fill="black", font=font)
        wave(draw, left, top, sound)
        image.paste(spectrum(sound, rate), (left + PANEL + GAP // 2, top))
    image.save(picture, quality=80, method=6)


if __name__ == "__main__":
    main(*sys.argv[1:])
