//! The sketch synthesizer as a wasm module of its own, for a worker or for Node.
