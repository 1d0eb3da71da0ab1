//! `tutti-sandbox`: the music vendors on your own machine, and beside them, if asked, the studio.

use std::ffi::OsString;
use std::io;
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use axum::Router;
use axum::serve::ListenerExt;
use lexopt::{Arg, Parser, ValueExt};
use tokio::net::TcpListener;
use tutti_sandbox::{Clock, MAX_SPEED, Sandbox, site};

const HELP: &str = "\
The music vendors on your own machine: their wire contracts, a clock, a ledger and faults on demand.

Usage: tutti-sandbox [--port 8787] [--speed 1] [--site FOLDER [--site-port 8080]]

  --port PORT       where the vendors answer on 127.0.0.1 (8787; 0 takes a free one)
  --speed FACTOR    how fast jobs age, against the wall's clock (1; 0 stands still)
  --site FOLDER     a built page to serve beside them
  --site-port PORT  where the page is served on 127.0.0.1 (8080; 0 takes a free one)
  --help            this text
  --version         the version

GET /_sandbox/ lists the routes, the keys and prompts that are refused, and the faults.";

fn main() -> ExitCode {
    let options = match Options::read(std::env::args_os().skip(1)) {
        Ok(Wish::Run(options)) => options,
        Ok(Wish::Say(text)) => {
            println!("{text}");
            return ExitCode::SUCCESS;
        }
        Err(reason) => {
            eprintln!("tutti-sandbox: {reason}");
            return ExitCode::from(2);
        }
    };
    match run(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("tutti-sandbox: {reason}");
            ExitCode::FAILURE
        }
    }
}

/// What the command line asks for.
#[derive(Debug, PartialEq)]
enum Wish {
    Run(Options),
    Say(String),
}

#[derive(Debug, PartialEq)]
struct Options {
    port: u16,
    speed: f64,
    site: Option<PathBuf>,
    site_port: u16,
}

impl Options {
    fn read(args: impl IntoIterator<Item = impl Into<OsString>>) -> Result<Wish, String> {
        let mut parser = Parser::from_args(args);
        let mut options = Self {
            port: 8787,
            speed: 1.0,
            site: None,
            site_port: 8080,
        };
        while let Some(arg) = parser.next().map_err(|error| error.to_string())? {
            match arg {
                Arg::Long("port") => options.port = port(&mut parser, "--port")?,
                Arg::Long("site-port") => options.site_port = port(&mut parser, "--site-port")?,
                Arg::Long("speed") => options.speed = speed(&mut parser)?,
                Arg::Long("site") => options.site = Some(folder(&mut parser)?),
                Arg::Long("help") | Arg::Short('h') => return Ok(Wish::Say(HELP.to_owned())),
                Arg::Long("version") | Arg::Short('V') => {
                    return Ok(Wish::Say(format!(
                        "tutti-sandbox {}",
                        env!("CARGO_PKG_VERSION")
                    )));
                }
                other => return Err(format!("{}; --help lists the options", other.unexpected())),
            }
        }
        Ok(Wish::Run(options))
    }
}

fn port(parser: &mut Parser, name: &str) -> Result<u16, String> {
    let value = text(parser)?;
    value
        .parse()
        .map_err(|_| format!("{name} takes a number from 0 to 65535, not {value:?}"))
}

fn speed(parser: &mut Parser) -> Result<f64, String> {
    let value = text(parser)?;
    let speed = value
        .parse()
        .ok()
        .filter(|speed| (0.0..=MAX_SPEED).contains(speed));
    speed.ok_or_else(|| format!("--speed takes a number from 0 to {MAX_SPEED}, not {value:?}"))
}

fn folder(parser: &mut Parser) -> Result<PathBuf, String> {
    let folder = PathBuf::from(parser.value().map_err(|error| error.to_string())?);
    if folder.join("index.html").is_file() {
        return Ok(folder);
    }
    Err(format!(
        "--site takes a folder with an index.html, and {} is none",
        folder.display()
    ))
}

fn text(parser: &mut Parser) -> Result<String, String> {
    parser
        .value()
        .and_then(ValueExt::string)
        .map_err(|error| error.to_string())
}

fn run(options: Options) -> Result<(), String> {
    let runtime = tokio::runtime::Runtime::new().map_err(|error| error.to_string())?;
    let ended = runtime.block_on(async {
        // Before anything is said, so that whoever reads where it listens may end it from then on.
        let end = told_to_end().map_err(|error| error.to_string())?;
        let sandbox = listen("sandbox", options.port).await?;
        let studio = match &options.site {
            Some(folder) => Some((folder, listen("studio", options.site_port).await?)),
            None => None,
        };
        start(
            "sandbox",
            sandbox,
            Sandbox::new(Clock::scaled(options.speed)).router(),
        )?;
        if let Some((folder, listener)) = studio {
            start("studio", listener, site(folder))?;
        }
        end.await;
        Ok(())
    });
    // Whoever still waits for a job is let go; a render in its thread is not waited for.
    runtime.shutdown_timeout(Duration::ZERO);
    ended
}

/// Listens on this machine only.
async fn listen(name: &str, port: u16) -> Result<TcpListener, String> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await;
    listener.map_err(|error| format!("cannot listen on 127.0.0.1:{port} for the {name}: {error}"))
}

/// Serves until the runtime ends, and says where.
fn start(name: &str, listener: TcpListener, router: Router) -> Result<(), String> {
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    // Only a delay would come of a socket that refuses this.
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    tokio::spawn(axum::serve(listener, router).into_future());
    println!("{name} listening on http://{address}");
    Ok(())
}

/// What ends when the command is told to end; it listens for that from this call on.
#[cfg(unix)]
fn told_to_end() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// What ends when the command is told to end; it listens for that from this call on.
#[cfg(windows)]
fn told_to_end() -> io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_options_it_runs_at_the_usual_port_and_speed() {
        let usual = Options {
            port: 8787,
            speed: 1.0,
            site: None,
            site_port: 8080,
        };
        assert_eq!(read(&[]), Ok(Wish::Run(usual)));
        let asked = Options {
            port: 0,
            speed: 2.5,
            site: None,
            site_port: 9,
        };
        assert_eq!(
            read(&["--port=0", "--speed", "2.5", "--site-port", "9"]),
            Ok(Wish::Run(asked))
        );
    }

    #[test]
    fn every_bad_argument_gets_a_sentence() {
        for (args, reason) in [
            (
                &["--port", "70000"][..],
                "--port takes a number from 0 to 65535, not \"70000\"",
            ),
            (
                &["--speed", "-1"],
                "--speed takes a number from 0 to 1000000, not \"-1\"",
            ),
            (&["--speed", "NaN"], "--speed takes a number"),
            (
                &["--site", "/nowhere/at/all"],
                "--site takes a folder with an index.html",
            ),
            (&["--port"], "missing argument"),
            (
                &["--prot", "1"],
                "invalid option '--prot'; --help lists the options",
            ),
            (&["8787"], "unexpected argument"),
        ] {
            let said = read(args).unwrap_err();
            assert!(said.contains(reason), "{said}");
        }
    }

    #[test]
    fn help_and_version_are_said() {
        assert_eq!(read(&["--help"]), Ok(Wish::Say(HELP.to_owned())));
        assert!(matches!(read(&["-V"]), Ok(Wish::Say(text)) if text.starts_with("tutti-sandbox ")));
    }

    fn read(args: &[&str]) -> Result<Wish, String> {
        Options::read(args)
    }
}
