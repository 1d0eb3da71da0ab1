//! What must hold for any bytes. Each target turns bytes into the input of one part of the core, runs it, and panics when
//! something is not as it must be.
//!
//! `cargo xtask fuzz` lets libFuzzer look for such bytes; the tests run every target on the contract files and on what was
//! found before (`tests/fuzz/regressions`).

pub mod life;
pub mod plain;
pub mod read;
pub mod replies;
pub mod write;

use tutti_core::catalog::Auth;
use tutti_core::providers;

use crate::replies::Stage;

type Run = dyn Fn(&[u8]);

/// Something to be run on any bytes.
pub struct Target {
    /// Its name: the part, and for a reply its vendor and what was asked.
    pub name: String,
    run: Box<Run>,
}

impl Target {
    /// Runs it.
    ///
    /// # Panics
    ///
    /// When something is not as it must be: that is what is looked for.
    pub fn run(&self, bytes: &[u8]) {
        (self.run)(bytes);
    }

    fn new(name: &str, run: impl Fn(&[u8]) + 'static) -> Self {
        Self {
            name: name.to_owned(),
            run: Box::new(run),
        }
    }
}

/// Every target. Those of replies come from the list of providers, so that a new one is among them by itself.
pub fn targets() -> Vec<Target> {
    let mut all = vec![
        Target::new("address", plain::address),
        Target::new("audio", plain::audio),
        Target::new("decimal", plain::decimal),
        Target::new("job", life::any),
        Target::new("order", plain::order),
        Target::new("retry-after", plain::retry_after),
        Target::new("snapshot", plain::snapshot),
    ];
    let vendors = providers::ALL
        .iter()
        .filter(|it| it.info().auth != Auth::None);
    for vendor in vendors {
        for stage in Stage::ALL {
            let name = format!("reply-{}-{}", vendor.info().id, stage.name());
            all.push(Target::new(&name, move |bytes| {
                replies::any(*vendor, stage, bytes);
            }));
        }
    }
    all
}

/// The target of this name.
pub fn target(name: &str) -> Option<Target> {
    targets().into_iter().find(|it| it.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vendor_has_a_target_for_each_of_its_answers() {
        for name in [
            "reply-segmind-submit",
            "reply-pixazo-check",
            "reply-producer-credits",
        ] {
            assert!(target(name).is_some(), "{name}");
        }
    }

    #[test]
    fn no_target_minds_bytes_that_say_nothing() {
        for target in targets() {
            target.run(&[]);
            target.run(&[0; 300]);
            target.run(&[255; 300]);
        }
    }
}
