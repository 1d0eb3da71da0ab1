//! Installs packages of a Debian-like system, where that is allowed without asking.

use anyhow::{Context, Result};

use crate::project::Project;
use crate::run::Run;

/// The right to install packages.
#[derive(Clone, Copy)]
pub(crate) enum Debian {
    Root,
    Sudo,
}

impl Debian {
    /// The right to install packages, if there is one that asks for no password.
    pub(crate) fn find(project: &Project) -> Option<Self> {
        project.which(&["apt-get"])?;
        let root = Run::new(project, "id")
            .args(["-u"])
            .read()
            .is_ok_and(|id| id.trim() == "0");
        if root {
            return Some(Self::Root);
        }
        let sudo = Run::new(project, "sudo").args(["-n", "true"]).works();
        sudo.then_some(Self::Sudo)
    }

    /// Installs packages, with nothing that they only recommend.
    pub(crate) fn install(self, project: &Project, packages: &[&str]) -> Result<()> {
        let apt = |args: &[&str]| {
            let run = match self {
                Self::Root => Run::new(project, "env"),
                Self::Sudo => Run::new(project, "sudo").args(["-n", "env"]),
            };
            run.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"])
                .args(args)
                .run()
        };
        apt(&["update", "-q"])?;
        let install = ["install", "-q", "-y", "--no-install-recommends"];
        apt(&[&install[..], packages].concat()).context("apt could not install it")
    }
}
