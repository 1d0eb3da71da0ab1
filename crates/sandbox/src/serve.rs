//! Serves a router over TCP, and breaks the connections that are to be broken.

use std::convert::Infallible;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt;

use crate::door::Dropped;

/// A pause after a failed accept, as when no file descriptor is left.
const BREATH: Duration = Duration::from_millis(50);

/// Answers connections until it is dropped. An answer marked [`Dropped`] closes its connection without a byte.
///
/// axum's own `serve` cannot do that: to it, every request has an answer.
pub async fn serve(listener: TcpListener, router: Router) -> Infallible {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(tokio::spawn(connection(stream, router.clone()))),
            Err(_) => tokio::time::sleep(BREATH).await,
        }
    }
}

async fn connection(stream: TcpStream, router: Router) {
    // Only a delay would come of a socket that refuses this.
    stream.set_nodelay(true).ok();
    let service = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
        let router = router.clone();
        async move {
            let response = match router.oneshot(request.map(Body::new)).await {
                Ok(response) => response,
                Err(never) => match never {},
            };
            match response.extensions().get::<Dropped>() {
                Some(dropped) => Err(*dropped),
                None => Ok(response),
            }
        }
    });
    let mut server = http1::Builder::new();
    server.timer(TokioTimer::new());
    // A connection that ends in an error is what faults are for.
    server
        .serve_connection(TokioIo::new(stream), service)
        .await
        .ok();
}
