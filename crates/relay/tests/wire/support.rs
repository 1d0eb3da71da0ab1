//! A relay in this process, and raw requests to it: an HTTP client would tidy up what the tests are about.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tutti_relay::{Lookup, Server, Settings, Wish};

/// The page that may use every relay of the tests.
pub(crate) const PAGE: &str = "https://tutti.example";
/// The name that the relay is called by there.
pub(crate) const HOST: &str = "tutti.example";

/// A relay, stopped when it is let go of.
pub(crate) struct Relay {
    pub(crate) address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    served: JoinHandle<()>,
}

/// What a caller got.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    head: String,
    pub(crate) body: Vec<u8>,
}

impl Relay {
    /// A relay with these settings beside the usual ones of a test.
    pub(crate) async fn start(args: &[&str], environment: &[(&str, &str)], lookup: Lookup) -> Self {
        let usual = ["--listen", "127.0.0.1:0", "--origins", PAGE];
        let environment = environment
            .iter()
            .map(|(name, value)| (String::from(*name), String::from(*value)));
        let wish = Settings::read(usual.iter().chain(args), environment).unwrap();
        let Wish::Run(settings) = wish else {
            panic!("no settings")
        };
        let server = Server::bind_with(&settings, lookup).await.unwrap();
        let address = server.address().unwrap();
        let (stop, stopped) = oneshot::channel();
        let served = tokio::spawn(server.serve(async move { drop(stopped.await) }));
        Self {
            address,
            stop: Some(stop),
            served,
        }
    }

    /// A relay to a vendor on this machine.
    pub(crate) async fn to(
        vendor: SocketAddr,
        args: &[&str],
        environment: &[(&str, &str)],
    ) -> Self {
        let sandbox = format!("http://{vendor}");
        let args: Vec<_> = ["--sandbox", &sandbox]
            .into_iter()
            .chain(args.iter().copied())
            .collect();
        Self::start(&args, environment, nowhere()).await
    }

    /// Sends these bytes, and reads until the relay closes or its answer is whole.
    pub(crate) async fn raw(&self, bytes: &[u8]) -> Option<Reply> {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        // The relay may close before all of it is written.
        let _ = stream.write_all(bytes).await;
        read(&mut stream).await
    }

    /// A request of the page's, with further headers and a body.
    pub(crate) async fn ask(&self, line: &str, headers: &[&str], body: &str) -> Reply {
        self.raw(request(line, headers, body).as_bytes())
            .await
            .unwrap()
    }

    /// Tells it to stop, and waits until it has.
    pub(crate) async fn stop(mut self) {
        drop(self.stop.take());
        self.served.await.unwrap();
    }
}

impl Reply {
    /// The header of this name, in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self
            .head
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(": "));
        lines
            .into_iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Whether the relay answered itself, and that it sent nothing on.
    pub(crate) fn is_unsent(&self) -> bool {
        self.header("x-tutti-relay") == Some("unsent")
    }
}

/// A request of the page's as text; the connection is to end with it.
pub(crate) fn request(line: &str, headers: &[&str], body: &str) -> String {
    let mut text =
        format!("{line} HTTP/1.1\r\nhost: {HOST}\r\norigin: {PAGE}\r\nconnection: close\r\n");
    for header in headers {
        text += &format!("{header}\r\n");
    }
    if !body.is_empty() {
        text += &format!("content-length: {}\r\n", body.len());
    }
    text + "\r\n" + body
}

/// What comes back until the connection is closed; nothing when it was closed without a word.
pub(crate) async fn read(stream: &mut TcpStream) -> Option<Reply> {
    let mut bytes = Vec::new();
    // A reset after the answer is as good as an end.
    let _ = timeout(Duration::from_secs(20), stream.read_to_end(&mut bytes))
        .await
        .expect("it hangs");
    reply(&bytes)
}

fn reply(bytes: &[u8]) -> Option<Reply> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let chunked = head
        .to_ascii_lowercase()
        .contains("transfer-encoding: chunked");
    let body = bytes[end + 4..].to_vec();
    let body = if chunked { unchunked(&body) } else { body };
    Some(Reply { status, head, body })
}

fn unchunked(mut bytes: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(end) = bytes.windows(2).position(|window| window == b"\r\n") {
        let size = std::str::from_utf8(&bytes[..end])
            .ok()
            .and_then(|size| usize::from_str_radix(size, 16).ok());
        let Some(size) = size.filter(|size| *size > 0 && end + 2 + size <= bytes.len()) else {
            break;
        };
        whole.extend_from_slice(&bytes[end + 2..end + 2 + size]);
        bytes = bytes.get(end + 4 + size..).unwrap_or_default();
    }
    whole
}

/// A resolver that finds nothing.
pub(crate) fn nowhere() -> Lookup {
    found_at(Vec::new()).0
}

/// A resolver that finds these addresses, one list after the other and then the last again, and the names it was asked for.
pub(crate) fn found_at(lists: Vec<Vec<&'static str>>) -> (Lookup, Arc<Mutex<Vec<String>>>) {
    let asked: Arc<Mutex<Vec<String>>> = Arc::default();
    let log = Arc::clone(&asked);
    let lookup: Lookup = Arc::new(move |name| {
        let mut log = log.lock().unwrap();
        log.push(name);
        let list = lists
            .get(log.len() - 1)
            .or_else(|| lists.last())
            .cloned()
            .unwrap_or_default();
        let found: Vec<IpAddr> = list
            .iter()
            .map(|address| address.parse().unwrap())
            .collect();
        Box::pin(async move { Ok(found) })
    });
    (lookup, asked)
}
