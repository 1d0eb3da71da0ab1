//! Webhooks, really called: over `http`, and on this machine only.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, HOST};
use axum::http::{HeaderMap, HeaderValue, Request, StatusCode, Uri};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::ledger::Called;
use crate::{Clock, Sandbox, millis};

/// How often a webhook is called until it is answered with 2xx. No vendor's documents say.
const CALLS: u32 = 3;

/// The pause between two calls, on the sandbox's clock.
const PAUSE: Duration = Duration::from_secs(10);

/// Real time after which a call that is not answered is given up.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a vendor tells whom, and when.
pub(crate) struct Webhook<H> {
    /// The vendor's id.
    pub(crate) vendor: &'static str,
    /// The vendor's id of the job. Once that job is forgotten, nothing is told of it.
    pub(crate) request_id: String,
    /// The vendor's word for what is told.
    pub(crate) event: String,
    pub(crate) url: String,
    pub(crate) body: String,
    /// The headers of a call, made anew for each.
    pub(crate) headers: H,
    /// Sandbox time at which it is told.
    pub(crate) at: Duration,
}

impl<H: Fn(&Clock) -> HeaderMap + Send + Sync + 'static> Webhook<H> {
    /// Waits for the time, then calls, again if need be. Returns at once.
    pub(crate) fn start(self, sandbox: &Sandbox) {
        let sandbox = sandbox.clone();
        tokio::spawn(async move { self.run(&sandbox).await });
    }

    async fn run(self, sandbox: &Sandbox) {
        sandbox.clock().wait_until(self.at).await;
        for call in 0..CALLS {
            if call > 0 {
                sandbox.clock().sleep(PAUSE).await;
            }
            if sandbox.job(self.vendor, &self.request_id).is_none() {
                return;
            }
            let address = local(&self.url);
            let at_ms = millis(sandbox.clock().now());
            let status = match address {
                Some(address) => self.call(sandbox.clock(), address).await,
                None => None,
            };
            sandbox.0.book.called(Called {
                at_ms,
                vendor: self.vendor.to_owned(),
                request_id: self.request_id.clone(),
                event: self.event.clone(),
                url: self.url.split('?').next().unwrap_or_default().to_owned(),
                sent: address.is_some(),
                status: status.map(|status| status.as_u16()),
            });
            if address.is_none() || status.is_some_and(|status| status.is_success()) {
                return;
            }
        }
    }

    async fn call(&self, clock: &Clock, address: SocketAddr) -> Option<StatusCode> {
        let uri: Uri = self.url.parse().ok()?;
        let mut request = Request::post(uri.path_and_query()?.as_str())
            .header(CONTENT_TYPE, "application/json")
            .body(Body::from(self.body.clone()))
            .ok()?;
        let host = HeaderValue::from_str(&address.to_string()).ok()?;
        request.headers_mut().insert(HOST, host);
        request.headers_mut().extend((self.headers)(clock));
        let answer = tokio::time::timeout(PATIENCE, send(address, request)).await;
        answer.ok()?.ok()
    }
}

/// Sends one request on a connection of its own. What a redirect names is not followed.
async fn send(address: SocketAddr, request: Request<Body>) -> io::Result<StatusCode> {
    let stream = TcpStream::connect(address).await?;
    let handshake = http1::handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = handshake.map_err(io::Error::other)?;
    tokio::spawn(connection);
    let answer = sender.send_request(request).await;
    answer
        .map(|answer| answer.status())
        .map_err(io::Error::other)
}

/// Where a URL leads, if it is `http` and leads to this machine.
pub(crate) fn local(url: &str) -> Option<SocketAddr> {
    let uri: Uri = url.parse().ok()?;
    let host = uri.host().filter(|_| uri.scheme_str() == Some("http"))?;
    let address = match host {
        "localhost" => Ipv4Addr::LOCALHOST.into(),
        _ => host
            .trim_start_matches('[')
            .trim_end_matches(']')
            .parse::<IpAddr>()
            .ok()?,
    };
    let port = uri.port_u16().unwrap_or(80);
    address
        .is_loopback()
        .then(|| SocketAddr::new(address, port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_http_to_this_machine_is_local() {
        for (url, address) in [
            ("http://127.0.0.1:9/a?b", "127.0.0.1:9"),
            ("http://localhost:9", "127.0.0.1:9"),
            ("http://127.9.9.9/", "127.9.9.9:80"),
            ("http://[::1]:9/", "[::1]:9"),
            ("http://user@127.0.0.1:9/", "127.0.0.1:9"),
        ] {
            assert_eq!(local(url), address.parse().ok(), "{url}");
        }
        for url in [
            "https://127.0.0.1:9/",
            "http://127.0.0.1.example/",
            "http://localhost.example:9/",
            "http://127.0.0.1@evil.example/",
            "http://10.0.0.1/",
            "http://0.0.0.0:9/",
            "http://[::ffff:10.0.0.1]/",
            "ftp://127.0.0.1/",
            "//127.0.0.1/",
            "127.0.0.1:9",
            "",
        ] {
            assert_eq!(local(url), None, "{url}");
        }
    }
}
