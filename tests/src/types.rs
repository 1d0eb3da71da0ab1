//! The package's types of what each known model takes, drawn from the catalogue.

use std::fmt::Write;

use tutti_core::catalog::{Layer, ModelInfo, OperationInfo, ParamInfo, ParamKind, ProviderInfo};
use tutti_core::providers;

use crate::json;

const HEAD: &str = "\
// Drawn from the catalogue: `TUTTI_WRITE=1 cargo test -p tutti-tests --test types` writes it anew.

import type { Webhook } from \"./index.js\";

/** What each known model takes, by its id and what it is asked. */
export interface KnownModels {
";

const ROWS_HEAD: &str = "\
// Drawn from the catalogue: `TUTTI_WRITE=1 cargo test -p tutti-tests --test types` writes it anew. Loaded for models() alone;
// the module knows the same rows without their words.

export const MODELS = [
";

/// The text of `crates/js/npm/lib/models.js`: the catalogue's rows, a line each.
pub fn rows() -> String {
    let mut text = ROWS_HEAD.to_owned();
    for (provider, model) in providers::models() {
        let row = json::from_core(&model.to_value(provider.info()));
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {row},");
    }
    text.push_str("];\n");
    text
}

/// The text of `crates/js/npm/models.d.ts`.
pub fn models() -> String {
    let mut text = HEAD.to_owned();
    for (provider, model) in providers::models() {
        let info = provider.info();
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "  /** {} by {}. {} */",
            model.name, info.name, model.summary
        );
        let _ = writeln!(text, "  \"{}\": {{", model.id);
        for operation in model.operations {
            text.push_str(&fields(info, model, operation));
        }
        text.push_str("  };\n");
    }
    text.push_str("}\n");
    text
}

fn fields(provider: &ProviderInfo, model: &ModelInfo, operation: &OperationInfo) -> String {
    let (shared, own): (Vec<_>, Vec<_>) = operation
        .params
        .iter()
        .partition(|param| param.layer == Layer::Field);
    let name = operation.operation.name();
    let mut text = format!("    /** What it takes to {name}. */\n    {name}: {{\n");
    for param in shared {
        text.push_str(&member(param, "      "));
    }
    if !own.is_empty() {
        let needed = own.iter().any(|param| param.required);
        let (sign, rest) = optional(needed);
        let _ = writeln!(
            text,
            "      /** What this model alone knows. */\n      params{sign}: {{"
        );
        for param in own {
            text.push_str(&member(param, "        "));
        }
        let _ = writeln!(text, "      }}{rest};");
    }
    let modes: Vec<_> = model.modes.iter().map(|mode| quoted(mode.name())).collect();
    let _ = writeln!(
        text,
        "      /** The form of the call, the usual one first. */\n      mode?: {} | undefined;",
        modes.join(" | ")
    );
    if provider.supports.webhook {
        text.push_str("      /** Where it calls back. */\n      webhook?: Webhook | undefined;\n");
    }
    text.push_str("    };\n");
    text
}

fn member(param: &ParamInfo, indent: &str) -> String {
    let (sign, rest) = optional(param.required);
    let doc = [param.label, ": ", param.doc.trim_end_matches('.'), "."].concat();
    let (range, kind) = (range(param), kind(param));
    format!(
        "{indent}/** {doc} {range} */\n{indent}{}{sign}: {kind}{rest};\n",
        param.name
    )
}

fn optional(required: bool) -> (&'static str, &'static str) {
    if required {
        ("", "")
    } else {
        ("?", " | undefined")
    }
}

fn range(param: &ParamInfo) -> String {
    match param.kind {
        ParamKind::Choice(_) => "One of these words.".to_owned(),
        ParamKind::Numbers(_) => "One of these numbers.".to_owned(),
        ParamKind::Url => "An address.".to_owned(),
        ParamKind::Flag => "True or false.".to_owned(),
        ParamKind::Integer { min, max } => format!("A whole number from {min} to {max}."),
        ParamKind::Number { min, max, unit } => {
            let unit = if unit.is_empty() {
                String::new()
            } else {
                format!(" {unit}")
            };
            format!("From {min} to {max}{unit}.")
        }
        ParamKind::Text {
            min_chars: 0,
            max_chars,
        } => format!("At most {max_chars} characters."),
        ParamKind::Text {
            min_chars,
            max_chars,
        } => format!("{min_chars} to {max_chars} characters."),
        ParamKind::Urls { max } => format!("At most {max} addresses."),
    }
}

fn kind(param: &ParamInfo) -> String {
    match param.kind {
        // As text, for seeds wider than a double.
        _ if param.name == "seed" => "number | string".to_owned(),
        ParamKind::Choice(words) => words
            .iter()
            .map(|word| quoted(word))
            .collect::<Vec<_>>()
            .join(" | "),
        ParamKind::Numbers(numbers) => numbers.join(" | "),
        ParamKind::Flag => "boolean".to_owned(),
        ParamKind::Integer { .. } | ParamKind::Number { .. } => "number".to_owned(),
        ParamKind::Text { .. } | ParamKind::Url => "string".to_owned(),
        ParamKind::Urls { .. } => "string[]".to_owned(),
    }
}

fn quoted(word: &str) -> String {
    format!("\"{word}\"")
}
