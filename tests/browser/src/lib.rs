//! The driver in a real browser.
