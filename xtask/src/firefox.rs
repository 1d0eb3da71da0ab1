//! Finds Firefox, the second engine that the page is tried in, and installs Debian's where that is allowed.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};

use crate::debian::Debian;
use crate::project::Project;

const NAMES: [&str; 2] = ["firefox", "firefox-esr"];
const MACOS: &str = "/Applications/Firefox.app/Contents/MacOS/firefox";
const ADVICE: &str =
    "install Firefox (Debian: `apt-get install firefox-esr`), or name its program in TUTTI_FIREFOX";

/// The program of a Firefox, installing Debian's when this may be done without asking.
///
/// # Errors
///
/// When there is none; the message says what to install.
pub(crate) fn bring(project: &Project) -> Result<PathBuf> {
    if let Some(found) = find(project)? {
        return Ok(found);
    }
    let Some(debian) = Debian::find(project) else {
        bail!("no second browser to test in: {ADVICE}");
    };
    println!("Bringing Debian's Firefox (usually about half a minute) …");
    debian.install(project, &["firefox-esr"]).context(ADVICE)?;
    find(project)?.with_context(|| format!("Firefox was installed, but is not found: {ADVICE}"))
}

fn find(project: &Project) -> Result<Option<PathBuf>> {
    let Some(named) = env::var_os("TUTTI_FIREFOX").map(PathBuf::from) else {
        let usual = || Some(PathBuf::from(MACOS)).filter(|app| app.is_file());
        return Ok(project.which(&NAMES).or_else(usual));
    };
    ensure!(
        named.is_file(),
        "TUTTI_FIREFOX names {}, which is not a file",
        named.display()
    );
    Ok(Some(named))
}
