//! Writes what a fuzzer starts from into a folder: a folder for each target, and a dictionary. Prints the targets' names.

use std::fs;
use std::io;
use std::path::Path;

use tutti_tests::seeds;

fn main() -> io::Result<()> {
    let folder = std::env::args_os().nth(1).expect("a folder to write to");
    let folder = Path::new(&folder);
    for target in tutti_fuzz::targets() {
        fs::create_dir_all(folder.join(&target.name))?;
        println!("{}", target.name);
    }
    for (number, (target, bytes)) in seeds::all().iter().enumerate() {
        fs::write(folder.join(target).join(format!("{number:05}")), bytes)?;
    }
    fs::write(folder.join("words.dict"), dictionary())
}

/// As libFuzzer reads it: a word a line, between quotes, anything but letters and digits as hexadecimal.
fn dictionary() -> String {
    let escaped = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
        other => format!("\\x{other:02X}"),
    };
    let line = |word: &String| format!("\"{}\"\n", word.bytes().map(escaped).collect::<String>());
    let words = seeds::dictionary();
    words.iter().filter(|it| !it.is_empty()).map(line).collect()
}
