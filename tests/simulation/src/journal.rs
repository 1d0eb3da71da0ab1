//! The browser's database: what is in it survives a crash, what is on its way to it may not.

use tutti_core::{Map, Value};

use crate::bug::Bug;

/// What a driver writes.
#[derive(Clone, Debug)]
pub(crate) enum Write {
    Delete(String),
    Put(String, Value),
    /// The audio of this job's pieces, into the studio's library.
    Shelve(usize),
}

/// The durable records.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    records: Vec<(String, Value)>,
}

impl Journal {
    /// The record of this job, as a tab reads it.
    pub(crate) fn get(&self, id: &str, bug: Option<Bug>) -> Option<Value> {
        let found = self.records.iter().find(|(known, _)| known == id)?;
        Some(misread(found.1.clone(), bug))
    }

    /// Every record, as a tab reads it.
    pub(crate) fn list(&self, bug: Option<Bug>) -> Vec<Value> {
        let records = self.records.iter();
        records
            .map(|(_, record)| misread(record.clone(), bug))
            .collect()
    }

    /// How far the job is by its durable record.
    pub(crate) fn phase(&self, id: &str) -> Option<&str> {
        let (_, record) = self.records.iter().find(|(known, _)| known == id)?;
        record.get("phase").text()
    }

    pub(crate) fn put(&mut self, id: &str, record: Value) {
        match self.records.iter_mut().find(|(known, _)| known == id) {
            Some(known) => known.1 = record,
            None => self.records.push((id.to_owned(), record)),
        }
    }

    pub(crate) fn delete(&mut self, id: &str) {
        self.records.retain(|(known, _)| known != id);
    }
}

fn misread(record: Value, bug: Option<Bug>) -> Value {
    let Value::Map(mut map) = record else {
        return record;
    };
    if bug == Some(Bug::SubmittingReadsOrdered) && map.get("phase").text() == Some("submitting") {
        map.set("phase", "ordered");
    }
    map.into()
}

/// The record as a driver with this bug would write it.
pub(crate) fn miswritten(record: Value, bug: Option<Bug>) -> Value {
    match record {
        Value::Map(map) if bug == Some(Bug::UnreadableRecord) => version(map).into(),
        record => record,
    }
}

fn version(map: Map) -> Map {
    map.with("version", 2.0)
}
