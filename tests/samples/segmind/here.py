"""Runs a sample of the SDK's with the SDK's own default host changed, for which it has no setting."""

import os
import runpy
import sys

from segmind import SegmindClient

HOST = "https://api.segmind.com"

defaults = SegmindClient.__init__.__defaults__
moved = tuple(
    value.replace(HOST, os.environ["TUTTI_SANDBOX"] + "/segmind") if isinstance(value, str) else value
    for value in defaults
)
if moved == defaults:
    sys.exit(f"the SDK no longer names {HOST}")
SegmindClient.__init__.__defaults__ = moved
runpy.run_path(sys.argv[1], run_name="__main__")
