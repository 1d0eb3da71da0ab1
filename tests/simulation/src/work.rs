//! A job as its vendor knows it, with what was billed for it.

use crate::dice::Dice;

/// Which vendor.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Vendor {
    Aimlapi,
    Pixazo,
    Producer,
    Segmind,
}

/// What becomes of a job.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Fate {
    /// So many pieces are made.
    Made(u64),
    /// It fails, or content rules refuse it.
    Failed {
        blocked: bool,
        /// Whether it is paid for all the same.
        charged: bool,
    },
}

/// A job that a vendor took on.
#[derive(Clone, Debug)]
pub(crate) struct Work {
    /// Which of the life's orders it is.
    pub(crate) case: usize,
    /// The vendor's id for it.
    pub(crate) id: String,
    /// When it was taken on, in milliseconds of true time, as all moments here.
    pub(crate) taken: u64,
    /// When its work begins.
    pub(crate) begins: u64,
    /// When it ends, if it does.
    pub(crate) done: Option<u64>,
    pub(crate) fate: Fate,
    /// When its record is deleted.
    pub(crate) record_gone: Option<u64>,
    /// When its files are deleted.
    pub(crate) files_gone: Option<u64>,
    /// Which of a vendor's several shapes its answers have.
    pub(crate) shape: u64,
}

impl Work {
    /// A job that was just taken on.
    pub(crate) fn take_on(
        vendor: Vendor,
        case: usize,
        number: usize,
        now: u64,
        dice: &mut Dice,
    ) -> Self {
        let begins = now + dice.between(0, 3_000);
        let done = duration(dice).map(|took| begins + took);
        let (record_kept, files_kept) = kept(vendor, dice);
        Self {
            case,
            id: id(vendor, number, dice),
            taken: now,
            begins,
            done,
            fate: fate(vendor, dice),
            record_gone: done.zip(record_kept).map(|(done, kept)| done + kept),
            files_gone: done.zip(files_kept).map(|(done, kept)| done + kept),
            shape: dice.word(),
        }
    }

    pub(crate) fn is_done(&self, now: u64) -> bool {
        self.done.is_some_and(|done| done <= now)
    }

    pub(crate) fn is_made(&self, now: u64) -> bool {
        self.is_done(now) && matches!(self.fate, Fate::Made(_))
    }

    pub(crate) fn has_failed(&self, now: u64) -> bool {
        self.is_done(now) && matches!(self.fate, Fate::Failed { .. })
    }

    pub(crate) fn record_is_gone(&self, now: u64) -> bool {
        self.record_gone.is_some_and(|gone| gone <= now)
    }

    pub(crate) fn files_are_gone(&self, now: u64) -> bool {
        self.files_gone.is_some_and(|gone| gone <= now)
    }

    /// Whether it costs money, as far as is known at this moment.
    pub(crate) fn is_billed(&self, now: u64) -> bool {
        match self.fate {
            Fate::Failed { charged: false, .. } => !self.is_done(now),
            _ => true,
        }
    }

    /// One of so many shapes, always the same for the same question about this job.
    pub(crate) fn shape_of(&self, question: u64, shapes: u64) -> u64 {
        (self.shape >> (question * 8) & 0xFF) % shapes
    }
}

/// Around the usual time, with two humps, with a heavy tail, at once, or never.
fn duration(dice: &mut Dice) -> Option<u64> {
    Some(match dice.between(0, 99) {
        0..50 => dice.log_normal(27_000.0, 0.3),
        50..70 if dice.chance(0.5) => dice.log_normal(9_000.0, 0.15),
        50..70 => dice.log_normal(95_000.0, 0.2),
        70..90 => dice.heavy_tail(15_000.0, 0.8),
        90..96 => dice.between(0, 400),
        _ => return None,
    })
}

fn fate(vendor: Vendor, dice: &mut Dice) -> Fate {
    if dice.chance(0.85) {
        let many = matches!(vendor, Vendor::Producer | Vendor::Segmind) && dice.chance(0.3);
        return Fate::Made(if many { dice.between(2, 3) } else { 1 });
    }
    Fate::Failed {
        blocked: dice.chance(0.4),
        // "Failures are not charged."
        charged: vendor != Vendor::Aimlapi && dice.chance(0.4),
    }
}

/// How long a record and a file are kept after the end, in milliseconds. Segmind says an hour and a week; the others say
/// nothing, so anything goes.
fn kept(vendor: Vendor, dice: &mut Dice) -> (Option<u64>, Option<u64>) {
    const MINUTE: u64 = 60_000;
    if vendor == Vendor::Segmind {
        return (Some(60 * MINUTE), Some(7 * 24 * 60 * MINUTE));
    }
    let mut some = |share| dice.chance(share).then(|| dice.between(4, 2_000) * MINUTE);
    (some(0.4), some(0.3))
}

fn id(vendor: Vendor, number: usize, dice: &mut Dice) -> String {
    let word = dice.word() >> 16;
    match vendor {
        Vendor::Aimlapi if dice.chance(0.3) => {
            format!("{word:012x}-{number}:elevenlabs/eleven_music")
        }
        Vendor::Aimlapi => format!("{word:012x}-{number}:lyria2"),
        Vendor::Pixazo => format!("lyria-2_{word:012x}-{number}"),
        Vendor::Producer | Vendor::Segmind => format!("{word:012x}-{number}"),
    }
}
