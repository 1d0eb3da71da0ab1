//! What is being written: a prompt, the models it goes to, and their settings.

use tutti_core::catalog::{Auth, Layer, ModelInfo, ParamInfo, ParamKind, Preset};
use tutti_core::{Finding, Level, Map, Operation, Order, Value, providers};

use crate::state::decimal;
use crate::state::fields::{offered, params};
use crate::text::composer as text;
use crate::told;
use crate::words;

/// The prompt that is in the box when the page opens.
pub const EXAMPLE: &str =
    "Warm lo-fi groove with dusty piano and soft drums, rain on the window, 84 bpm";

/// Prompts to begin with.
pub const IDEAS: [&str; 3] = [
    "Slow cinematic strings in D minor, opening onto a wide horizon",
    "Night-drive synthwave, pulsing bass, bright arpeggios, 110 bpm",
    "Quiet solo piano in waltz time, like snow falling on a garden",
];

/// The most variations of one order.
pub const MOST_VARIATIONS: u32 = 4;

/// What is being written.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The words.
    pub prompt: String,
    /// How many of each model.
    pub variations: u32,
    models: Vec<&'static str>,
    entries: Vec<(&'static str, String)>,
}

/// Something that stops an order, and where to say it.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// The place it belongs to.
    pub place: Place,
    /// One sentence.
    pub message: String,
}

/// A place of the composer.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// A field by its name.
    Field(String),
    /// The list of models; the provider, where it is about its key or address.
    Models(Option<&'static str>),
    /// The prompt.
    Prompt,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            prompt: EXAMPLE.to_owned(),
            variations: 1,
            models: vec!["sketch/groove"],
            entries: Vec::new(),
        }
    }
}

impl Draft {
    /// The ids of the models it goes to, in the catalogue's order.
    pub fn models(&self) -> &[&'static str] {
        &self.models
    }

    /// The rows of the models it goes to.
    pub fn rows(&self) -> impl Iterator<Item = &'static ModelInfo> {
        self.models
            .iter()
            .filter_map(|id| Some(providers::row(id)?.1))
    }

    /// Takes a model in or leaves it out.
    pub fn choose(&mut self, model: &str, on: bool) {
        let known = offered().map(|(_, model)| model.id);
        self.models = known
            .filter(|id| {
                if *id == model {
                    on
                } else {
                    self.models.contains(id)
                }
            })
            .collect();
    }

    /// What is written in a field.
    pub fn entry(&self, name: &str) -> &str {
        self.entries
            .iter()
            .find(|(key, _)| *key == name)
            .map_or("", |(_, text)| text)
    }

    /// Writes into a field; nothing clears it.
    pub fn write(&mut self, name: &'static str, text: &str) {
        self.entries.retain(|(key, _)| *key != name);
        if !text.trim().is_empty() {
            self.entries.push((name, text.to_owned()));
        }
    }

    /// What one press of Generate may cost in US dollars.
    pub fn usd(&self) -> f64 {
        let each: f64 = self
            .rows()
            .filter_map(|model| Some(model.price.as_ref()?.usd))
            .sum();
        each * f64::from(self.variations)
    }

    /// Whether the price of a chosen model is not known.
    pub fn has_unknown_price(&self) -> bool {
        let paid = |id: &str| providers::row(id).is_some_and(|(it, _)| it.auth != Auth::None);
        self.rows()
            .any(|model| model.price.is_none() && paid(model.id))
    }

    /// One order for every model and variation. A field that a model lacks is left out for it, as the form says.
    pub fn orders(&self, mut random: impl FnMut() -> u32) -> Vec<Value> {
        let models = self.rows();
        models
            .flat_map(|model| (0..self.variations).map(move |nth| (model, nth)))
            .map(|(model, nth)| self.order(model, nth, &mut random))
            .collect()
    }

    /// The order that this would be for a model, with some words where there are none yet.
    pub fn likely(&self, model: &'static ModelInfo) -> Value {
        let mut draft = self.clone();
        if draft.prompt.trim().is_empty() {
            "music".clone_into(&mut draft.prompt);
        }
        draft.order(model, 0, &mut || 0)
    }

    /// What stops these orders, told once each.
    pub fn problems(&self, orders: &[Value]) -> Vec<Problem> {
        let mut problems: Vec<Problem> = Vec::new();
        if self.models.is_empty() {
            problems.push(Problem::new(Place::Models(None), text::choose_a_model()));
        }
        if self.prompt.trim().is_empty() {
            problems.push(Problem::new(Place::Prompt, text::prompt_is_empty()));
        }
        for order in orders {
            let findings = Order::findings(order);
            for finding in findings.iter().filter(|it| it.level == Level::Error) {
                let problem = self.problem(order, finding);
                let told = problems.iter().any(|it| it.place == problem.place);
                if !told {
                    problems.push(problem);
                }
            }
        }
        problems
    }

    /// What is being written, as it is stored.
    pub fn to_value(&self) -> Value {
        let entries = self.entries.iter().fold(Map::new(), |map, (name, text)| {
            map.with(name, text.as_str())
        });
        let models: Vec<Value> = self.models.iter().map(|id| (*id).into()).collect();
        Map::new()
            .with("prompt", self.prompt.as_str())
            .with("variations", f64::from(self.variations))
            .with("models", models)
            .with("entries", entries)
            .into()
    }

    /// What was being written; what cannot be read, and an empty prompt, is as it is by default.
    pub fn from_value(value: &Value) -> Self {
        let mut draft = Self::default();
        if let Some(prompt) = value
            .get("prompt")
            .text()
            .filter(|it| !it.trim().is_empty())
        {
            prompt.clone_into(&mut draft.prompt);
        }
        if let Some(count) = value.get("variations").integer() {
            draft.variations = u32::try_from(count).unwrap_or(1).clamp(1, MOST_VARIATIONS);
        }
        if let Some(models) = value.get("models").list() {
            let known = offered().map(|(_, model)| model.id);
            draft.models = known
                .filter(|id| models.iter().any(|it| it.text() == Some(id)))
                .collect();
        }
        for (_, model) in offered() {
            for param in params(model) {
                draft.write(
                    param.name,
                    value
                        .get("entries")
                        .get(param.name)
                        .text()
                        .unwrap_or_default(),
                );
            }
        }
        draft
    }

    /// Puts an order back into the form.
    pub fn restore(&mut self, order: &Value) {
        self.prompt = order.get("prompt").text().unwrap_or_default().to_owned();
        let Some((_, model)) = order.get("model").text().and_then(providers::row) else {
            return;
        };
        self.models = vec![model.id];
        self.variations = 1;
        self.entries.clear();
        for param in params(model).filter(|param| param.name != "prompt") {
            let value = match param.layer {
                Layer::Field => order.get(param.name),
                Layer::Param => order.get("params").get(param.name),
            };
            self.write(param.name, &text_of(value, decimal::write));
        }
    }

    fn order(
        &self,
        model: &'static ModelInfo,
        nth: u32,
        random: &mut impl FnMut() -> u32,
    ) -> Value {
        let mut order = Map::new()
            .with("model", model.id)
            .with("prompt", self.prompt.trim());
        let mut own = Map::new();
        for param in params(model) {
            let value = match param.name {
                "seed" => self.seed(param, nth, random),
                name => value_of(param, self.entry(name), decimal::read),
            };
            match param.layer {
                Layer::Field if param.name != "prompt" => order = order.with(param.name, value),
                Layer::Field => {}
                Layer::Param => own = own.with(param.name, value),
            }
        }
        if !own.is_empty() {
            order.set("params", own);
        }
        order.into()
    }

    /// Variations differ by their seed: counted up from the one given, or drawn where the vendor would use the same
    /// one each time.
    fn seed(&self, param: &ParamInfo, nth: u32, random: &mut impl FnMut() -> u32) -> Value {
        let given = value_of(param, self.entry("seed"), decimal::read);
        match (given.number(), &param.default) {
            (Some(seed), _) => (seed + f64::from(nth)).into(),
            (None, Preset::Random) => given,
            (None, _) if self.variations > 1 && given.is_null() => drawn(param, random()),
            (None, _) => given,
        }
    }

    fn problem(&self, order: &Value, finding: &Finding) -> Problem {
        let field = finding.field.as_deref().unwrap_or_default();
        let name = field.strip_prefix("params.").unwrap_or(field);
        let place = match name {
            "prompt" => Place::Prompt,
            "model" => Place::Models(None),
            name => Place::Field(name.to_owned()),
        };
        let model = order.get("model").text().and_then(providers::row);
        let id = model.map_or("", |(_, model)| model.id);
        let said = told::finding(finding, id, Operation::Create);
        let message = match self.models.len() {
            0 | 1 => said,
            _ => format!("{}: {said}", words::model_name(id)),
        };
        Problem { place, message }
    }
}

impl Problem {
    /// A problem in one sentence.
    pub fn new(place: Place, message: impl Into<String>) -> Self {
        Self {
            place,
            message: message.into(),
        }
    }
}

/// What was written as the value its parameter takes; `number` reads one. What cannot be read so stays text, and the
/// validator says why it will not do.
pub fn value_of(param: &ParamInfo, written: &str, number: impl Fn(&str) -> Option<f64>) -> Value {
    let written = written.trim();
    match param.kind {
        _ if written.is_empty() => Value::Null,
        ParamKind::Flag => (written == "true").into(),
        // What looks like decimals may be meant as thousands, and a whole number has neither.
        ParamKind::Integer { .. } if written.contains(['.', ',']) => written.into(),
        ParamKind::Integer { .. } | ParamKind::Number { .. } => {
            number(written).map_or_else(|| written.into(), Value::from)
        }
        ParamKind::Choice(_) | ParamKind::Numbers(_) | ParamKind::Text { .. } | ParamKind::Url => {
            written.into()
        }
        ParamKind::Urls { .. } => {
            let urls = written.split_whitespace().map(Value::from);
            urls.collect::<Vec<_>>().into()
        }
    }
}

fn drawn(param: &ParamInfo, random: u32) -> Value {
    match param.kind {
        ParamKind::Integer { max, .. } => {
            ((i64::from(random) % max.saturating_add(1).max(1)) as f64).into()
        }
        _ => Value::Null,
    }
}

/// A value as it is written into a field; `number` writes one.
pub fn text_of(value: &Value, number: fn(f64) -> String) -> String {
    match value {
        Value::Bool(flag) => flag.to_string(),
        Value::Number(value) => number(*value),
        Value::Text(text) => text.clone(),
        Value::List(items) => {
            let lines = items.iter().map(|item| text_of(item, number));
            lines.collect::<Vec<_>>().join("\n")
        }
        Value::Map(_) | Value::Null => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LYRIA: &str = "segmind/lyria-2";
    const MUSICGEN: &str = "segmind/meta-musicgen-medium";

    fn orders(draft: &Draft) -> Vec<Value> {
        draft.orders(|| 7)
    }

    #[test]
    fn the_likely_order_for_a_model_is_valid_before_anything_is_written() {
        let (_, model) = providers::row("segmind/lyria-2").unwrap();
        let likely = Draft::default().likely(model);
        assert!(Order::admit(&likely).is_ok(), "{likely:?}");
    }

    #[test]
    fn the_page_opens_with_an_order_that_is_valid() {
        let draft = Draft::default();
        assert_eq!(draft.problems(&orders(&draft)), []);
        assert_eq!(draft.usd(), 0.0);
    }

    #[test]
    fn one_prompt_goes_to_every_chosen_model_and_a_field_only_to_those_that_have_it() {
        let mut draft = Draft::default();
        draft.choose(MUSICGEN, true);
        draft.choose(LYRIA, true);
        draft.write("seconds", "12");
        draft.write("bpm", "90");
        let orders = orders(&draft);
        let models: Vec<_> = orders
            .iter()
            .map(|it| it.get("model").text().unwrap())
            .collect();
        assert_eq!(models, ["sketch/groove", LYRIA, MUSICGEN]);
        let seconds: Vec<_> = orders.iter().map(|it| it.get("seconds").number()).collect();
        assert_eq!(seconds, [Some(12.0), None, Some(12.0)]);
        assert_eq!(draft.problems(&orders), []);
        assert!((draft.usd() - 0.127).abs() < 1e-9);
    }

    #[test]
    fn an_empty_prompt_is_told_once_at_the_prompt() {
        let mut draft = Draft::default();
        draft.choose(LYRIA, true);
        draft.prompt = " \n ".to_owned();
        let problems = draft.problems(&orders(&draft));
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].place, Place::Prompt);
    }

    #[test]
    fn a_value_out_of_range_or_no_number_is_told_at_its_field_with_the_model() {
        let mut draft = Draft::default();
        draft.choose(MUSICGEN, true);
        for written in ["31", "ten"] {
            draft.write("seconds", written);
            let problems = draft.problems(&orders(&draft));
            assert_eq!(
                problems[0].place,
                Place::Field("seconds".to_owned()),
                "{written}"
            );
        }
        draft.write("seconds", "31");
        assert!(
            draft.problems(&orders(&draft))[0]
                .message
                .starts_with("MusicGen Medium: Length")
        );
    }

    #[test]
    fn decimals_are_read_with_a_comma_too_and_what_may_be_thousands_is_told() {
        let mut draft = Draft::default();
        for written in ["12,5", "12.5"] {
            draft.write("seconds", written);
            let orders = orders(&draft);
            assert_eq!(orders[0].get("seconds").number(), Some(12.5), "{written}");
        }
        for (field, written) in [("seconds", "1,500"), ("seed", "10,000"), ("seed", "10.0")] {
            let mut draft = Draft::default();
            draft.write(field, written);
            let problems = draft.problems(&orders(&draft));
            assert_eq!(
                problems[0].place,
                Place::Field(field.to_owned()),
                "{written}"
            );
        }
    }

    #[test]
    fn no_model_is_told_at_the_models() {
        let mut draft = Draft::default();
        draft.choose("sketch/groove", false);
        assert_eq!(
            draft.problems(&orders(&draft))[0].place,
            Place::Models(None)
        );
    }

    #[test]
    fn variations_of_one_seed_count_up_and_a_vendor_with_a_fixed_seed_is_given_drawn_ones() {
        let mut draft = Draft::default();
        draft.restore(&orders(&draft)[0]);
        draft.choose("sketch/groove", false);
        draft.choose(MUSICGEN, true);
        let mut next = 20_000;
        assert_eq!(draft.orders(|| next)[0].get("seed"), &Value::Null);
        draft.variations = 2;
        let drawn = draft.orders(|| {
            next += 1;
            next
        });
        assert_eq!(drawn[0].get("seed").number(), Some(1.0));
        assert_eq!(drawn[1].get("seed").number(), Some(2.0));
        draft.write("seed", "5");
        let seeds: Vec<_> = orders(&draft)
            .iter()
            .map(|it| it.get("seed").number())
            .collect();
        assert_eq!(seeds, [Some(5.0), Some(6.0)]);
    }

    #[test]
    fn a_draft_reads_back_as_it_was_stored_and_nonsense_as_the_default() {
        let mut draft = Draft::default();
        draft.choose(MUSICGEN, true);
        draft.prompt = "rain".to_owned();
        draft.variations = 3;
        draft.write("seconds", "12");
        assert_eq!(Draft::from_value(&draft.to_value()), draft);
        assert_eq!(Draft::from_value(&Value::Null), Draft::default());
        let odd = Map::new()
            .with("prompt", " ")
            .with("variations", 99.0)
            .with("models", vec!["gone/model".into()]);
        let read = Draft::from_value(&odd.into());
        assert_eq!(
            (read.prompt.as_str(), read.variations, read.models().len()),
            (EXAMPLE, MOST_VARIATIONS, 0)
        );
    }

    #[test]
    fn an_order_put_back_gives_the_same_order_again() {
        let mut draft = Draft::default();
        draft.write("seconds", "9.5");
        draft.write("instrumental", "true");
        draft.write("seed", "3");
        let order = orders(&draft).remove(0);
        let mut again = Draft::default();
        again.write("lyrics", "gone");
        again.restore(&order);
        assert_eq!(orders(&again), [order]);
    }
}
