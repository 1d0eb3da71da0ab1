//! The vendor's webhooks and their signatures.

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use crate::Clock;
use crate::door::Call;
use crate::jobs::{Fate, Job};
use crate::kind::{Kind, Signature};
use crate::random;
use crate::vendors::fields::{Body, names_a_host, text};
use crate::vendors::producer::{ID, replies};
use crate::webhook::{self, Webhook};

/// Who wants to be called, and how.
pub(super) struct Callback {
    url: String,
    secret: String,
    signature: Signature,
    copies: u8,
    streaming: bool,
}

impl Callback {
    /// Reads who wants to be called. A call without a secret is signed with one that only the vendor knows.
    pub(super) fn read(call: &Call, body: &Body) -> Result<Option<Self>, &'static str> {
        let Some(url) = text(body, "webhook_url") else {
            return Ok(None);
        };
        let https = url.starts_with("https://") && names_a_host(url);
        if !https && webhook::local(url).is_none() {
            return Err("webhook_url must use HTTPS.");
        }
        let (signature, copies, streaming) = match call.fault {
            Some(Kind::Webhook {
                signature,
                copies,
                streaming,
            }) => (signature, copies, streaming),
            _ => (Signature::Current, 1, false),
        };
        let secret = text(body, "webhook_secret").filter(|secret| !secret.is_empty());
        Ok(Some(Self {
            url: url.to_owned(),
            secret: secret.map_or_else(|| random().to_string(), str::to_owned),
            signature,
            copies,
            streaming,
        }))
    }

    /// Has it called when the job ends, and while it runs if that is asked for.
    pub(super) fn start(&self, call: &Call, job: &Job) {
        if self.streaming {
            let body = replies::told(vec![replies::clip(job, &call.origin, "streaming")]);
            self.tell(call, job, "song.streaming", &body, 0.5);
        }
        match &job.fate {
            Fate::Endless => {}
            Fate::Fails(_) => {
                let body = json!({ "code": 500, "data": [], "message": "Task failed" });
                self.tell(call, job, "song.failed", &body, 1.0);
            }
            Fate::Completes => {
                let body = replies::told(vec![replies::result(job, &call.origin)]);
                self.tell(call, job, "song.completed", &body, 1.0);
            }
        }
    }

    /// Has an event told after a part of the job's run.
    fn tell(&self, call: &Call, job: &Job, event: &'static str, body: &Value, part: f64) {
        let run = job.timing.run.mul_f64(part);
        let at = job
            .taken_at
            .saturating_add(job.timing.queue)
            .saturating_add(run);
        let (id, body) = (random().to_string(), body.to_string());
        for _ in 0..self.copies {
            let (id, secret, signature) = (id.clone(), self.secret.clone(), self.signature);
            let signed = body.clone();
            let webhook = Webhook {
                vendor: ID,
                request_id: job.id.clone(),
                event: event.to_owned(),
                url: self.url.clone(),
                body: body.clone(),
                headers: move |clock: &Clock| {
                    let time = clock.utc().as_secs();
                    headers(signature, &id, event, time, &secret, &signed)
                },
                at,
            };
            webhook.start(&call.sandbox);
        }
    }
}

/// A call's headers at a time in seconds since 1970. The older way has no more than a signature.
fn headers(
    signature: Signature,
    id: &str,
    event: &str,
    time: u64,
    secret: &str,
    body: &str,
) -> HeaderMap {
    let older = |value: String| vec![("x-signature", value)];
    let named = match signature {
        Signature::Current => {
            let signed = hex(&mac(secret, &format!("{time}.{body}")));
            vec![
                ("x-webhook-id", id.to_owned()),
                ("idempotency-key", id.to_owned()),
                ("x-webhook-event", event.to_owned()),
                ("x-webhook-timestamp", time.to_string()),
                ("x-webhook-signature", format!("sha256={signed}")),
            ]
        }
        Signature::Older => older(hex(&mac(secret, body))),
        Signature::OlderPrefixed => older(format!("sha256={}", hex(&mac(secret, body)))),
        Signature::OlderBase64 => older(STANDARD.encode(mac(secret, body))),
    };
    let header = |(name, value): (&'static str, String)| {
        let value = HeaderValue::from_str(&value).ok()?;
        Some((HeaderName::from_static(name), value))
    };
    named.into_iter().filter_map(header).collect()
}

fn mac(secret: &str, text: &str) -> Vec<u8> {
    // HMAC takes a key of any length, so this is always there.
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok();
    let mac = mac.map(|mac| mac.chain_update(text).finalize().into_bytes().to_vec());
    mac.unwrap_or_default()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLDER: &str = "034bbc98b3b7b35e67261fc902b3f195098ad1ae5aecb791704f804ee591c2dd";

    #[test]
    fn each_scheme_signs_as_another_program_does() {
        let signed = |signature, name| {
            let headers = headers(
                signature,
                "1",
                "song.completed",
                1_767_225_630,
                "your-secret-key",
                r#"{"code":200}"#,
            );
            headers
                .get(name)
                .map(|value| value.to_str().unwrap().to_owned())
        };
        for (signature, name, value) in [
            (
                Signature::Current,
                "x-webhook-signature",
                "sha256=f21fd0ca713f1c6b74c0b39b8d40fbb59e32cc75b35ad579a971e484c18d9e19",
            ),
            (Signature::Older, "x-signature", OLDER),
            (
                Signature::OlderPrefixed,
                "x-signature",
                &format!("sha256={OLDER}"),
            ),
            (
                Signature::OlderBase64,
                "x-signature",
                "A0u8mLO3s15nJh/JArPxlQmK0a5a7LeRcE+ATuWRwt0=",
            ),
        ] {
            assert_eq!(signed(signature, name).as_deref(), Some(value));
        }
        assert_eq!(signed(Signature::Older, "x-webhook-timestamp"), None);
    }
}
