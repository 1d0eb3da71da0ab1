//! Orders made from the catalogue's rows.

use tutti_core::catalog::{Layer, OperationInfo, ParamInfo, ParamKind};
use tutti_core::{Map, Value};

/// An order with every parameter of the row, or only those that are required.
pub fn order(model: &str, row: &OperationInfo, all: bool) -> Map {
    let mut order = Map::new()
        .with("model", model)
        .with("operation", row.operation.name());
    let mut own = Map::new();
    let wanted = |param: &&ParamInfo| all || param.required || row.one_of.contains(&param.name);
    // No order is both sung and instrumental.
    let fits = |param: &&ParamInfo| param.name != "instrumental";
    for param in row.params.iter().filter(wanted).filter(fits) {
        match param.layer {
            Layer::Field => order.set(param.name, value(param)),
            Layer::Param => own.set(param.name, value(param)),
        }
    }
    if !own.is_empty() {
        order.set("params", own);
    }
    order
}

/// A value that the parameter takes.
fn value(param: &ParamInfo) -> Value {
    match param.kind {
        ParamKind::Choice(words) => words[0].into(),
        ParamKind::Flag => true.into(),
        ParamKind::Integer { min, max } => (min.max(1).min(max) as f64).into(),
        // Little is rendered quickly.
        ParamKind::Number { min, .. } if param.name == "seconds" => min.into(),
        // The end of a part comes after its start.
        ParamKind::Number { max, .. } if param.name == "endsAt" => max.into(),
        ParamKind::Number { min, max, .. } => ((min + max) / 2.0).into(),
        ParamKind::Numbers(words) => words[0].into(),
        ParamKind::Url => "https://example.com/a.mp3".into(),
        ParamKind::Urls { .. } => vec!["https://example.com/a.jpg".into()].into(),
        ParamKind::Text { .. } => "rain on a tin roof".into(),
    }
}
