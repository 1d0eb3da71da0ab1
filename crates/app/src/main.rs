//! The studio page.

fn main() {}
