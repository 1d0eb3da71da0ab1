//! The README's table of models, drawn from the catalogue.

use std::fmt::Write;

use tutti_core::catalog::{Auth, ModelInfo, ProviderInfo, Standing};
use tutti_core::providers;

/// The table in Markdown, a row a model.
pub fn table() -> String {
    let mut table = String::from(
        "| model | by | does | usual time | price a run | documented |\n|---|---|---|---|---|---|\n",
    );
    for (provider, model) in providers::models() {
        // Writing to a string cannot fail.
        let _ = writeln!(table, "{}", row(provider.info(), model));
    }
    table
}

fn row(provider: &ProviderInfo, model: &ModelInfo) -> String {
    let does: Vec<_> = model
        .operations
        .iter()
        .map(|it| it.operation.name())
        .collect();
    let time = model.latency.as_ref().map_or_else(
        || "not known".to_owned(),
        |it| match it.usual.as_secs_f64().round() as u64 {
            0 => "under 1 s".to_owned(),
            seconds => format!("about {seconds} s"),
        },
    );
    let price = match &model.price {
        Some(price) => format!("about ${}", price.usd),
        None if provider.auth == Auth::None => "free".to_owned(),
        None => "not known".to_owned(),
    };
    let documented = match model.standing {
        Standing::Documented => "yes",
        Standing::Local => "here",
        Standing::Partial => "in part",
    };
    format!(
        "| `{}` | {} | {} | {time} | {price} | {documented} |",
        model.id,
        provider.name,
        does.join(", ")
    )
}
