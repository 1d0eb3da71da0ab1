// Bytes of audio stay outside the wasm memory, whichever way they come.

import assert from "node:assert/strict";
import { test } from "node:test";

import { SIZE, measure } from "./custody.mjs";
import { packageDir } from "./support.mjs";

test("46 MB of audio grow the wasm memory by less than one", async () => {
  for (const { mode, track, grown } of await measure(packageDir)) {
    assert.equal(track.bytes, SIZE, mode);
    assert.deepEqual([track.mimeType, track.seconds, track.channels], ["audio/wav", 240, 2], mode);
    assert.equal((await track.blob()).size, SIZE, mode);
    assert.ok(grown < 1_000_000, `${mode}: ${grown} bytes`);
  }
});
