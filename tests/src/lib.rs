//! The wire as values: reading and writing the JSON of contract files.
