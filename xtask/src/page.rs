//! The studio page: Trunk builds it, and its bootstrap moves from the page into a file.

use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::deliver;
use crate::files::{copy_folder, read};
use crate::policy::{RELAY, with_relay, with_vendors};
use crate::project::Project;
use crate::run::Run;
use crate::traces::{ensure_none, neutral_paths};
use crate::wasm::sketch_module;

/// Views lose their types, so that each kind of element is compiled once and not once for every place it stands in.
const ERASED: &str = "\u{1f}--cfg=erase_components";

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
    trunk(project, how)?;
    let web = project.web();
    move_bootstrap(&web)?;
    fill(&web.join("index.html"))?;
    copy_folder(&project.sketch_module(), &web.join("sketch"))?;
    if how == Build::Release {
        deliver::shrink(project, &web)?;
    }
    deliver::stamp_worker(&web)?;
    match how {
        Build::Dev => Ok(()),
        Build::Release => {
            ensure_none(project, &web)?;
            deliver::pack(project, &web)
        }
    }
}

fn trunk(project: &Project, how: Build) -> Result<()> {
    let run = Run::new(project, "trunk")
        .args(["build", "--offline"])
        .env("NO_COLOR", "true") // Trunk wants "true" or "false", where the custom is any value
        .chatter();
    match how {
        Build::Dev => run.run(),
        Build::Release => {
            let (variable, mut flags) = neutral_paths(project)?;
            flags.push(ERASED);
            run.args(["--release"]).env(variable, flags).run()
        }
    }
}

/// Names the vendors' hosts in the page, and its relay if it has one on another origin.
fn fill(page: &Path) -> Result<()> {
    let html = with_vendors(&read(page)?)?;
    let relay = env::var(RELAY).ok().filter(|relay| !relay.is_empty());
    let html = match relay {
        Some(relay) => with_relay(&html, &relay)?,
        None => html,
    };
    fs::write(page, html)?;
    Ok(())
}

/// Moves Trunk's inline bootstrap script into a file, since the page's content policy allows no inline script.
fn move_bootstrap(web: &Path) -> Result<()> {
    let page = web.join("index.html");
    let html = read(&page)?;
    let Split { html, script, name } =
        split_bootstrap(&html).context("the page that Trunk built is not as expected")?;
    fs::write(web.join(name), script)?;
    fs::write(page, html)?;
    Ok(())
}

/// A page without inline script, and the script that was in it.
struct Split {
    html: String,
    script: String,
    name: String,
}

/// Takes the one inline module script out of a page. Its imports stay valid: they are relative to the page's folder,
/// in which the new file lies too.
///
/// # Errors
///
/// When there is no such script, or another inline script remains.
fn split_bootstrap(html: &str) -> Result<Split> {
    const OPEN: &str = "<script type=\"module\"";
    const CLOSE: &str = "</script>";
    let start = html.find(OPEN).context("no module script in it")?;
    let body = start
        + html[start..]
            .find('>')
            .context("an unfinished script tag")?
        + 1;
    let end = body
        + html[body..]
            .find(CLOSE)
            .context("a script without an end")?;
    let script = html[body..end].trim();
    let name = format!("boot-{:016x}.js", hash(script));
    let tag = format!("<script type=\"module\" src=\"./{name}\">");
    let html = [&html[..start], &tag, &html[end..]].concat();
    if let Some(inline) = inline_script(&html) {
        bail!("an inline script remains: {inline}");
    }
    Ok(Split {
        html,
        script: format!("{script}\n"),
        name,
    })
}

/// The tag of the first script without a `src`.
fn inline_script(html: &str) -> Option<&str> {
    html.match_indices("<script")
        .filter_map(|(at, _)| html[at..].find('>').map(|end| &html[at..=at + end]))
        .find(|tag| !tag.contains(" src="))
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<head><base href="./"/>
<script type="module">
import init from './app-1.js';
await init({ module_or_path: './app-1_bg.wasm' });
</script></head><body></body>"#;

    #[test]
    fn the_bootstrap_moves_into_a_file_that_the_page_names() -> Result<()> {
        let split = split_bootstrap(PAGE)?;
        assert!(
            split.script.starts_with("import init from './app-1.js';"),
            "{}",
            split.script
        );
        let tag = format!(
            "<script type=\"module\" src=\"./{}\"></script></head>",
            split.name
        );
        assert!(split.html.contains(&tag), "{}", split.html);
        assert!(!split.html.contains("import init"), "{}", split.html);
        Ok(())
    }

    #[test]
    fn another_bootstrap_gets_another_name() -> Result<()> {
        let other = PAGE.replace("app-1", "app-2");
        assert_ne!(split_bootstrap(PAGE)?.name, split_bootstrap(&other)?.name);
        Ok(())
    }

    #[test]
    fn a_page_without_a_bootstrap_or_with_a_second_inline_script_is_refused() {
        assert!(split_bootstrap("<head></head>").is_err());
        assert!(split_bootstrap(&format!("{PAGE}<script>evil()</script>")).is_err());
    }
}
