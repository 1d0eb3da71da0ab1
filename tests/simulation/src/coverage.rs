//! What a run exercised: a fault that silently stopped happening would make every rule hold.

use std::fmt;

use crate::fault::{Fault, FileFault, WaitForm};
use crate::kinds::kinds;

kinds! {
    /// Something that lives are to be full of.
    pub Event {
        Lives => "lives",
        Orders => "orders",
        OrdersSegmind => "orders to Segmind",
        OrdersSegmindDirect => "orders to Segmind, direct form",
        OrdersAimlapi => "orders to AI/ML API",
        OrdersPixazo => "orders to Pixazo",
        OrdersProducer => "orders to Producer",
        OrdersExtend => "orders to extend",
        OrdersReplace => "orders to replace",
        OrdersCover => "orders to cover",
        OrdersUpload => "orders to upload",
        OrdersDownload => "orders to download",
        OrdersAgain => "orders made again by a person after an unknown outcome",
        Knocks => "free questions before an order",
        Posts => "paid requests",
        Reposts => "paid requests sent again on the vendor's word",
        TakenOn => "jobs taken on",
        Bills => "bills",
        Refunds => "bills that cost nothing in the end",
        MadeLate => "jobs made after their deadline",
        NeverMade => "jobs that never end",
        JobsFailed => "jobs that failed at the vendor",
        JobsBlocked => "jobs that content rules refused",
        Checks => "questions",
        Fetches => "fetches of audio",
        Kept => "tracks kept",
        KeptByAddress => "tracks kept by their address alone",
        Failures => "watches that ended with an error",
        Timeouts => "watches that ended at their deadline",
        Unknowns => "outcomes unknown",
        Expired => "jobs found to be gone",
        Stops => "stops by a person",
        Withdrawn => "orders withdrawn by a stop",
        Crashes => "crashes of a tab",
        CrashesWithOrderOut => "crashes with an order on its way",
        CrashesWithWriteOut => "crashes with a write on its way",
        Reloads => "loads after a crash",
        SecondTabs => "second tabs",
        LockWaits => "waits for another tab",
        StaleResumes => "resumes of a record that had changed meanwhile",
        Resumes => "resumes",
        Sleeps => "sleeps of the device",
        BrokenBySleep => "answers lost to a sleep",
        ClockForward => "clocks set forward",
        ClockBack => "clocks set back",
        Outages => "requests lost to an outage",
        WritesFailed => "writes that failed",
        DeletesFailed => "deletes that failed",
        Wakes => "wake events",
        Forgotten => "records forgotten by a person",
        LeftResumable => "records left to resume from",
        LeftUnknown => "records left as of unknown outcome",
    }
}

/// Counts of everything that happened.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Coverage {
    events: Vec<u64>,
    faults: Vec<u64>,
    files: Vec<u64>,
    waits: Vec<u64>,
}

impl Default for Coverage {
    fn default() -> Self {
        Self {
            events: vec![0; Event::ALL.len()],
            faults: vec![0; Fault::ALL.len()],
            files: vec![0; FileFault::ALL.len()],
            waits: vec![0; WaitForm::ALL.len()],
        }
    }
}

impl Coverage {
    /// How often this happened.
    pub fn of(&self, event: Event) -> u64 {
        self.events[event as usize]
    }

    /// The counts of another run added.
    pub fn add(&mut self, other: &Self) {
        let pairs = [
            (&mut self.events, &other.events),
            (&mut self.faults, &other.faults),
            (&mut self.files, &other.files),
            (&mut self.waits, &other.waits),
        ];
        for (mine, theirs) in pairs {
            for (mine, theirs) in mine.iter_mut().zip(theirs) {
                *mine += theirs;
            }
        }
    }

    /// The names of what never happened.
    pub fn missing(&self) -> Vec<&'static str> {
        self.rows()
            .filter(|(_, count)| *count == 0)
            .map(|(name, _)| name)
            .collect()
    }

    pub(crate) fn note(&mut self, event: Event) {
        self.events[event as usize] += 1;
    }

    pub(crate) fn fault(&mut self, fault: Fault) {
        self.faults[fault as usize] += 1;
    }

    pub(crate) fn file_fault(&mut self, fault: FileFault) {
        self.files[fault as usize] += 1;
    }

    pub(crate) fn wait_form(&mut self, form: WaitForm) {
        self.waits[form as usize] += 1;
    }

    fn rows(&self) -> impl Iterator<Item = (&'static str, u64)> {
        let events = Event::ALL.iter().map(|it| it.name()).zip(&self.events);
        let faults = Fault::ALL.iter().map(|it| it.name()).zip(&self.faults);
        let files = FileFault::ALL.iter().map(|it| it.name()).zip(&self.files);
        let waits = WaitForm::ALL.iter().map(|it| it.name()).zip(&self.waits);
        events
            .chain(faults)
            .chain(files)
            .chain(waits)
            .map(|(name, count)| (name, *count))
    }
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, count) in self.rows() {
            writeln!(f, "{count:>12}  {name}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_never_happened_is_named() {
        let mut coverage = Coverage::default();
        for event in Event::ALL {
            coverage.note(*event);
        }
        for fault in Fault::ALL {
            coverage.fault(*fault);
        }
        for fault in FileFault::ALL {
            coverage.file_fault(*fault);
        }
        assert_eq!(
            coverage.missing(),
            WaitForm::ALL.iter().map(|it| it.name()).collect::<Vec<_>>()
        );
    }
}
