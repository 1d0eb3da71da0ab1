// Makes Rust's panics of a module bare traps, in place: nothing prints what they would say, and what puts it together is dead
// weight. Runs before wasm-opt, while functions still have their names.
//
// node xtask/snip.mjs <module.wasm>
import { readFileSync, writeFileSync } from "node:fs";

import binaryen from "binaryen";

const PANICS = [
  /^core::panicking::/,
  /^core::(option::(expect|unwrap)_failed|result::unwrap_failed|cell::panic_already_)/,
  /^core::str::slice_error_fail/,
  /^core::slice::(index::slice_\w+_fail|copy_from_slice_impl::len_mismatch_fail)$/,
  /^alloc::raw_vec::(handle_error|capacity_overflow)$/,
  /^<alloc::vec::Vec<_, _>>::\w+::assert_failed$/,
  /^std::thread::local::panic_access_error$/,
];

const [, , file] = process.argv;
const module = binaryen.readBinary(readFileSync(file));
let snipped = 0;
for (let index = 0; index < module.getNumFunctions(); index += 1) {
  const reference = module.getFunctionByIndex(index);
  const { name, module: imported } = binaryen.getFunctionInfo(reference);
  // Names hold the hash of their crate or of the function.
  const path = name.replace(/\[[0-9a-f]{16}\]/g, "").replace(/::h[0-9a-f]{16}$/, "");
  if (imported || !PANICS.some((panic) => panic.test(path))) continue;
  binaryen.Function(reference).body = module.unreachable();
  snipped += 1;
}
// Other names in a new toolchain must be noticed.
if (snipped < 8) throw new Error(`${file} has ${snipped} functions that panic by their names: the list in xtask/snip.mjs is out of date`);
writeFileSync(file, module.emitBinary());
