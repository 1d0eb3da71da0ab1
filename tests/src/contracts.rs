//! The contract files: `tests/contracts/<vendor>/<case>/{case,request,response}.json`.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;
use tutti_core::Value;
use tutti_core::http::{Body, Response};

use crate::json::to_core;

/// One exchange as the vendor's page has it, and what it must be read as.
pub struct Case {
    /// Vendor and case.
    pub name: String,
    /// The order it belongs to.
    pub order: Value,
    /// What is asked: `submit`, or the ticket that is asked for.
    pub ticket: Option<Value>,
    /// The request that must be built, where the page shows one: `method`, `url`, `body`.
    pub request: Option<Json>,
    /// The reply that must be read.
    pub response: Option<Response>,
    /// What it must be read as.
    pub expect: Json,
}

/// Every case of a vendor.
///
/// # Panics
///
/// When a file is missing or is not what it should be.
pub fn of(vendor: &str) -> Vec<Case> {
    let folder = root().join(vendor);
    let entries =
        fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut folders: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    folders.sort();
    folders.iter().map(|folder| read(folder)).collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("contracts")
}

fn read(folder: &Path) -> Case {
    let case = file(folder, "case.json")
        .unwrap_or_else(|| panic!("{} has no case.json", folder.display()));
    for name in ["source", "read"] {
        assert!(
            case[name].is_string(),
            "{} does not say its {name}",
            folder.display()
        );
    }
    Case {
        name: folder
            .strip_prefix(root())
            .unwrap_or(folder)
            .display()
            .to_string(),
        order: to_core(&case["order"]),
        ticket: case.get("ticket").map(to_core),
        request: file(folder, "request.json"),
        response: file(folder, "response.json").as_ref().map(response),
        expect: case["expect"].clone(),
    }
}

fn file(folder: &Path, name: &str) -> Option<Json> {
    let text = fs::read_to_string(folder.join(name)).ok()?;
    Some(
        serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{}/{name}: {error}", folder.display())),
    )
}

fn response(json: &Json) -> Response {
    let headers = json["headers"].as_object().into_iter().flatten();
    Response {
        status: json["status"]
            .as_u64()
            .and_then(|it| u16::try_from(it).ok())
            .expect("a status"),
        headers: headers
            .map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned()))
            .collect(),
        body: match &json["body"] {
            Json::String(text) => Body::Text(text.clone()),
            body => Body::Json(to_core(body)),
        },
    }
}
