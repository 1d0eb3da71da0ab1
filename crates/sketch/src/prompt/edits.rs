//! What words mean for a piece that is there already.

use super::{Brief, Reading};
use crate::{Plan, plan::Section, rng::Rng};

/// What a person says about a change to a piece.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Words {
    /// The change in words: instruments, mood, and for a cover the style.
    pub prompt: String,
    /// Words to sing, of which the section marks are read.
    pub lyrics: Option<String>,
    /// Chooses among all changes that answer the words. Below 2^53.
    pub seed: u64,
}

impl Words {
    /// The same words as a brief.
    pub(crate) fn brief(&self) -> Brief {
        Brief {
            prompt: self.prompt.clone(),
            lyrics: self.lyrics.clone(),
            seed: self.seed,
            ..Brief::default()
        }
    }

    /// The chance behind the change, which is another one for every piece.
    pub(crate) fn seed(&self, piece: u64) -> u64 {
        Rng::new(self.seed ^ piece, &self.prompt).next()
    }
}

impl Reading {
    /// Says what of a frame that must stay was asked to change: tempo, key, style, metre.
    pub(crate) fn refuse_new_frame(&mut self, base: &Plan, what: &str) {
        let mut kept = Vec::new();
        if self.bpm.is_some_and(|bpm| bpm != base.bpm) {
            kept.push(format!("tempo ({} bpm)", base.bpm));
        }
        let key = self.key(base.key.tonic(), base.key.mode);
        if key.to_string() != base.key.to_string() {
            kept.push(format!("key ({})", base.key));
        }
        if self
            .genre
            .is_some_and(|genre| self.names_style && genre.name != base.genre.name)
        {
            kept.push(format!("style ({})", base.genre.name));
        }
        if !kept.is_empty() {
            let kept = kept.join(", ");
            self.warnings
                .push(format!("{what} keeps the clip's {kept}."));
        }
        self.refuse_new_metre(base, what);
    }

    /// Says that the metre stays.
    pub(crate) fn refuse_new_metre(&mut self, base: &Plan, what: &str) {
        if self.names_metre && self.steps != base.steps {
            self.warnings
                .push(format!("{what} keeps the clip's metre."));
        }
    }

    /// Makes sections sparse or full where the words are calm or wild.
    pub(crate) fn set_energy(&self, sections: &mut [Section]) {
        let energy = match self.energy {
            e if e < 0.35 => 1,
            e if e > 0.65 => 3,
            _ => return,
        };
        for section in sections.iter_mut().filter(|section| section.bars > 0) {
            section.energy = energy;
        }
    }
}
