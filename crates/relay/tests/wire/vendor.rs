//! A vendor on this machine that answers as it is told, byte by byte, and remembers what it was asked.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What a vendor does with a request.
#[derive(Clone)]
pub(crate) enum Act {
    /// Writes these bytes and closes.
    Say(Vec<u8>),
    /// Closes without a word.
    HangUp,
    /// Writes these bytes, waits, and then writes those.
    Slowly(Vec<u8>, Duration, Vec<u8>),
    /// Writes a head, and then so many chunks of 64 kB.
    Stream(usize),
}

/// A vendor with its book.
pub(crate) struct Vendor {
    pub(crate) address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Vendor {
    /// A vendor that does this with one request after the other, and the last of it with all further ones.
    pub(crate) async fn start(acts: Vec<Act>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let book = Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer(stream, acts.clone(), Arc::clone(&book)));
            }
        });
        Self { address, asked }
    }

    /// One that says yes to everything.
    pub(crate) async fn willing() -> Self {
        Self::start(vec![Act::Say(ok("{\"request_id\":\"r1\"}"))]).await
    }

    /// The requests that came, head and body.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// An answer of 200 with a body.
pub(crate) fn ok(body: &str) -> Vec<u8> {
    said(200, &["content-type: application/json"], body)
}

/// An answer.
pub(crate) fn said(status: u16, headers: &[&str], body: &str) -> Vec<u8> {
    let headers: String = headers
        .iter()
        .map(|header| format!("{header}\r\n"))
        .collect();
    format!(
        "HTTP/1.1 {status} X\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
    .into()
}

async fn answer(mut stream: TcpStream, acts: Vec<Act>, book: Arc<Mutex<Vec<String>>>) {
    let request = hear(&mut stream).await;
    let count = {
        let mut book = book.lock().unwrap();
        book.push(request);
        book.len()
    };
    // The relay may hang up at any time.
    let _ = match acts.get(count - 1).or_else(|| acts.last()).unwrap() {
        Act::Say(bytes) => stream.write_all(bytes).await,
        Act::HangUp => Ok(()),
        Act::Slowly(first, pause, then) => {
            let _ = stream.write_all(first).await;
            tokio::time::sleep(*pause).await;
            stream.write_all(then).await
        }
        Act::Stream(chunks) => {
            let length = chunks * 65_536;
            let head = format!(
                "HTTP/1.1 200 X\r\ncontent-type: audio/wav\r\ncontent-length: {length}\r\n\r\n"
            );
            let _ = stream.write_all(head.as_bytes()).await;
            for _ in 0..*chunks {
                let _ = stream.write_all(&[7; 65_536]).await;
            }
            Ok(())
        }
    };
}

/// A whole request: its head, and as much of a body as that says.
async fn hear(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.to_ascii_lowercase();
            let length = length
                .split("content-length: ")
                .nth(1)
                .and_then(|rest| rest.lines().next()?.parse::<usize>().ok());
            if body.len() >= length.unwrap_or(0) {
                return text;
            }
        }
        match stream.read_buf(&mut bytes).await {
            Ok(0) | Err(_) => return text,
            Ok(_) => {}
        }
    }
}
