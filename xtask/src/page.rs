//! The studio page: Trunk puts its files together, and its program goes beside them.

use std::env;
use std::fs;
use std::path::Path;

use anyhow::{Result, ensure};

use crate::deliver;
use crate::files::{copy_folder, read};
use crate::policy::{RELAY, with_relay, with_vendors};
use crate::program;
use crate::project::Project;
use crate::run::Run;
use crate::traces::ensure_none;
use crate::wasm::sketch_module;

/// What stands in index.html for the tags that load the program.
const PROGRAM: &str = "<!-- PROGRAM -->";

/// How the page is built.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Build {
    /// Quick to build, large.
    Dev,
    /// As it is shipped.
    Release,
}

/// Builds the page and the sketch module beside it into dist/web.
pub(crate) fn build(project: &Project, how: Build) -> Result<()> {
    sketch_module(project)?;
    Run::new(project, "trunk")
        .args(["build", "--offline"])
        .env("NO_COLOR", "true") // Trunk wants "true" or "false", where the custom is any value
        .chatter()
        .run()?;
    let web = project.web();
    let tags = program::build(project, how, &web)?;
    fill(&web.join("index.html"), &tags)?;
    copy_folder(&project.sketch_module(), &web.join("sketch"))?;
    deliver::stamp_worker(&web)?;
    match how {
        Build::Dev => Ok(()),
        Build::Release => {
            ensure_none(project, &web)?;
            deliver::pack(project, &web)
        }
    }
}

/// Names the program, the vendors' hosts, and the page's relay if it has one on another origin.
fn fill(page: &Path, tags: &str) -> Result<()> {
    let html = with_vendors(&with_program(&read(page)?, tags)?)?;
    let relay = env::var(RELAY).ok().filter(|relay| !relay.is_empty());
    let html = match relay {
        Some(relay) => with_relay(&html, &relay)?,
        None => html,
    };
    fs::write(page, html)?;
    Ok(())
}

/// The page with its program.
///
/// # Errors
///
/// When it has no place for that, or an inline script, which its content policy forbids.
fn with_program(html: &str, tags: &str) -> Result<String> {
    ensure!(
        html.matches(PROGRAM).count() == 1,
        "the page has no one place for its program"
    );
    let html = html.replacen(PROGRAM, tags, 1);
    let inline = inline_script(&html);
    ensure!(inline.is_none(), "an inline script: {inline:?}");
    Ok(html)
}

/// The tag of the first script without a `src`.
fn inline_script(html: &str) -> Option<&str> {
    html.match_indices("<script")
        .filter_map(|(at, _)| html[at..].find('>').map(|end| &html[at..=at + end]))
        .find(|tag| !tag.contains(" src="))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_stands_in_its_place_in_the_page() -> Result<()> {
        let html = with_program(
            include_str!("../../www/index.html"),
            "<script src=\"./boot.js\"></script>",
        )?;
        assert!(html.contains("./boot.js") && !html.contains(PROGRAM));
        Ok(())
    }

    #[test]
    fn a_page_with_an_inline_script_or_without_a_place_for_its_program_is_refused() {
        assert!(with_program("<head></head>", "").is_err());
        assert!(with_program(&format!("{PROGRAM}<script>evil()</script>"), "").is_err());
    }
}
