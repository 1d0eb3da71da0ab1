//! A balance that is asked for.

use tutti_core::http::Unanswered;
use tutti_core::{Error, ErrorKind, Map, Provider, Value, providers};

use crate::came::came;
use crate::failure;
use crate::surroundings::{Surroundings, command, now};

/// A question for a balance.
pub(crate) struct Question {
    provider: &'static dyn Provider,
    around: Surroundings,
}

impl Question {
    /// The question for the balance at a `provider`.
    pub(crate) fn new(event: &Value) -> Result<Box<Self>, Error> {
        let id = event.get("provider").text().unwrap_or_default();
        let provider = providers::provider(id).ok_or_else(|| {
            Error::new(ErrorKind::InvalidOrder, "There is no such provider.").field("provider")
        })?;
        let around = Surroundings::new(provider.info(), event.get("settings"));
        Ok(Box::new(Self { provider, around }))
    }

    /// What to do next.
    pub(crate) fn tell(&mut self, what: &str, event: &Value) -> Map {
        let done = match what {
            "key" => self.around.send(event, None).map_err(|why| self.why(&why)),
            "came" => self.read(event),
            _ => self.ask(event),
        };
        done.unwrap_or_else(|error| failure(&error.of_provider(self.around.provider.id)))
    }

    fn ask(&mut self, event: &Value) -> Result<Map, Error> {
        let Some(request) = self.provider.credits(&self.around.base) else {
            let message = [self.around.provider.name, " has no balance to ask for."].concat();
            return Err(Error::new(ErrorKind::Unsupported, message));
        };
        let asked = self.around.admit(request, event);
        asked.map_err(|why| self.why(&why))
    }

    fn read(&mut self, event: &Value) -> Result<Map, Error> {
        let key = self.around.take_key();
        let judged = self.around.api().judge(came(event), key.as_ref());
        let (response, _) = judged.map_err(|why| self.why(&why))?;
        let read = self.provider.read_credits(&response, now(event));
        let said = match read {
            Ok(credits) => command("done").with("credits", credits.to_value()),
            Err(error) => failure(&error.of_provider(self.around.provider.id)),
        };
        Ok(said.with("reached", self.around.base.as_str()))
    }

    fn why(&self, why: &Unanswered) -> Error {
        why.error(self.around.provider.name)
    }
}
