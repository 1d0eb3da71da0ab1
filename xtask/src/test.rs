//! `cargo xtask test`: from the host to the page, each level against the real thing below it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::files::{copy, copy_folder, files_below, read, remove_folder};
use crate::firefox;
use crate::package;
use crate::page::{self, Build};
use crate::project::{Project, WASM};
use crate::python;
use crate::relay;
use crate::run::{Run, Running};
use crate::runtimes;
use crate::services::{Sandbox, free_port, log_file};
use crate::simulate;
use crate::size;
use crate::steps::Steps;
use crate::tools::{Tool, bring};

/// The sandbox's jobs take seconds where a vendor's take minutes.
const SPEED: f64 = 20.0;
/// Preferred ports, so that tests told of a port at build time need no new build each run.
const SANDBOX_PORT: u16 = 18787;
const PAGE_PORT: u16 = 18080;

/// Runs the tests.
pub(crate) fn test(project: &Project, fast: bool) -> Result<()> {
    let mut steps = Steps::default();
    host(project, &mut steps, None);
    if !fast {
        beyond_the_host(project, &mut steps, Build::Dev);
    }
    steps.finish()
}

/// Runs the tests of the host, property tests with as many cases as said.
pub(crate) fn host(project: &Project, steps: &mut Steps, cases: Option<u32>) {
    steps.run("tests on the host", || {
        let run = Run::cargo(project).args(["test", "--locked"]);
        match cases {
            Some(cases) => run.env("PROPTEST_CASES", cases.to_string()).run(),
            None => run.run(),
        }
    });
    steps.run("simulated lives", || simulate::test(project));
}

/// Runs everything that needs wasm, Node or a browser.
pub(crate) fn beyond_the_host(project: &Project, steps: &mut Steps, build: Build) {
    let tools = steps.run("tools", || bring(project, &Tool::PAGE));
    let browser = steps.run("browser", || find_browser(project));
    if tools.is_none() {
        steps.cannot("wasm, package and page", "the tools are missing");
        return;
    }
    steps.run("sketch module in Node", || {
        // With the instructions that the shipped module is built for.
        let flags = "-Ctarget-feature=+simd128";
        run_some(wasm_tests(project, "tutti-sketch-wasm").env("RUSTFLAGS", flags))
    });
    steps.run("driver in Chromium", || {
        let browser = browser.as_ref().context("there is no browser")?;
        driver_in_browser(project, browser)
    });
    steps.run("others' clients against the sandbox", || {
        others_clients(project)
    });
    let package = steps.run("build, pack and install the package", || {
        installed_package(project)
    });
    steps.run("size of the package", || size::check(project));
    steps.run("package in Node and in a page", || {
        let package = package.as_deref().context("there is no package")?;
        package_in_node(
            project,
            package,
            browser.as_ref().context("there is no browser")?,
        )
    });
    steps.run("package in every bundler and runtime", || {
        package_in_runtimes(
            project,
            package.as_deref().context("there is no package")?,
            browser.as_ref().context("there is no browser")?,
        )
    });
    steps.run("types of the package", || {
        types(project, package.as_deref().context("there is no package")?)
    });
    steps.run("relay as a worker", || worker(project));
    let page = steps.run("build the page", || page::build(project, build));
    steps.run("page journeys in Chromium", || {
        page.context("there is no page")?;
        journeys(project, browser.as_ref().context("there is no browser")?)
    });
    steps.run("main journeys in Firefox", || {
        page.context("there is no page")?;
        second_engine(project)
    });
}

fn find_browser(project: &Project) -> Result<Browser> {
    let browser = Browser::bring(project)?;
    println!(
        "  {} and {}",
        browser.program.display(),
        browser.driver.display()
    );
    Ok(browser)
}

/// `cargo test` of a package on wasm32; the runner is set in .cargo/config.toml.
fn wasm_tests(project: &Project, package: &str) -> Run {
    Run::cargo(project).args(["test", "--locked", "--package", package, "--target", WASM])
}

fn driver_in_browser(project: &Project, browser: &Browser) -> Result<()> {
    let services = Services::start(project, false)?;
    let tests = wasm_tests(project, "tutti-browser-tests")
        .env("TUTTI_SANDBOX", services.sandbox_url())
        // Seconds for all tests of a file together.
        .env("WASM_BINDGEN_TEST_TIMEOUT", "180")
        .env("CHROMEDRIVER", &browser.driver)
        .env(
            "WASM_BINDGEN_TEST_WEBDRIVER_JSON",
            browser.driver_settings(&project.scratch())?,
        );
    run_some(tests)
}

/// Runs tests, and fails when there were none: the runner for wasm is content with that.
fn run_some(tests: Run) -> Result<()> {
    ensure!(passed(&tests.run_and_read()?) > 0, "no test ran");
    Ok(())
}

/// How many tests passed, by the closing lines of cargo's test runners.
fn passed(said: &str) -> u32 {
    said.lines()
        .filter_map(|line| {
            line.strip_prefix("test result: ok. ")?
                .split_once(" passed")
        })
        .filter_map(|(count, _)| count.parse::<u32>().ok())
        .sum()
}

/// Builds the package, packs it, and installs the tarball into an empty folder; returns where it lies then.
fn installed_package(project: &Project) -> Result<PathBuf> {
    package::build(project)?;
    let folder = project.scratch().join("package");
    remove_folder(&folder)?;
    let tarball = package::pack(project, &folder)?;
    fs::write(
        folder.join("package.json"),
        json!({ "private": true, "type": "module" }).to_string(),
    )?;
    Run::new(project, "npm")
        .args(["install", "--offline", "--ignore-scripts"])
        .args([&tarball])
        .dir(&folder)
        .run()?;
    let manifest: Value = serde_json::from_str(&read(&project.npm().join("package.json"))?)?;
    let name = manifest["name"]
        .as_str()
        .context("the package has no name")?;
    Ok(folder.join("node_modules").join(name))
}

fn package_in_node(project: &Project, package: &Path, browser: &Browser) -> Result<()> {
    let services = Services::start(project, false)?;
    node_tests(project, "tests/package")?
        .env("TUTTI_SANDBOX", services.sandbox_url())
        .env("TUTTI_RELAY", relay::program(project, Build::Dev)?)
        .env("TUTTI_PACKAGE_DIR", package)
        .env("TUTTI_CHROMIUM", &browser.program)
        .run()
}

/// Runs a vendor's own SDK, and the code samples printed in the vendors' pages.
fn others_clients(project: &Project) -> Result<()> {
    let python = python::bring(project, "tests/samples/requirements.txt")?;
    let services = Services::start(project, false)?;
    Run::new(project, &python)
        .args(["-W", "ignore::ResourceWarning", "-m", "unittest"])
        .args(["tests/samples/segmind/test_sdk.py"])
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("TUTTI_SANDBOX", services.sandbox_url())
        .run()?;
    node_tests(project, "tests/samples")?
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("TUTTI_PYTHON", &python)
        .env("TUTTI_SANDBOX", services.sandbox_url())
        .run()
}

/// One small project for each bundler and runtime that the package names: all make music with nothing set up.
fn package_in_runtimes(project: &Project, package: &Path, browser: &Browser) -> Result<()> {
    let projects = runtimes::prepare(project, package)?;
    let services = Services::start(project, false)?;
    node_tests(project, "tests/runtimes")?
        .env("TUTTI_SANDBOX", services.sandbox_url())
        .env("TUTTI_RUNTIMES", projects)
        .env("TUTTI_CHROMIUM", &browser.program)
        .run()
}

/// Checks the package's own types, and the programs in tests/package that use them as a stranger would.
fn types(project: &Project, package: &Path) -> Result<()> {
    let folder = project.scratch().join("package");
    let tests = project.path("tests/package");
    let used = files_below(&tests)?;
    for file in used.iter().filter(|file| is_typescript(file)) {
        copy(&tests.join(file), &folder.join("types").join(file))?;
    }
    let options = json!({
        "compilerOptions": {
            "noEmit": true, "strict": true, "exactOptionalPropertyTypes": true, "noUncheckedIndexedAccess": true, "skipLibCheck": false,
            "target": "es2022", "module": "nodenext", "lib": ["es2022", "dom", "dom.asynciterable"], "types": [],
        },
        "include": ["types"],
        "files": [package.join("index.d.ts")],
    });
    fs::write(folder.join("tsconfig.json"), options.to_string())?;
    Run::new(project, "tsc")
        .arg_path("--project", &folder)
        .run()
}

fn is_typescript(file: &Path) -> bool {
    file.extension()
        .is_some_and(|end| end == "ts" || end == "mts")
}

fn worker(project: &Project) -> Result<()> {
    let folder = relay::worker(project)?;
    let services = Services::start(project, false)?;
    node_tests(project, "tests/worker")?
        .env("TUTTI_SANDBOX", services.sandbox_url())
        .env("TUTTI_WORKER", folder)
        .run()
}

fn journeys(project: &Project, browser: &Browser) -> Result<()> {
    let services = Services::start(project, true)?;
    node_tests(project, "tests/e2e")?
        .env("TUTTI_PAGE", services.page_url())
        .env("TUTTI_SITE", project.web())
        .env("TUTTI_RELAY", relay::program(project, Build::Dev)?)
        .env("TUTTI_SANDBOX", services.sandbox_url())
        .env("TUTTI_CHROMIUM", &browser.program)
        .run()
}

/// The main journeys in another engine, driven by a package of its own that is brought once.
fn second_engine(project: &Project) -> Result<()> {
    let firefox = firefox::bring(project)?;
    let source = project.path("tests/firefox");
    let folder = project.scratch().join("firefox");
    runtimes::bring_tools(project, &source, &folder)?;
    copy_folder(&source, &folder)?;
    let services = Services::start(project, true)?;
    Run::new(project, "node")
        .args(["--test", "--test-reporter=spec", "journeys.test.mjs"])
        .dir(&folder)
        .env("TUTTI_PAGE", services.page_url())
        .env("TUTTI_SANDBOX", services.sandbox_url())
        .env("TUTTI_FIREFOX", firefox)
        .run()
}

/// `node --test` over all test files of a folder, one after the other: they share a sandbox.
fn node_tests(project: &Project, folder: &str) -> Result<Run> {
    let files = files_below(&project.path(folder))?;
    let tests: Vec<PathBuf> = files
        .iter()
        .filter(|file| file.to_string_lossy().ends_with(".test.mjs"))
        .map(|file| Path::new(folder).join(file))
        .collect();
    ensure!(!tests.is_empty(), "{folder} holds no test");
    let options = ["--test", "--test-concurrency=1", "--test-reporter=spec"];
    Ok(Run::new(project, "node").args(options).args(tests))
}

/// A sandbox, and the page if asked for, for one suite of tests; ended when dropped.
struct Services {
    sandbox: u16,
    page: Option<u16>,
    _running: Running,
}

impl Services {
    fn start(project: &Project, with_page: bool) -> Result<Self> {
        let sandbox = free_port(SANDBOX_PORT)?;
        let page = with_page.then(|| free_port(PAGE_PORT)).transpose()?;
        let log = Some(log_file(project, "sandbox.log")?);
        let running = Sandbox {
            port: Some(sandbox),
            speed: Some(SPEED),
            site_port: page,
            log,
        }
        .start(project)?;
        Ok(Self {
            sandbox,
            page,
            _running: running,
        })
    }

    fn sandbox_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.sandbox)
    }

    fn page_url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.page.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_in_which_no_test_passed_is_told_from_one_in_which_some_did() {
        let some = "test result: ok. 2 passed; 0 failed\nx\ntest result: ok. 40 passed; 0 failed\n";
        assert_eq!(passed(some), 42);
        assert_eq!(
            passed("no tests to run!\ntest result: ok. 0 passed; 0 failed\n"),
            0
        );
    }
}
