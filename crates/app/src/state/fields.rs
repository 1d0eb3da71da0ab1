//! The form's fields, drawn from the catalogue: the union of what its models take, beside the prompt.

use tutti_core::catalog::{Layer, ModelInfo, ParamInfo, ParamKind, Preset, ProviderInfo};
use tutti_core::{Operation, providers};

use crate::state::decimal;
use crate::text::common::{and, range};
use crate::text::composer as text;
use crate::words;

/// One field of the form.
#[derive(Clone, PartialEq)]
pub struct Field {
    /// Its name in an order.
    pub name: &'static str,
    /// Its label.
    pub label: &'static str,
    takers: Vec<Taker>,
}

#[derive(Clone, Copy)]
struct Taker {
    model: &'static ModelInfo,
    param: &'static ParamInfo,
}

/// How a field is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A switch.
    Flag,
    /// A number in this range, with its unit.
    Number {
        /// The least that any chosen model takes.
        min: f64,
        /// The most that any chosen model takes.
        max: f64,
        /// Its unit, or nothing.
        unit: &'static str,
        /// Whether it is a whole one.
        whole: bool,
    },
    /// Words, one line or several.
    Text {
        /// Whether several lines are usual.
        lines: bool,
    },
}

/// Every field of the catalogue, in its order.
pub fn all() -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for (_, model) in offered() {
        for param in params(model).filter(|param| param.name != "prompt") {
            let taker = Taker { model, param };
            match fields.iter_mut().find(|field| field.name == param.name) {
                Some(field) => field.takers.push(taker),
                None => fields.push(Field {
                    name: param.name,
                    label: param.label,
                    takers: vec![taker],
                }),
            }
        }
    }
    fields
}

/// The models that this page orders from: those that create from a prompt.
pub fn offered() -> impl Iterator<Item = (&'static ProviderInfo, &'static ModelInfo)> {
    providers::rows().filter(|(_, model)| params(model).any(|param| param.name == "prompt"))
}

/// The models that make nothing of a prompt: they take a recording.
pub fn without_prompt() -> impl Iterator<Item = &'static str> {
    let creates = |id: &str| offered().any(|(_, model)| model.id == id);
    let all = providers::rows().map(|(_, model)| model.id);
    all.filter(move |id| !creates(id))
}

/// What a model can be asked when it creates.
pub fn params(model: &ModelInfo) -> impl Iterator<Item = &'static ParamInfo> + use<> {
    model
        .operation(Operation::Create)
        .into_iter()
        .flat_map(|row| row.params)
}

impl Field {
    /// Whether it stands in front: quantities do, the rest is folded away.
    pub fn is_main(&self) -> bool {
        self.takers
            .iter()
            .any(|it| matches!(it.param.kind, ParamKind::Number { unit, .. } if !unit.is_empty()))
    }

    /// Whether it is shown beside these models: what all providers share always is, with a reason where it is off; what
    /// is a model's own only beside that model.
    pub fn is_shown(&self, chosen: &[&str]) -> bool {
        let shared = |it: &Taker| it.param.layer == Layer::Field;
        self.takers.iter().any(shared) || !self.takers_among(chosen).is_empty()
    }

    /// How it is drawn for these models; for all of them when none of these takes it.
    pub fn shape(&self, chosen: &[&str]) -> Shape {
        let takers = self.takers_among(chosen);
        let takers = if takers.is_empty() {
            self.takers.clone()
        } else {
            takers
        };
        let shapes = takers.iter().map(|taker| shape(taker.param));
        shapes
            .reduce(Shape::joined)
            .unwrap_or(Shape::Text { lines: false })
    }

    /// Why none of these models can be told this, if so.
    pub fn off(&self, chosen: &[&str]) -> Option<String> {
        let takers = self.takers_among(chosen);
        let names = self
            .takers
            .iter()
            .map(|taker| words::model_name(taker.model.id));
        takers.is_empty().then(|| text::only_for(&listed(names)))
    }

    /// What to know about it for these models, line by line: ranges, what holds when it is left out, who lacks it.
    pub fn hints(&self, chosen: &[&str]) -> Vec<String> {
        let takers = self.takers_among(chosen);
        let mut parts: Vec<String> = match takers.as_slice() {
            [] => Vec::new(),
            [only] => said(only.param).into_iter().collect(),
            several if same(several) => said(several[0].param).into_iter().collect(),
            several => {
                let each = several.iter().filter_map(|it| {
                    Some(format!(
                        "{}: {}",
                        words::model_name(it.model.id),
                        said(it.param)?
                    ))
                });
                each.collect()
            }
        };
        let lacking = chosen
            .iter()
            .filter(|id| !takers.iter().any(|taker| taker.model.id == **id));
        let lacking: Vec<&ModelInfo> = lacking
            .filter_map(|id| Some(providers::row(id)?.1))
            .collect();
        if !takers.is_empty() {
            parts.extend(self.without(&lacking));
        }
        parts
    }

    fn without(&self, lacking: &[&ModelInfo]) -> Vec<String> {
        let is_fixed =
            |model: &&&ModelInfo| self.name == "seconds" && model.output.seconds.is_some();
        let (fixed, others): (Vec<&ModelInfo>, Vec<&ModelInfo>) =
            lacking.iter().partition(|model| is_fixed(model));
        let always = fixed.iter().map(|model| {
            let seconds = words::number(model.output.seconds.unwrap_or_default(), 0);
            text::always_makes(&words::model_name(model.id), &seconds)
        });
        let not_for = text::not_for(&listed(
            others.iter().map(|model| words::model_name(model.id)),
        ));
        always
            .chain((!others.is_empty()).then_some(not_for))
            .collect()
    }

    fn takers_among(&self, chosen: &[&str]) -> Vec<Taker> {
        self.takers
            .iter()
            .filter(|taker| chosen.contains(&taker.model.id))
            .copied()
            .collect()
    }
}

impl Shape {
    /// The shape that takes what either takes.
    fn joined(self, other: Self) -> Self {
        match (self, other) {
            (
                Self::Number {
                    min,
                    max,
                    unit,
                    whole,
                },
                Self::Number {
                    min: low,
                    max: high,
                    whole: also,
                    ..
                },
            ) => Self::Number {
                min: min.min(low),
                max: max.max(high),
                unit,
                whole: whole && also,
            },
            (first, _) => first,
        }
    }
}

impl PartialEq for Taker {
    fn eq(&self, other: &Self) -> bool {
        self.model.id == other.model.id && self.param.name == other.param.name
    }
}

fn shape(param: &ParamInfo) -> Shape {
    match param.kind {
        ParamKind::Choice(words) | ParamKind::Numbers(words) => Shape::Choice(words),
        ParamKind::Flag => Shape::Flag,
        ParamKind::Integer { min, max } => Shape::Number {
            min: min as f64,
            max: max as f64,
            unit: "",
            whole: true,
        },
        ParamKind::Number { min, max, unit } => Shape::Number {
            min,
            max,
            unit,
            whole: false,
        },
        ParamKind::Text { max_chars, .. } => Shape::Text {
            lines: max_chars > 200 && param.name == "lyrics",
        },
        ParamKind::Url => Shape::Text { lines: false },
        ParamKind::Urls { .. } => Shape::Text { lines: true },
    }
}

/// The range and what holds when it is left out.
pub fn said(param: &ParamInfo) -> Option<String> {
    /// A range beyond this tells nobody anything.
    const TELLING: f64 = 1e6;
    let range = match param.kind {
        ParamKind::Integer { min, max } if (max as f64) < TELLING => {
            Some(range(&min.to_string(), &max.to_string()))
        }
        ParamKind::Number { min, max, unit } => {
            let range = range(&decimal::write(min), &decimal::write(max));
            Some(format!("{range} {unit}").trim_end().to_owned())
        }
        ParamKind::Urls { max } => Some(text::up_to_addresses(&max.to_string())),
        _ => None,
    };
    let preset = match &param.default {
        Preset::Number(number) | Preset::Sent(number) => {
            Some(text::if_left_out(&decimal::write(*number)))
        }
        Preset::Random => Some(text::different_if_left_out().to_owned()),
        Preset::Text(_) | Preset::Unset => None,
    };
    match (range, preset) {
        (Some(range), Some(preset)) => Some(format!("{range}, {preset}")),
        (range, preset) => range.or(preset),
    }
}

fn same(takers: &[Taker]) -> bool {
    takers
        .windows(2)
        .all(|pair| said(pair[0].param) == said(pair[1].param))
}

/// Names as in `A, B and C`.
pub fn listed(names: impl Iterator<Item = String>) -> String {
    let names: Vec<String> = names.collect();
    match names.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => and(&first.join(", "), last),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SKETCH: &str = "sketch/groove";
    const LYRIA: &str = "segmind/lyria-2";
    const MUSICGEN: &str = "segmind/meta-musicgen-medium";

    fn field(name: &str) -> Field {
        all().into_iter().find(|field| field.name == name).unwrap()
    }

    #[test]
    fn every_parameter_of_the_catalogue_has_a_field() {
        let fields = all();
        for (_, model) in offered() {
            for param in params(model) {
                assert!(
                    param.name == "prompt" || fields.iter().any(|field| field.name == param.name),
                    "{}",
                    param.name
                );
            }
        }
    }

    #[test]
    fn a_field_that_no_chosen_model_takes_says_who_does() {
        assert_eq!(
            field("images").off(&[LYRIA]),
            Some("Only for Lyria 3 Pro (Pixazo).".to_owned())
        );
        let several = field("seconds").off(&[LYRIA]).unwrap();
        assert!(
            several.starts_with("Only for Groove sketch, MusicGen Medium"),
            "{several}"
        );
        assert!(
            several.ends_with(" and Lyria 3 Pro (Producer)."),
            "{several}"
        );
        assert_eq!(field("seconds").off(&[LYRIA, SKETCH]), None);
    }

    #[test]
    fn what_is_a_models_own_is_shown_beside_that_model_only() {
        assert!(!field("steps").is_shown(&[LYRIA]));
        assert!(field("steps").is_shown(&[LYRIA, "aimlapi/stable-audio"]));
        assert!(field("bpm").is_shown(&[LYRIA]), "off, with a reason");
    }

    #[test]
    fn a_field_says_which_chosen_models_lack_it() {
        assert_eq!(
            field("seconds").hints(&[SKETCH, LYRIA]),
            ["1 to 180 s", "Lyria 2 (Segmind) always makes 33 s"]
        );
        let hints = field("bpm").hints(&[SKETCH, LYRIA, MUSICGEN]);
        assert_eq!(
            hints,
            [
                "40 to 220 bpm",
                "Not for Lyria 2 (Segmind) and MusicGen Medium"
            ]
        );
    }

    #[test]
    fn ranges_that_differ_are_told_by_model_and_drawn_as_the_widest() {
        let hints = field("seconds").hints(&[SKETCH, MUSICGEN]);
        assert_eq!(
            hints,
            [
                "Groove sketch: 1 to 180 s",
                "MusicGen Medium: 1 to 30 s, 10 if left out"
            ]
        );
        let shape = field("seconds").shape(&[SKETCH, MUSICGEN]);
        assert!(
            matches!(
                shape,
                Shape::Number {
                    min: 1.0,
                    max: 180.0,
                    unit: "s",
                    whole: false
                }
            ),
            "{shape:?}"
        );
    }

    #[test]
    fn every_model_is_offered_or_said_not_to_be() {
        let others: Vec<_> = without_prompt().collect();
        assert_eq!(
            others,
            ["segmind/minimax-music-01", "aimlapi/minimax-music-cover"]
        );
        assert_eq!(others.len() + offered().count(), providers::rows().count());
    }

    #[test]
    fn quantities_stand_in_front() {
        let main: Vec<_> = all()
            .iter()
            .filter(|it| it.is_main())
            .map(|it| it.name)
            .collect();
        assert_eq!(main, ["seconds", "bpm"]);
    }
}
