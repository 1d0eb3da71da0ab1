//! The `wasm-split` command: `wasm-split <linked.wasm> <folder> <name>` writes the parts of a module into a folder: the main one
//! as `<name>.wasm`, for wasm-bindgen, and `split.js`, which loads the others. `wasm-split --version` says of which package it is.

use std::env::args_os;
use std::error::Error;
use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use wasm_split_cli_support::{Options, transform};

fn main() -> ExitCode {
    let arguments: Vec<OsString> = args_os().skip(1).collect();
    let done = match arguments.as_slice() {
        [flag] if flag == "--version" => {
            println!("wasm-split {}", env!("CARGO_PKG_VERSION"));
            Ok(())
        }
        [input, folder, name] => split(input.as_ref(), folder.as_ref(), &name.to_string_lossy()),
        _ => Err("wasm-split <linked.wasm> <folder> <name>".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:?}");
            ExitCode::FAILURE
        }
    }
}

fn split(input: &Path, folder: &Path, name: &str) -> Result<(), Box<dyn Error>> {
    let input = fs::read(input)?;
    let main = folder.join(format!("{name}.wasm"));
    let glue = format!("./{name}.js");
    let mut options = Options::new(&input);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.main_module = &glue;
    options.link_name = "./split.js";
    transform(options)?;
    Ok(())
}
