//! `tutti-relay`: a small allow-listed relay to music vendors that do not answer browsers, and the studio beside it.

use std::env;
use std::io;
use std::process::ExitCode;

use tutti_relay::{Server, Settings, Wish};

fn main() -> ExitCode {
    let environment = env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let settings = match Settings::read(env::args_os().skip(1), environment) {
        Ok(Wish::Run(settings)) => settings,
        Ok(Wish::Say(text)) => {
            println!("{text}");
            return ExitCode::SUCCESS;
        }
        Err(reason) => {
            eprintln!("tutti-relay: {reason}");
            return ExitCode::from(2);
        }
    };
    match run(&settings) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("tutti-relay: {reason}");
            ExitCode::FAILURE
        }
    }
}

fn run(settings: &Settings) -> Result<(), String> {
    let runtime = tokio::runtime::Runtime::new().map_err(|error| error.to_string())?;
    runtime.block_on(async {
        // Before anything is said, so that whoever reads where it listens may end it from then on.
        let stop = told_to_stop().map_err(|error| error.to_string())?;
        let server = Server::bind(settings)
            .await
            .map_err(|error| error.to_string())?;
        let address = server.address().map_err(|error| error.to_string())?;
        println!("relay listening on http://{address}");
        server.serve(stop).await;
        Ok(())
    })
}

/// What ends when the command is told to stop; it listens for that from this call on.
#[cfg(unix)]
fn told_to_stop() -> io::Result<impl Future<Output = ()>> {
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

/// What ends when the command is told to stop; it listens for that from this call on.
#[cfg(windows)]
fn told_to_stop() -> io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
    })
}
