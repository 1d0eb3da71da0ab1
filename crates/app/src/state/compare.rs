//! Takes side by side: which, equally loud, and without names if one wants to be fair.

use tutti_core::Value;

use crate::state::decimal;
use crate::state::take::Take;
use crate::text::common::items as items_in_words;
use crate::text::library::model as model_label;
use crate::text::listen as texts;
use crate::words;

/// The most takes that are compared at once: there are nine number keys.
pub const MOST: usize = 9;

/// The takes that are compared.
#[derive(Clone, Debug, PartialEq)]
pub struct Compare {
    slots: Vec<String>,
    /// Whether the louder ones are turned down to the quietest.
    pub matched: bool,
    /// Whether names are hidden, and the takes are in an order nobody knows.
    pub blind: bool,
    /// What was chosen while names were hidden.
    pub pick: Option<String>,
    /// The slot heard before the present one.
    last: Option<String>,
}

impl Default for Compare {
    fn default() -> Self {
        Self {
            slots: Vec::new(),
            matched: true,
            blind: false,
            pick: None,
            last: None,
        }
    }
}

impl Compare {
    /// The ids of the takes, in their order.
    pub fn slots(&self) -> &[String] {
        &self.slots
    }

    /// Whether this take is compared.
    pub fn has(&self, id: &str) -> bool {
        self.slots.iter().any(|it| it == id)
    }

    /// Takes one in; false when there is no room.
    pub fn add(&mut self, id: &str) -> bool {
        if self.slots.len() >= MOST && !self.has(id) {
            return false;
        }
        if !self.has(id) {
            self.slots.push(id.to_owned());
        }
        true
    }

    /// Takes one out. Without two there is nothing to guess.
    pub fn remove(&mut self, id: &str) {
        self.slots.retain(|it| it != id);
        self.blind &= self.slots.len() > 1;
    }

    /// Takes all out; how one likes to compare stays.
    pub fn clear(&mut self) {
        *self = Self {
            matched: self.matched,
            ..Self::default()
        };
    }

    /// Hides names and shuffles, or shows names again.
    pub fn set_blind(&mut self, blind: bool, mut random: impl FnMut() -> u32) {
        self.blind = blind && self.slots.len() > 1;
        if self.blind {
            self.pick = None;
            for nth in (1..self.slots.len()).rev() {
                self.slots.swap(nth, random() as usize % (nth + 1));
            }
        }
    }

    /// Notes the choice and shows the names.
    pub fn choose(&mut self, id: &str) {
        self.pick = Some(id.to_owned());
        self.blind = false;
    }

    /// Notes that another slot is heard now than before.
    pub fn heard(&mut self, before: Option<&str>) {
        self.last = before.filter(|it| self.has(it)).map(str::to_owned);
    }

    /// The slot to go back to: the one heard before, else the one after `now`.
    pub fn other(&self, now: Option<&str>) -> Option<&str> {
        let last = self
            .last
            .as_deref()
            .filter(|it| self.has(it) && Some(*it) != now);
        last.or_else(|| {
            let at = self.slots.iter().position(|it| Some(it.as_str()) == now);
            let next = at.map_or(0, |at| (at + 1) % self.slots.len().max(1));
            self.slots.get(next).map(String::as_str)
        })
    }

    /// The letter of a take whose name is hidden.
    pub fn veil(&self, id: &str) -> Option<String> {
        let nth = self.slots.iter().position(|it| it == id)?;
        self.blind
            .then(|| texts::take_letter(&char::from(b'A' + nth as u8).to_string()))
    }

    /// By how many decibels a take is turned down so that all are equally loud: the quietest is left as it is. None
    /// where it is not compared, or nothing is known of its loudness.
    pub fn gain_db(&self, id: &str, lufs: impl Fn(&str) -> Option<f64>) -> Option<f64> {
        if !self.matched || self.slots.len() < 2 || !self.has(id) {
            return None;
        }
        let quietest = self
            .slots
            .iter()
            .filter_map(|it| lufs(it))
            .fold(f64::INFINITY, f64::min);
        lufs(id).map(|own| (quietest - own).min(0.0))
    }
}

/// What differs between takes: a name for each setting, and its value for each take.
pub fn differences(takes: &[Take]) -> Vec<(String, Vec<String>)> {
    let mut names: Vec<&str> = Vec::new();
    for take in takes {
        let fields = take.order.map().into_iter().flat_map(|map| map.iter());
        let params = take.order.get("params").map();
        let params = params.into_iter().flat_map(|map| map.iter());
        for (name, _) in fields.chain(params) {
            let is_setting = !matches!(name, "model" | "params" | "operation");
            if is_setting && !names.contains(&name) {
                names.push(name);
            }
        }
    }
    let model = row(model_label(), takes, Take::model_name);
    let length = row(texts::length(), takes, |take| {
        take.seconds.map(words::clock).unwrap_or_default()
    });
    let settings = names
        .iter()
        .map(|name| row(&label(takes, name), takes, |take| text(setting(take, name))));
    let rows = [model, length].into_iter().chain(settings);
    rows.filter(|(_, values)| values.windows(2).any(|pair| pair[0] != pair[1]))
        .collect()
}

fn row(name: &str, takes: &[Take], value: impl Fn(&Take) -> String) -> (String, Vec<String>) {
    (name.to_owned(), takes.iter().map(value).collect())
}

/// The catalogue's label, or the name with a capital.
fn label(takes: &[Take], name: &str) -> String {
    let known = takes.iter().find_map(|take| {
        let operations = take.row()?.operations.iter();
        let mut params = operations.flat_map(|row| row.params);
        Some(params.find(|param| param.name == name)?.label.to_owned())
    });
    known.unwrap_or_else(|| {
        let mut letters = name.chars();
        let first = letters.next().map(|it| it.to_ascii_uppercase());
        first.into_iter().chain(letters).collect()
    })
}

fn setting<'a>(take: &'a Take, name: &str) -> &'a Value {
    match take.order.get(name) {
        Value::Null => take.order.get("params").get(name),
        value => value,
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(flag) => if *flag { texts::yes() } else { texts::no() }.to_owned(),
        Value::Number(number) => decimal::write(*number),
        Value::Text(text) => words::title(text),
        Value::List(items) => items_in_words(items.len() as u64),
        Value::Map(_) => texts::set().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use tutti_core::Map;

    use super::*;
    use crate::state::take::tests::take;

    fn of(ids: &[&str]) -> Compare {
        let mut compare = Compare::default();
        for id in ids {
            assert!(compare.add(id));
        }
        compare
    }

    #[test]
    fn a_take_is_compared_once_and_nine_are_the_most() {
        let mut compare = of(&["a", "b", "a"]);
        assert_eq!(compare.slots(), ["a", "b"]);
        for nth in 2..MOST {
            assert!(compare.add(&nth.to_string()));
        }
        assert!(!compare.add("one too many"));
        assert!(compare.add("a"), "it is there already");
        compare.remove("a");
        assert!(compare.add("room again"));
    }

    #[test]
    fn the_louder_are_turned_down_to_the_quietest_and_none_is_turned_up() {
        let lufs = |id: &str| match id {
            "loud" => Some(-9.0),
            "quiet" => Some(-20.5),
            _ => None,
        };
        let mut compare = of(&["loud", "quiet", "unreadable"]);
        assert_eq!(compare.gain_db("loud", lufs), Some(-11.5));
        assert_eq!(compare.gain_db("quiet", lufs), Some(0.0));
        assert_eq!(compare.gain_db("unreadable", lufs), None);
        assert_eq!(compare.gain_db("elsewhere", lufs), None);
        compare.matched = false;
        assert_eq!(compare.gain_db("loud", lufs), None);
        assert_eq!(of(&["loud"]).gain_db("loud", lufs), None);
    }

    #[test]
    fn blind_takes_are_shuffled_and_nameless_until_one_is_chosen() {
        let mut compare = of(&["a", "b", "c"]);
        assert_eq!(compare.veil("a"), None);
        compare.set_blind(true, || 0);
        assert_eq!(compare.slots(), ["b", "c", "a"]);
        assert_eq!(compare.veil("a").as_deref(), Some("Take C"));
        assert_eq!(compare.veil("elsewhere"), None);
        compare.choose("c");
        assert_eq!(
            (compare.veil("a"), compare.pick.as_deref()),
            (None, Some("c"))
        );
        compare.set_blind(true, || 1);
        assert_eq!(compare.pick, None);
    }

    #[test]
    fn one_take_alone_is_not_blind() {
        let mut compare = of(&["a"]);
        compare.set_blind(true, || 0);
        assert!(!compare.blind);
        let mut compare = of(&["a", "b"]);
        compare.set_blind(true, || 0);
        compare.remove("a");
        assert!(!compare.blind);
    }

    #[test]
    fn the_other_slot_is_the_one_heard_before_or_else_the_next() {
        let mut compare = of(&["a", "b", "c"]);
        assert_eq!(compare.other(Some("c")), Some("a"));
        assert_eq!(compare.other(None), Some("a"));
        compare.heard(Some("b"));
        assert_eq!(compare.other(Some("a")), Some("b"));
        compare.remove("b");
        assert_eq!(compare.other(Some("a")), Some("c"));
        compare.clear();
        assert_eq!(compare.other(Some("a")), None);
    }

    #[test]
    fn only_settings_that_differ_are_listed() {
        let mut one = take("a", 0.0);
        let mut two = take("b", 0.0);
        let order = |seed: f64, steps: f64| {
            Map::new()
                .with("model", "segmind/lyria-2")
                .with("prompt", "rain on tin")
                .with("seed", seed)
                .with("params", Map::new().with("steps", steps))
                .into()
        };
        (one.order, two.order) = (order(1.0, 8.0), order(2.0, 8.0));
        let told = differences(&[one.clone(), two.clone()]);
        assert_eq!(
            told,
            [("Seed".to_owned(), vec!["1".to_owned(), "2".to_owned()])]
        );
        two.order = order(1.0, 9.0);
        assert_eq!(differences(&[one.clone(), two])[0].0, "Steps");
        assert_eq!(differences(&[one]), []);
        assert_eq!(differences(&[]), []);
    }
}
