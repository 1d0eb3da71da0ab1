// Builds the README's component, which is handed over, into a page.

import { mkdir, writeFile } from "node:fs/promises";

import * as esbuild from "esbuild";

await mkdir("dist");
await writeFile("dist/readme.jsx", process.argv[2]);
await esbuild.build({
  entryPoints: {
    main: "src/main.jsx",
    worker: "tutti/sketch/worker.js",
    "wasm/tutti_core_bg": "tutti/wasm/tutti_core_bg.wasm",
    "wasm/tutti_whole_bg": "tutti/wasm/tutti_whole_bg.wasm",
    tutti_sketch_bg: "tutti/sketch/tutti_sketch_bg.wasm",
  },
  loader: { ".wasm": "copy" },
  jsx: "automatic",
  define: { "process.env.NODE_ENV": '"development"' },
  bundle: true,
  format: "esm",
  outdir: "dist",
});
