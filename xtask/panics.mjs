// Functions that panic: nothing prints what they would say, so they become bare traps.

const PANICS = [
  /^core::panicking::/,
  /^core::(option::(expect|unwrap)_failed|result::unwrap_failed|cell::panic_already_)/,
  /^core::str::slice_error_fail/,
  /^core::slice::(index::slice_\w+_fail|copy_from_slice_impl::len_mismatch_fail)$/,
  /^alloc::raw_vec::(handle_error|capacity_overflow)$/,
  /^<alloc::vec::Vec<_, _>>::\w+::assert_failed$/,
  /^std::thread::local::panic_access_error$/,
  // Nothing but a panic shows anything in this way: clippy::use_debug sees to that.
  /^<.* as core::fmt::Debug>::fmt$/,
];

/** Whether a function of this name is one of them. */
export function panics(name) {
  const path = spelt(name);
  return PANICS.some((panic) => panic.test(path));
}

/** The name without the hash of its crate or of the function, and with its signs spelt out where the linker left them. */
function spelt(name) {
  return name
    .replace(/\[[0-9a-f]{16}\]/g, "")
    .replace(/::h[0-9a-f]{16}$/, "")
    .replace(/^_\$/, "$")
    .replaceAll("$LT$", "<")
    .replaceAll("$GT$", ">")
    .replaceAll("$u20$", " ")
    .replaceAll("..", "::");
}
