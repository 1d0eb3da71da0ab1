import { build } from "esbuild";

// As Cloudflare's own bundler does: the worker's conditions, wasm files as modules of their own.
await build({
  entryPoints: ["worker.js"],
  conditions: ["workerd", "worker", "browser"],
  loader: { ".wasm": "copy" },
  assetNames: "[name]",
  bundle: true,
  format: "esm",
  outdir: "dist",
});
