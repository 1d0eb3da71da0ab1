// The package for worker runtimes, where wasm comes by an import and nothing may be compiled from bytes.

import core from "./wasm/tutti_core_bg.wasm";

import { modules } from "./lib/load.js";

modules.core = () => core;
modules.whole = async () => (await import("./wasm/tutti_whole_bg.wasm")).default;
modules.sketch = async () => {
  const [{ load }, { render }, { default: sketch }] = await Promise.all([
    import("./sketch/load.js"),
    import("./sketch/index.js"),
    import("./sketch/tutti_sketch_bg.wasm"),
  ]);
  await load(sketch);
  return render;
};

export { Tutti, TuttiError } from "./index.js";
