//! The npm package: the wasm-bindgen surface under its hand-written JavaScript and types.
