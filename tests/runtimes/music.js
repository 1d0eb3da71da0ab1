// What every project does with the package: nothing to set up, a sketch, and a job at a provider.

/** The first is what was imported; `sandbox` is the address of the sandbox, which stands in for the provider. */
export async function music({ Tutti, TuttiError }, sandbox) {
  const tutti = new Tutti({
    keys: { segmind: "SG_test" },
    endpoints: { segmind: `${sandbox}/segmind` },
    journal: "none",
    policy: { firstCheckMs: 20, intervalMs: 50 },
  });
  const states = new Set();
  const order = { model: "segmind/meta-musicgen-medium", prompt: "a drum", seconds: 1 };
  const [track] = await tutti.create(order, { onUpdate: ({ state }) => states.add(state) });
  // After the job, so that both of the package's modules are found.
  const [sketch] = await tutti.create({ model: "sketch/groove", prompt: "slow lo-fi", seconds: 2, seed: 7 });
  const refused = await tutti.create({ ...order, seconds: 31 }).catch((error) => error);
  return {
    sketch: await told(sketch),
    track: await told(track),
    states: [...states],
    refused: refused instanceof TuttiError && refused.field,
  };
}

async function told(track) {
  const blob = await track.blob();
  const head = new TextDecoder().decode(await blob.slice(0, 4).arrayBuffer());
  return { head, size: blob.size, mimeType: track.mimeType, seconds: track.seconds };
}
