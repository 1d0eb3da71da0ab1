//! The `tutti-sandbox` command.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

#[test]
fn it_says_where_it_listens_and_ends_when_told_to() {
    let mut running = Running::start(&["--port", "0", "--speed", "100"]);
    let sandbox = running.says("sandbox listening on http://");
    assert!(ask(&sandbox, "/_sandbox/health").ends_with("{\"ok\":true}"));
    assert!(ask(&sandbox, "/_sandbox/clock").contains("\"speed\":100.0"));
    assert_eq!(running.end(), Some(0));
}

#[test]
fn whoever_reads_where_it_listens_may_end_it_at_once() {
    for _ in 0..5 {
        let mut running = Running::start(&["--port", "0"]);
        running.says("sandbox listening on http://");
        assert_eq!(running.end(), Some(0));
    }
}

#[test]
fn it_serves_a_page_beside_the_vendors() {
    let folder = Folder::with_page("page");
    let mut running = Running::start(&[
        "--port",
        "0",
        "--site",
        folder.0.to_str().unwrap(),
        "--site-port",
        "0",
    ]);
    let sandbox = running.says("sandbox listening on http://");
    let studio = running.says("studio listening on http://");
    assert!(ask(&studio, "/").ends_with("the page"));
    assert!(ask(&studio, "/library").ends_with("the page"));
    assert!(ask(&sandbox, "/_sandbox/health").starts_with("HTTP/1.1 200"));
    assert_eq!(running.end(), Some(0));
}

#[test]
fn a_bad_argument_is_a_sentence_and_code_2() {
    for (args, sentence) in [
        (
            &["--port", "x"][..],
            "tutti-sandbox: --port takes a number from 0 to 65535, not \"x\"\n",
        ),
        (
            &["--nonsense"],
            "tutti-sandbox: invalid option '--nonsense'; --help lists the options\n",
        ),
        (
            &["--site", "/nowhere"],
            "tutti-sandbox: --site takes a folder with an index.html, and /nowhere is none\n",
        ),
    ] {
        let output = run(args);
        assert_eq!(output.status.code(), Some(2));
        assert_eq!(String::from_utf8(output.stderr).unwrap(), sentence);
    }
}

#[test]
fn a_port_that_is_taken_is_a_sentence_and_code_1_before_anything_is_served() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let folder = Folder::with_page("taken");
    let site = folder.0.to_str().unwrap();
    for (args, name) in [
        (&["--port", &port][..], "sandbox"),
        (
            &["--port", "0", "--site", site, "--site-port", &port],
            "studio",
        ),
    ] {
        let output = run(args);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
        let said = String::from_utf8(output.stderr).unwrap();
        let sentence = format!("tutti-sandbox: cannot listen on 127.0.0.1:{port} for the {name}: ");
        assert!(said.starts_with(&sentence), "{said}");
    }
}

fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tutti-sandbox"));
    command
        .args(args)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn run(args: &[&str]) -> Output {
    command(args).output().unwrap()
}

fn ask(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// The command while it runs; ended for good when it is let go of.
struct Running {
    child: Child,
    lines: BufReader<std::process::ChildStdout>,
}

impl Running {
    fn start(args: &[&str]) -> Self {
        let mut child = command(args).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        Self { child, lines }
    }

    /// What follows these words on the next line.
    fn says(&mut self, words: &str) -> String {
        let mut line = String::new();
        self.lines.read_line(&mut line).unwrap();
        line.trim_end()
            .strip_prefix(words)
            .unwrap_or_else(|| panic!("{line:?}"))
            .to_owned()
    }

    /// Sends SIGTERM, and says how it ended.
    fn end(&mut self) -> Option<i32> {
        let killed = Command::new("kill")
            .arg(self.child.id().to_string())
            .status()
            .unwrap();
        assert!(killed.success());
        self.child.wait().unwrap().code()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

struct Folder(PathBuf);

impl Folder {
    fn with_page(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("tutti-command-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("index.html"), "the page").unwrap();
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}
