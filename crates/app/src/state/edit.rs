//! What is being changed of a kept piece: carried on, a part made anew, or the same song in another style.

use tutti_core::catalog::{Layer, ModelInfo, OperationInfo, ParamInfo, ParamKind};
use tutti_core::{Level, Map, Operation, Order, Value, providers};

use crate::state::decimal;
use crate::state::draft::{text_of, value_of};
use crate::state::take::Take;
use crate::text::edit as text;
use crate::told;
use crate::words;

/// What can be done to a piece, in the order it is offered.
pub const WAYS: [Operation; 3] = [Operation::Extend, Operation::Replace, Operation::Cover];

/// The least length of a part that is made anew, in seconds.
const LEAST: f64 = 0.5;

/// What is being changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// The piece. It stays as it is: what comes out is another one.
    pub take: Take,
    /// What is done to it.
    pub operation: Operation,
    model: &'static str,
    entries: Vec<(&'static str, String)>,
}

/// Something that stops an edit: the parameter it is about, if one, and a sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Flaw {
    /// The name of the parameter.
    pub name: Option<String>,
    /// One sentence.
    pub message: String,
}

impl Edit {
    /// The first thing that can be done to a piece; none if nothing can.
    pub fn of(take: &Take) -> Option<Self> {
        WAYS.into_iter().find_map(|way| Self::new(take, way))
    }

    /// An edit as it was ordered before.
    pub fn again(take: &Take, order: &Value) -> Option<Self> {
        let operation = Operation::by_name(order.get("operation").text()?)?;
        let mut edit = Self::new(take, operation)?;
        for param in edit.params() {
            let value = match param.layer {
                Layer::Field => order.get(param.name),
                Layer::Param => order.get("params").get(param.name),
            };
            edit.write(param.name, &text_of(value, decimal::write));
        }
        Some(edit)
    }

    /// The same piece, another way; none if no model can.
    pub fn new(take: &Take, operation: Operation) -> Option<Self> {
        let model = can(take, operation)?;
        let mut edit = Self {
            take: take.clone(),
            operation,
            model: model.id,
            entries: Vec::new(),
        };
        edit.begin();
        Some(edit)
    }

    /// What can be done to the piece.
    pub fn ways(&self) -> Vec<Operation> {
        let can = |way: &Operation| can(&self.take, *way).is_some();
        WAYS.into_iter().filter(can).collect()
    }

    /// The id of the model that does it.
    pub fn model(&self) -> &'static str {
        self.model
    }

    /// What it can be told, besides which clip.
    pub fn params(&self) -> Vec<&'static ParamInfo> {
        let params = self.row().into_iter().flat_map(|row| row.params);
        params
            .filter(|param| !matches!(param.name, "clip" | "uploaded"))
            .collect()
    }

    /// Whether a parameter is drawn on the waveform.
    pub fn is_place(name: &str) -> bool {
        matches!(name, "startsAt" | "endsAt")
    }

    /// What is written for a parameter.
    pub fn entry(&self, name: &str) -> &str {
        let found = self.entries.iter().find(|(key, _)| *key == name);
        found.map_or("", |(_, text)| text)
    }

    /// Writes for a parameter; nothing clears it.
    pub fn write(&mut self, name: &'static str, text: &str) {
        self.entries.retain(|(key, _)| *key != name);
        if !text.trim().is_empty() {
            self.entries.push((name, text.to_owned()));
        }
    }

    /// The length of the piece in seconds.
    pub fn length(&self) -> f64 {
        self.take.seconds.unwrap_or_default()
    }

    /// Where the change begins, and where it ends: the end of the piece when it is carried on.
    pub fn part(&self) -> Option<(f64, f64)> {
        let at = |name| decimal::read(self.entry(name));
        let (from, length) = (at("startsAt"), self.length());
        match self.operation {
            Operation::Replace => Some((from?, at("endsAt")?)).filter(|(from, to)| from < to),
            Operation::Extend => Some((from.unwrap_or(length).min(length), length)),
            _ => None,
        }
    }

    /// Sets where the change begins and ends, in seconds; they are kept within the piece and apart.
    pub fn set_part(&mut self, from: f64, to: f64) {
        let length = self.length();
        let (from, to) = if from <= to { (from, to) } else { (to, from) };
        let from = from.clamp(0.0, (length - LEAST).max(0.0));
        let to = to.clamp(from + LEAST, length.max(from + LEAST));
        self.write("startsAt", &tenths(from));
        if self.operation == Operation::Replace {
            self.write("endsAt", &tenths(to));
        }
    }

    /// The order.
    pub fn order(&self) -> Value {
        let mut order = Map::new()
            .with("model", self.model)
            .with("operation", self.operation.name())
            .with("clip", self.take.clip.as_deref());
        let mut own = Map::new();
        for param in self.params() {
            let value = value_of(param, self.entry(param.name), decimal::read);
            match param.layer {
                Layer::Field => order = order.with(param.name, value),
                Layer::Param => own = own.with(param.name, value),
            }
        }
        if self.takes("uploaded") && self.take.is_upload() {
            order = order.with("uploaded", true);
        }
        if !own.is_empty() {
            order.set("params", own);
        }
        order.into()
    }

    /// What stops it.
    pub fn flaws(&self) -> Vec<Flaw> {
        let findings = Order::findings(&self.order());
        let errors = findings.into_iter().filter(|it| it.level == Level::Error);
        errors
            .map(|finding| {
                let field = finding.field.as_deref();
                let name = field.map(|it| it.strip_prefix("params.").unwrap_or(it).to_owned());
                let known = self.params();
                Flaw {
                    name: name.filter(|name| known.iter().any(|param| param.name == name)),
                    message: told::finding(&finding, self.model, self.operation),
                }
            })
            .collect()
    }

    fn takes(&self, name: &str) -> bool {
        self.row()
            .is_some_and(|row| row.params.iter().any(|param| param.name == name))
    }

    fn row(&self) -> Option<&'static OperationInfo> {
        providers::row(self.model)?.1.operation(self.operation)
    }

    /// A part to begin with: the end when it is carried on, the middle third when a part is made anew.
    fn begin(&mut self) {
        let length = self.length();
        match self.operation {
            Operation::Extend => self.set_part(length, length),
            Operation::Replace => self.set_part(length / 3.0, length * 2.0 / 3.0),
            _ => {}
        }
    }
}

/// What came of a piece, or what it came of: `Extends rain on tin`.
pub fn relation(take: &Take, parent: Option<&Take>) -> Option<String> {
    let name = || parent.map_or_else(|| text::gone().to_owned(), Take::title);
    match Operation::by_name(take.order.get("operation").text()?)? {
        Operation::Cover => Some(text::cover_of(&name())),
        Operation::Extend => Some(text::extends(&name())),
        Operation::Replace => Some(text::part_of(&name())),
        _ => None,
    }
}

/// What the button and the heading say of a way.
pub fn name(way: Operation) -> &'static str {
    match way {
        Operation::Extend => text::extend(),
        Operation::Replace => text::replace(),
        _ => text::cover(),
    }
}

/// What a way does, in a sentence.
pub fn about(way: Operation) -> &'static str {
    match way {
        Operation::Extend => text::extend_more(),
        Operation::Replace => text::replace_more(),
        _ => text::cover_more(),
    }
}

/// Whether a parameter is written over several lines.
pub fn has_lines(param: &ParamInfo) -> bool {
    let long = matches!(param.kind, ParamKind::Text { max_chars, .. } if max_chars > 500);
    long && matches!(param.name, "lyrics" | "prompt" | "instruction")
}

/// The model that can do this to a piece: the one that made it, or else another of its provider. A clip is known to
/// its own provider only.
fn can(take: &Take, operation: Operation) -> Option<&'static ModelInfo> {
    take.clip.as_ref()?;
    let (provider, own) = providers::row(&take.model)?;
    let siblings = provider.models.iter();
    let all = std::iter::once(own).chain(siblings);
    let mut able = all.filter(|model| model.operation(operation).is_some());
    able.next()
}

fn tenths(seconds: f64) -> String {
    decimal::write((seconds * 10.0).round() / 10.0)
}

/// A heading for an order: its prompt, or else what it was told to do.
pub fn heading(order: &Value) -> String {
    let said = ["prompt", "instruction", "lyrics"]
        .into_iter()
        .find_map(|name| order.get(name).text().filter(|it| !it.trim().is_empty()));
    let said = said.unwrap_or_default();
    let way = order.get("operation").text().and_then(Operation::by_name);
    match way.filter(|way| WAYS.contains(way)) {
        Some(way) if said.is_empty() => name(way).to_owned(),
        Some(way) => text::heading(name(way), &words::line(said)),
        None => said.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::take::tests::take;

    fn clip() -> Take {
        let mut clip = take("a", 0.0);
        clip.model = "producer/lyria-3-pro".to_owned();
        clip.clip = Some("clip-1".to_owned());
        clip.seconds = Some(30.0);
        clip
    }

    fn edit(operation: Operation) -> Edit {
        Edit::new(&clip(), operation).unwrap()
    }

    #[test]
    fn a_piece_without_a_clip_or_of_a_model_that_cannot_is_not_edited() {
        let mut lone = clip();
        lone.clip = None;
        assert_eq!(Edit::of(&lone), None);
        let mut other = clip();
        other.model = "segmind/lyria-2".to_owned();
        assert_eq!(Edit::of(&other), None);
        assert_eq!(Edit::of(&clip()).unwrap().ways(), WAYS);
    }

    #[test]
    fn an_edit_is_a_valid_order_once_it_says_what_to_do() {
        for operation in WAYS {
            let mut edit = edit(operation);
            assert!(!edit.flaws().is_empty(), "{operation}: nothing was said");
            edit.write("instruction", "brighter");
            assert_eq!(edit.flaws(), [], "{operation}");
            let order = edit.order();
            assert_eq!(order.get("clip").text(), Some("clip-1"));
            assert_eq!(order.get("operation").text(), Some(operation.name()));
            assert_eq!(order.get("uploaded"), &Value::Null);
        }
    }

    #[test]
    fn a_part_is_kept_within_the_piece_and_has_a_length() {
        let mut edit = edit(Operation::Replace);
        assert_eq!(edit.part(), Some((10.0, 20.0)));
        edit.set_part(25.0, 4.0);
        assert_eq!(edit.part(), Some((4.0, 25.0)));
        edit.set_part(-3.0, 90.0);
        assert_eq!(edit.part(), Some((0.0, 30.0)));
        edit.set_part(30.0, 30.0);
        assert_eq!(edit.part(), Some((29.5, 30.0)));
        edit.write("endsAt", "nowhere");
        assert_eq!(edit.part(), None);
        let flaws = edit.flaws();
        assert!(flaws.iter().any(|it| it.name.as_deref() == Some("endsAt")));
    }

    #[test]
    fn a_piece_is_carried_on_from_its_end_unless_another_point_is_set() {
        let mut edit = edit(Operation::Extend);
        assert_eq!(edit.entry("startsAt"), "29.5");
        edit.set_part(12.0, 30.0);
        assert_eq!(edit.part(), Some((12.0, 30.0)));
        assert_eq!(edit.order().get("startsAt").number(), Some(12.0));
        assert_eq!(edit.order().get("endsAt"), &Value::Null);
    }

    #[test]
    fn a_cover_of_an_upload_says_so() {
        let mut own = clip();
        own.order = Map::new().with("operation", "upload").into();
        let edit = Edit::new(&own, Operation::Cover).unwrap();
        assert_eq!(edit.order().get("uploaded"), &Value::Bool(true));
    }

    #[test]
    fn an_edit_reads_back_from_its_order() {
        let mut edit = edit(Operation::Replace);
        edit.set_part(3.0, 7.5);
        edit.write("instruction", "brighter");
        edit.write("seed", "9");
        let again = Edit::again(&clip(), &edit.order()).unwrap();
        assert_eq!(again.order(), edit.order());
        assert_eq!(Edit::again(&clip(), &Value::Null), None);
    }

    #[test]
    fn what_came_of_a_piece_says_which() {
        let mut child = clip();
        assert_eq!(relation(&child, None), None);
        child.order = edit(Operation::Extend).order();
        assert_eq!(
            relation(&child, Some(&clip())).as_deref(),
            Some("Extends rain on tin")
        );
        assert_eq!(
            relation(&child, None).as_deref(),
            Some("Extends a track that is gone")
        );
        assert_eq!(heading(&child.order), "Extend");
        child.order = Map::new()
            .with("operation", "cover")
            .with("instruction", "as\na waltz")
            .into();
        assert_eq!(heading(&child.order), "Cover: as a waltz");
        assert_eq!(heading(&clip().order), "rain on tin");
    }
}
