import * as esbuild from "esbuild";

await esbuild.build({
  entryPoints: {
    main: "src/main.js",
    worker: "tutti/sketch/worker.js",
    "wasm/tutti_core_bg": "tutti/wasm/tutti_core_bg.wasm",
    "wasm/tutti_whole_bg": "tutti/wasm/tutti_whole_bg.wasm",
    tutti_sketch_bg: "tutti/sketch/tutti_sketch_bg.wasm",
  },
  loader: { ".wasm": "copy" },
  bundle: true,
  format: "esm",
  outdir: "dist",
});
