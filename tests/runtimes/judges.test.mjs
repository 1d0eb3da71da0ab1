// What others' tools say of the packed package: its manifest, its types as every resolver finds them, its documentation.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";

const folder = process.env.TUTTI_RUNTIMES;
assert.ok(folder, "TUTTI_RUNTIMES is not set: the projects, with their tools and the package. `cargo xtask test` sets it.");

/** Runs a program of the tools' folder, and fails with what it said. */
async function run(program, ...args) {
  const file = join(folder, "node_modules", program);
  await promisify(execFile)(process.execPath, [file, ...args], { cwd: folder }).catch(({ stdout, stderr }) => assert.fail(stdout + stderr));
}

test("publint has nothing to say", () => run("publint/src/cli.js", "node_modules/tutti", "--strict"));

test("the types are found under every way of resolving that an ESM package has", () =>
  run("@arethetypeswrong/cli/dist/index.js", "--pack", "node_modules/tutti", "--profile", "esm-only", "--exclude-entrypoints", "./wasm/tutti_core_bg.wasm", "./wasm/tutti_whole_bg.wasm"));

test("everything exported is documented, and every link leads somewhere", async () => {
  const compilerOptions = { strict: true, target: "es2022", module: "nodenext", lib: ["es2022", "dom", "dom.asynciterable"], types: [] };
  const options = {
    entryPoints: ["node_modules/tutti/index.d.ts"],
    out: "docs",
    readme: "none",
    treatWarningsAsErrors: true,
    validation: { notDocumented: true, notExported: true, invalidLink: true, rewrittenLink: true },
    requiredToBeDocumented: ["Class", "Constructor", "Function", "Interface", "Method", "Property", "TypeAlias", "Variable"],
  };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: options.entryPoints }));
  await writeFile(join(folder, "typedoc.json"), JSON.stringify(options));
  await run("typedoc/bin/typedoc", "--options", "typedoc.json");
});
