//! Finds Chromium or Chrome, and installs Debian's where that is allowed.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use serde_json::json;

use crate::debian::Debian;
use crate::project::Project;

const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];
const MACOS: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
const PACKAGES: [&str; 3] = ["chromium", "chromium-driver", "fonts-dejavu-core"];
const ADVICE: &str = "install Chromium or Chrome and the chromedriver of the same version (Debian: `apt-get install \
    chromium chromium-driver fonts-dejavu-core`; macOS: Google Chrome and `brew install chromedriver`), or name the \
    browser in TUTTI_CHROMIUM";

/// A browser that tests can drive.
pub(crate) struct Browser {
    /// The browser's program.
    pub(crate) program: PathBuf,
    /// The program that drives it for wasm-bindgen's tests.
    pub(crate) driver: PathBuf,
}

impl Browser {
    /// Finds a browser with its driver, installing Debian's when this may be done without asking.
    ///
    /// # Errors
    ///
    /// When there is none; the message says what to install.
    pub(crate) fn bring(project: &Project) -> Result<Self> {
        if let Some(found) = Self::find(project)? {
            return Ok(found);
        }
        let Some(debian) = Debian::find(project) else {
            bail!("no browser to test in: {ADVICE}");
        };
        println!("Bringing Debian's Chromium (usually about 1 minute) …");
        debian.install(project, &PACKAGES).context(ADVICE)?;
        Self::find(project)?
            .with_context(|| format!("the browser was installed, but is not found: {ADVICE}"))
    }

    fn find(project: &Project) -> Result<Option<Self>> {
        let program = match env::var_os("TUTTI_CHROMIUM").map(PathBuf::from) {
            Some(named) => {
                ensure!(
                    named.is_file(),
                    "TUTTI_CHROMIUM names {}, which is not a file",
                    named.display()
                );
                Some(named)
            }
            None => project
                .which(&NAMES)
                .or_else(|| Some(PathBuf::from(MACOS)).filter(|app| app.is_file())),
        };
        let driver = project.which(&["chromedriver"]);
        Ok(program
            .zip(driver)
            .map(|(program, driver)| Self { program, driver }))
    }

    /// Writes the file that tells wasm-bindgen's test runner which browser to drive, and returns its path.
    pub(crate) fn driver_settings(&self, folder: &Path) -> Result<PathBuf> {
        let options = json!({
            "binary": self.program,
            "args": ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
        });
        fs::create_dir_all(folder)?;
        let file = folder.join("webdriver.json");
        fs::write(&file, json!({ "goog:chromeOptions": options }).to_string())?;
        Ok(file)
    }
}
