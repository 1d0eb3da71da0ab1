//! What the vault asks of the browser's own cryptography: PBKDF2 and AES-GCM.

use js_sys::{Array, JsString, Object, Reflect, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AesDerivedKeyParams, AesGcmParams, CryptoKey, Pbkdf2Params, SubtleCrypto};

use crate::browser::told;
use crate::state::vault::Sealed;
use crate::text::keys;

const AES: &str = "AES-GCM";
const AES_BITS: u32 = 256;
const IV_BYTES: usize = 12;
const KDF: &str = "PBKDF2";

/// Whether this page may encrypt: browsers let only pages do so that came safely.
pub(crate) fn can() -> bool {
    subtle().is_ok()
}

/// Bytes that nobody can foresee.
pub(crate) fn random(count: usize) -> Result<Vec<u8>, String> {
    let mut bytes = vec![0; count];
    let crypto = window().crypto().map_err(|thrown| told(&thrown))?;
    crypto
        .get_random_values_with_u8_array(&mut bytes)
        .map_err(|thrown| told(&thrown))?;
    Ok(bytes)
}

/// The key that a passphrase stands for. No script can read it out again.
pub(crate) async fn derive(
    passphrase: &str,
    salt: &[u8],
    rounds: u32,
) -> Result<CryptoKey, String> {
    let subtle = subtle()?;
    // Two keyboards may write one letter in two ways.
    let passphrase = String::from(JsString::from(passphrase).normalize("NFKC"));
    let bytes = Uint8Array::from(passphrase.as_bytes());
    let usages = Array::of1(&"deriveKey".into());
    let raw = subtle
        .import_key_with_str("raw", &bytes, KDF, false, &usages)
        .map_err(|thrown| told(&thrown))?;
    let raw = key(JsFuture::from(raw).await)?;
    let salt = Uint8Array::from(salt);
    let params = Pbkdf2Params::new(KDF, &"SHA-256".into(), rounds, &salt);
    let wanted = AesDerivedKeyParams::new(AES, AES_BITS);
    let usages = Array::of2(&"encrypt".into(), &"decrypt".into());
    let derived = subtle
        .derive_key_with_object_and_object(&params, &raw, &wanted, false, &usages)
        .map_err(|thrown| told(&thrown))?;
    key(JsFuture::from(derived).await)
}

/// Seals a text so that it opens for this key, and only where it belongs to.
pub(crate) async fn seal(key: &CryptoKey, bound: &str, text: &str) -> Result<Sealed, String> {
    let iv = random(IV_BYTES)?;
    let sealed = subtle()?
        .encrypt_with_object_and_u8_array(&params(&iv, bound), key, text.as_bytes())
        .map_err(|thrown| told(&thrown))?;
    let sealed = JsFuture::from(sealed).await.map_err(|it| told(&it))?;
    Ok(Sealed {
        iv,
        bytes: Uint8Array::new(&sealed).to_vec(),
    })
}

/// What was sealed; none if this key or place is not the right one, or it was tampered with.
pub(crate) async fn open(key: &CryptoKey, bound: &str, sealed: &Sealed) -> Option<String> {
    let params = params(&sealed.iv, bound);
    let opened = subtle()
        .ok()?
        .decrypt_with_object_and_u8_array(&params, key, &sealed.bytes)
        .ok()?;
    let opened = JsFuture::from(opened).await.ok()?;
    String::from_utf8(Uint8Array::new(&opened).to_vec()).ok()
}

fn subtle() -> Result<SubtleCrypto, String> {
    let crypto = window().crypto().map_err(|_| keys::not_safe().to_owned())?;
    // A page that came otherwise has no such member, whatever the types say.
    let found = Reflect::get(&crypto, &"subtle".into()).unwrap_or_default();
    found.dyn_into().map_err(|_| keys::not_safe().to_owned())
}

fn params(iv: &[u8], bound: &str) -> Object {
    let params = AesGcmParams::new(AES, &Uint8Array::from(iv));
    params.set_additional_data(&Uint8Array::from(bound.as_bytes()));
    params.unchecked_into()
}

fn key(made: Result<JsValue, JsValue>) -> Result<CryptoKey, String> {
    let made = made.map_err(|thrown| told(&thrown))?;
    made.dyn_into().map_err(|thrown| told(&thrown))
}
