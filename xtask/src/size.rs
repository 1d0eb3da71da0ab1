//! How many bytes every shipped file takes: as it is, with gzip, with brotli.

use std::collections::BTreeSet;
use std::fs;
use std::iter::Sum;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::deliver::is_copy;
use crate::files::{files_below, read};
use crate::package::NOT_AT_FIRST;
use crate::program::PARTS;
use crate::project::Project;
use crate::run::Run;

const BEGIN: &str = "<!-- size:begin -->";
const END: &str = "<!-- size:end -->";
/// The sketch module's folder in the package and in the page; it is loaded on the first local render only.
const SKETCH: &str = "sketch";
/// The folder of the page's other languages, which only their readers load.
const LANGUAGES: &str = "lang";
/// The folder of the package's sources: nothing but a debugger loads them.
const SOURCES: &str = "src";

/// The most that a first import and a job at a vendor may transfer, in bytes of brotli: what it was, and 2 %.
const PACKAGE_LIMIT: u64 = 65_050;

/// The most that a first load of the page may transfer, in bytes of brotli: what it was, and 2 %. The goal was 350,000.
const PAGE_LIMIT: u64 = 218_500;

/// What to do with the sizes.
#[derive(Clone, Copy)]
pub(crate) enum Form {
    Table,
    Json,
    Readme,
}

/// Measures dist/npm and dist/web, which must have been built.
pub(crate) fn size(project: &Project, form: Form) -> Result<()> {
    let package = Shipped::measure(project, &project.npm(), "index.js")?;
    let page = Shipped::measure(project, &project.web(), "index.html")?;
    let totals = [
        ("First load of the page", page.first_load()),
        (
            "Rest of the page's program, when it is wanted",
            page.below(PARTS),
        ),
        ("Package, up to the first vendor job", package.first_load()),
        (
            "Sketch module, on the first local render",
            package.below(SKETCH),
        ),
    ];
    let shipped = [("dist/npm", &package), ("dist/web", &page)];
    match form {
        Form::Table => println!("{}\n{}", totals_table(&totals), files_table(&shipped)),
        Form::Json => println!("{:#}", as_json(&totals, &shipped)),
        Form::Readme => write_readme(&project.path("README.md"), &totals_table(&totals))?,
    }
    Ok(())
}

/// Fails when dist/npm, which must have been built, has grown.
pub(crate) fn check(project: &Project) -> Result<()> {
    let package = Shipped::measure(project, &project.npm(), "index.js")?;
    let now = package.first_load().brotli;
    hold("Up to the first vendor job", now, PACKAGE_LIMIT)
}

/// Fails when dist/web, which must have been built as it is shipped, has grown.
pub(crate) fn check_page(project: &Project) -> Result<()> {
    let page = Shipped::measure(project, &project.web(), "index.html")?;
    hold(
        "First load of the page",
        page.first_load().brotli,
        PAGE_LIMIT,
    )
}

fn hold(what: &str, now: u64, limit: u64) -> Result<()> {
    println!(
        "{what}: {} of {} bytes of brotli.",
        thousands(now),
        thousands(limit)
    );
    ensure!(
        now <= limit,
        "it has grown: make it smaller, or raise the limit in xtask/src/size.rs and say why"
    );
    Ok(())
}

/// Sizes of a file or of several, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Size {
    raw: u64,
    gzip: u64,
    brotli: u64,
}

impl Sum for Size {
    fn sum<I: Iterator<Item = Self>>(sizes: I) -> Self {
        sizes.fold(Self::default(), |sum, size| Self {
            raw: sum.raw + size.raw,
            gzip: sum.gzip + size.gzip,
            brotli: sum.brotli + size.brotli,
        })
    }
}

/// A folder that is shipped.
struct Shipped {
    files: Vec<(PathBuf, Size)>,
    /// What is loaded before the sketch is asked for.
    first: BTreeSet<PathBuf>,
}

impl Shipped {
    fn measure(project: &Project, folder: &Path, entry: &str) -> Result<Self> {
        ensure!(
            folder.join(entry).is_file(),
            "{} is not built",
            folder.display()
        );
        let mut files = files_below(folder)?;
        files.retain(|file| !is_copy(file));
        let first = reachable(&files, entry, |file| {
            fs::read_to_string(folder.join(file)).unwrap_or_default()
        });
        let sizes = compressed(
            project,
            &files
                .iter()
                .map(|file| folder.join(file))
                .collect::<Vec<_>>(),
        )?;
        Ok(Self {
            files: files.into_iter().zip(sizes).collect(),
            first,
        })
    }

    fn first_load(&self) -> Size {
        self.files
            .iter()
            .filter(|(file, _)| self.first.contains(file))
            .map(|(_, size)| *size)
            .sum()
    }

    /// What is loaded of a folder that the first load leaves alone.
    fn below(&self, folder: &str) -> Size {
        let loaded =
            |file: &Path| file.starts_with(folder) && !file.to_string_lossy().ends_with(".d.ts");
        self.files
            .iter()
            .filter(|(file, _)| loaded(file))
            .map(|(_, size)| *size)
            .sum()
    }
}

/// The files that `entry` names, directly or through another file, outside the sketch module.
fn reachable(files: &[PathBuf], entry: &str, text: impl Fn(&Path) -> String) -> BTreeSet<PathBuf> {
    let mut reached = BTreeSet::new();
    let mut open = vec![PathBuf::from(entry)];
    while let Some(file) = open.pop() {
        if is_text(&file) {
            let text = without_lazy_imports(&text(&file));
            open.extend(
                files
                    .iter()
                    .filter(|other| is_loaded(other, &text) && !reached.contains(*other))
                    .cloned(),
            );
        }
        reached.insert(file);
    }
    reached
}

/// What is imported by a call is loaded when the call is made, and not before.
fn without_lazy_imports(text: &str) -> String {
    let mut parts = text.split("import(");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| {
        kept + part.split_once(')').map_or("", |(_, rest)| rest)
    })
}

fn is_text(file: &Path) -> bool {
    ["html", "js", "css"]
        .iter()
        .any(|kind| file.extension().is_some_and(|end| end == *kind))
}

fn is_loaded(file: &Path, text: &str) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let later = [SKETCH, PARTS, SOURCES, LANGUAGES]
        .iter()
        .any(|folder| file.starts_with(folder))
        || NOT_AT_FIRST.iter().any(|later| file == Path::new(later))
        || file.extension().is_some_and(|end| end == "map");
    !later && !name.ends_with(".d.ts") && text.contains(&*name)
}

fn compressed(project: &Project, files: &[PathBuf]) -> Result<Vec<Size>> {
    let said = Run::new(project, "node")
        .args(["xtask/compressed.mjs"])
        .args(files)
        .read()?;
    let sizes: Vec<[u64; 3]> =
        serde_json::from_str(&said).context("the sizes are not as expected")?;
    ensure!(sizes.len() == files.len(), "some sizes are missing");
    Ok(sizes
        .into_iter()
        .map(|[raw, gzip, brotli]| Size { raw, gzip, brotli })
        .collect())
}

fn totals_table(totals: &[(&str, Size)]) -> String {
    let mut table =
        "| what is loaded | raw | gzip -9 | brotli 11 |\n|---|---:|---:|---:|\n".to_owned();
    for (name, size) in totals {
        table.push_str(&row(name, *size));
    }
    table
}

fn files_table(shipped: &[(&str, &Shipped)]) -> String {
    let mut table = "| file | raw | gzip -9 | brotli 11 |\n|---|---:|---:|---:|\n".to_owned();
    for (folder, shipped) in shipped {
        for (file, size) in &shipped.files {
            table.push_str(&row(&format!("`{folder}/{}`", file.display()), *size));
        }
        let total = shipped.files.iter().map(|(_, size)| *size).sum();
        table.push_str(&row(&format!("**all of {folder}**"), total));
    }
    table
}

fn row(name: &str, size: Size) -> String {
    let [raw, gzip, brotli] = [size.raw, size.gzip, size.brotli].map(thousands);
    format!("| {name} | {raw} | {gzip} | {brotli} |\n")
}

/// `1234567` as `1,234,567`.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn as_json(totals: &[(&str, Size)], shipped: &[(&str, &Shipped)]) -> Value {
    let size = |size: &Size| json!({ "raw": size.raw, "gzip": size.gzip, "brotli": size.brotli });
    let totals = totals
        .iter()
        .map(|(name, sum)| ((*name).to_owned(), size(sum)));
    let files = shipped.iter().flat_map(|(folder, shipped)| {
        let named = move |(file, bytes): &(PathBuf, Size)| {
            (format!("{folder}/{}", file.display()), size(bytes))
        };
        shipped.files.iter().map(named)
    });
    json!({
        "totals": Value::Object(totals.collect()),
        "files": Value::Object(files.collect()),
    })
}

fn write_readme(path: &Path, table: &str) -> Result<()> {
    let text =
        between_markers(&read(path)?, table).context("README.md has lost its size markers")?;
    fs::write(path, text)?;
    Ok(())
}

/// The text with what stands between the markers replaced.
fn between_markers(text: &str, block: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n{block}{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_in_threes() {
        let grouped = [0, 999, 1000, 1_234_567].map(thousands);
        assert_eq!(grouped, ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn the_first_load_follows_names_through_files_but_not_into_the_sketch_or_the_parts() {
        let files = [
            "boot.js",
            "app.js",
            "app_bg.wasm",
            "later.js",
            "sketch/worker.js",
            "parts/views.wasm",
            "lang/de.json",
        ]
        .map(PathBuf::from);
        let text = |file: &Path| match file.to_str() {
            Some("index.html") => "<script src=boot.js>".to_owned(),
            Some("boot.js") => "import './app.js'; () => import('./later.js')".to_owned(),
            _ => "'app_bg.wasm' 'boot.js' 'sketch/worker.js' 'parts/views.wasm' 'lang/de.json'"
                .to_owned(),
        };
        let reached = reachable(&files, "index.html", text);
        let expected = ["app.js", "app_bg.wasm", "boot.js", "index.html"].map(PathBuf::from);
        assert_eq!(reached, BTreeSet::from(expected));
    }

    #[test]
    fn the_readme_changes_between_its_markers_only() {
        let text = format!("top\n{BEGIN}\nold\n{END}\nend\n");
        let new = format!("top\n{BEGIN}\nnew\n{END}\nend\n");
        assert_eq!(between_markers(&text, "new\n"), Some(new));
        assert_eq!(between_markers("no markers", "new\n"), None);
    }

    #[test]
    fn sizes_add_up_in_each_column() {
        let size = Size {
            raw: 10,
            gzip: 5,
            brotli: 4,
        };
        assert_eq!(
            [size, size].into_iter().sum::<Size>(),
            Size {
                raw: 20,
                gzip: 10,
                brotli: 8
            }
        );
    }
}
