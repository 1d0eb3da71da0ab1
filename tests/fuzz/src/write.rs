//! From values to the bytes that [`read`](crate::read) reads as them: what a fuzzer starts from.

use tutti_core::http::{Body, Response};
use tutti_core::{Ticket, Value};

use crate::read::{HEADERS, REPEATED};

/// Bytes that grow at the end.
#[derive(Default)]
pub struct Written(Vec<u8>);

impl Written {
    /// The bytes.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// Adds a byte.
    #[must_use]
    pub fn byte(mut self, byte: u8) -> Self {
        self.0.push(byte);
        self
    }

    /// Adds a text, cut where it is too long for one.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        let most = usize::from(REPEATED - 1);
        let cut = text.floor_char_boundary(text.len().min(most));
        self.0.push(cut as u8);
        self.0.extend(&text.as_bytes()[..cut]);
        self
    }

    /// Adds a value; lists and objects beyond what can be read back are cut.
    #[must_use]
    pub fn value(mut self, value: &Value) -> Self {
        match value {
            Value::Null => self.byte(0),
            Value::Bool(flag) => self.byte(1).byte((*flag).into()),
            Value::Number(number) => {
                self.0.push(3);
                self.0.extend(number.to_le_bytes());
                self
            }
            Value::Text(text) => self.byte(4).text(text),
            Value::List(items) => {
                let count = items.len().min(15);
                let start = self.byte(6).byte(count as u8);
                items.iter().take(count).fold(start, Self::value)
            }
            Value::Map(map) => {
                let count = map.len().min(31);
                let start = self.byte(7).byte(count as u8);
                let members = map.iter().take(count);
                members.fold(start, |it, (name, value)| it.text(name).value(value))
            }
        }
    }

    /// Adds a ticket.
    #[must_use]
    pub fn ticket(self, ticket: Option<&Ticket>) -> Self {
        self.value(&ticket.map_or(Value::Null, Ticket::to_value))
    }

    /// Adds an answer.
    #[must_use]
    pub fn response(mut self, response: &Response) -> Self {
        self.0.extend(response.status.to_le_bytes());
        let known = response.headers.iter().filter_map(|(name, value)| {
            let at = HEADERS.iter().position(|it| it == name)?;
            Some((at as u8, value))
        });
        let known: Vec<_> = known.take(7).collect();
        let start = self.byte(known.len() as u8);
        let written = known
            .into_iter()
            .fold(start, |it, (at, value)| it.byte(at).text(value));
        match &response.body {
            Body::Text(text) => written.byte(0).text(text),
            Body::Audio(Ok(_)) => written.byte(1),
            Body::Audio(Err(_)) => written.byte(2),
            Body::Json(value) => written.byte(3).value(value),
        }
    }
}

#[cfg(test)]
mod tests {
    use tutti_core::Map;

    use super::*;
    use crate::read::Bytes;

    #[test]
    fn what_is_written_is_read_back() {
        let list = Value::List(vec![true.into(), 0.5.into(), "".into(), (-7.0).into()]);
        let body = Map::new()
            .with("a", list)
            .with("b", Map::new().with("c", "d\u{e9}"));
        let response = Response {
            status: 429,
            headers: vec![("retry-after".to_owned(), "10".to_owned())],
            body: Body::Json(body.into()),
        };
        let ticket = Ticket {
            id: "r-1".to_owned(),
            data: Map::new().with("done", true),
        };
        let bytes = Written::default()
            .ticket(Some(&ticket))
            .response(&response)
            .into_bytes();
        let mut read = Bytes::new(&bytes);
        assert_eq!(read.ticket(), ticket);
        assert_eq!(read.response(), response);
        assert!(read.is_empty());
    }
}
