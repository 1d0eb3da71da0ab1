//! The last prompts, newest first.

use tutti_core::Value;

/// How many are kept.
const MOST: usize = 20;

/// The last prompts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History(Vec<String>);

impl History {
    /// Notes a prompt that was sent; one that is known comes to the front.
    pub fn note(&mut self, prompt: &str) {
        let prompt = prompt.trim();
        if !prompt.is_empty() {
            self.0.retain(|it| it != prompt);
            self.0.insert(0, prompt.to_owned());
            self.0.truncate(MOST);
        }
    }

    /// All of them, newest first.
    pub fn all(&self) -> &[String] {
        &self.0
    }

    /// As it is stored.
    pub fn to_value(&self) -> Value {
        let all = self.0.iter().map(|it| it.as_str().into());
        all.collect::<Vec<Value>>().into()
    }

    /// What was stored; what is no text is left out.
    pub fn from_value(value: &Value) -> Self {
        let all = value.list().unwrap_or_default().iter().rev();
        let mut history = Self::default();
        all.filter_map(Value::text).for_each(|it| history.note(it));
        history
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_twenty_are_kept_each_once() {
        let mut history = History::default();
        for nth in 0..30 {
            history.note(&format!(" prompt {nth} "));
        }
        history.note("prompt 15");
        history.note("  ");
        assert_eq!(history.all().len(), MOST);
        assert_eq!(history.all()[..2], ["prompt 15", "prompt 29"]);
        assert_eq!(History::from_value(&history.to_value()), history);
        assert_eq!(History::from_value(&Value::from("x")), History::default());
    }
}
