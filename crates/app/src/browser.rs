//! The few things of the browser that no other module owns.

use js_sys::Promise;
use leptos::prelude::{document, request_animation_frame, window};
use tutti_core::Value;
use tutti_web::value::{from_js, to_js};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, Element, Event, HtmlAnchorElement, HtmlElement, Url, UrlSearchParams};

use crate::state::settings::Site;
use crate::text::{keys, runs as text};

#[wasm_bindgen(module = "/js/browser.js")]
extern "C" {
    /// The JSON of one of the page's own files, if it comes within so many milliseconds.
    #[wasm_bindgen(catch)]
    pub(crate) async fn fetch_json(url: &str, ms: u32) -> Result<JsValue, JsValue>;

    /// The length in seconds of the sound at an address, if one opens there within so many milliseconds.
    #[wasm_bindgen(catch)]
    pub(crate) async fn sound_at(url: &str, ms: u32) -> Result<JsValue, JsValue>;

    /// A number as a language writes it, with so many digits after the point.
    pub(crate) fn number_in(tag: &str, value: f64, least: u32, most: u32) -> String;

    /// An amount of US dollars as a language writes it.
    pub(crate) fn dollars_in(tag: &str, value: f64) -> String;

    /// Which of the kinds of number that a language tells apart this one is.
    pub(crate) fn kind_of_number(tag: &str, value: f64) -> String;

    /// Whether the page may show notifications: `granted`, `denied`, `default`, or nothing where there are none.
    pub(crate) fn may_notify() -> String;

    /// Asks the person for leave to show notifications.
    #[wasm_bindgen(catch)]
    pub(crate) async fn ask_to_notify() -> Result<JsValue, JsValue>;

    /// Shows a notification, if it may.
    pub(crate) async fn notify(title: &str, body: &str, icon: &str);

    /// Shows a number on the page's icon, and this icon in its tab.
    pub(crate) async fn badge(count: u32, icon: &str);

    /// Hands each act of the system's player controls to a function, with its seconds.
    pub(crate) fn media_acts(act: &JsValue);

    /// Tells the system what is loaded, with a picture of its bars; nothing without a title.
    pub(crate) fn media_shows(title: &str, artist: &str, bars: &[f64]);

    /// Tells the system whether it plays, how long it is, how fast it goes and where it is.
    pub(crate) fn media_is(state: &str, seconds: f64, speed: f64, position: f64);

    /// Whether this browser keeps anything of this page's in a database.
    pub(crate) async fn keeps_anything() -> JsValue;

    /// The `render` of the module at this address, which is loaded at the first call.
    pub(crate) fn renderer(url: &str) -> js_sys::Function;

    /// Has that module's worker ready.
    #[wasm_bindgen(catch)]
    pub(crate) async fn warm_up(url: &str) -> Result<JsValue, JsValue>;
}

/// The languages that the person's browser asks for, the best first.
pub(crate) fn languages() -> Vec<String> {
    let asked = window().navigator().languages();
    asked.iter().filter_map(|it| it.as_string()).collect()
}

/// The time in milliseconds since 1970.
pub(crate) fn now_ms() -> f64 {
    js_sys::Date::now()
}

/// The day of a moment where this device is, as in `2026-11-21`.
pub(crate) fn day(ms: f64) -> String {
    let date = js_sys::Date::new(&ms.into());
    let (year, month) = (date.get_full_year(), date.get_month() + 1);
    format!("{year}-{month:02}-{:02}", date.get_date())
}

/// A number with so many digits after the point, in English. The browser writes it: what Rust does it with is large.
pub(crate) fn fixed(value: f64, digits: u32) -> String {
    if !cfg!(target_arch = "wasm32") {
        return format!("{value:.*}", digits as usize);
    }
    let text = js_sys::Number::from(value).to_fixed(digits as u8);
    text.map_or_else(|_| String::new(), String::from)
}

/// A random number.
pub(crate) fn random() -> u32 {
    (js_sys::Math::random() * f64::from(u32::MAX)) as u32
}

/// Where the page was loaded from.
pub(crate) fn site() -> Site {
    let location = window().location();
    let query = location
        .search()
        .ok()
        .and_then(|it| UrlSearchParams::new_with_str(&it).ok());
    let sandbox = query.and_then(|query| query.get("sandbox"));
    let site = Site::new(&location.origin().unwrap_or_default(), sandbox.as_deref());
    let named = document()
        .query_selector("meta[name=tutti-relay]")
        .ok()
        .flatten()
        .and_then(|meta| meta.get_attribute("content"))
        .filter(|address| !address.is_empty());
    match named {
        Some(address) => site.with_relay(&beside(&address)),
        None => site,
    }
}

/// The address of a file beside the page.
pub(crate) fn beside(file: &str) -> String {
    let base = document().base_uri().ok().flatten().unwrap_or_default();
    Url::new_with_base(file, &base).map_or_else(|_| file.to_owned(), |url| url.href())
}

/// What was stored under a name; null where there is nothing, or nothing may be stored.
pub(crate) fn stored(name: &str) -> Value {
    let storage = window().local_storage().ok().flatten();
    let text = storage.and_then(|storage| storage.get_item(name).ok().flatten());
    let parsed = text.and_then(|text| js_sys::JSON::parse(&text).ok());
    parsed.and_then(|it| from_js(&it).ok()).unwrap_or_default()
}

/// Stores plain data under a name. A browser that stores nothing still shows the page.
pub(crate) fn store(name: &str, value: &Value) {
    let text = js_sys::JSON::stringify(&to_js(value))
        .ok()
        .and_then(|it| it.as_string());
    if let (Ok(Some(storage)), Some(text)) = (window().local_storage(), text) {
        let _ = storage.set_item(name, &text);
    }
}

/// Stores plain data under a name, where it must be there afterwards.
///
/// # Errors
///
/// Why the browser would not.
pub(crate) fn keep(name: &str, value: &Value) -> Result<(), String> {
    let text = js_sys::JSON::stringify(&to_js(value)).map_err(|thrown| told(&thrown))?;
    let storage = window().local_storage().map_err(|thrown| told(&thrown))?;
    let storage = storage.ok_or_else(|| keys::stores_nothing().to_owned())?;
    storage
        .set_item(name, &String::from(text))
        .map_err(|thrown| told(&thrown))
}

/// Forgets what was stored under a name.
pub(crate) fn forget(name: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.remove_item(name);
    }
}

/// When this day began, in milliseconds since 1970, by the device's own clock and place.
pub(crate) fn midnight_ms() -> f64 {
    let now = js_sys::Date::new_0();
    let day = js_sys::Date::new_with_year_month_day(
        now.get_full_year(),
        now.get_month() as i32,
        now.get_date() as i32,
    );
    day.get_time()
}

/// The element of this id.
pub(crate) fn element(id: &str) -> Option<Element> {
    document().get_element_by_id(id)
}

/// Whether there is an element like this.
pub(crate) fn is_there(selector: &str) -> bool {
    document().query_selector(selector).ok().flatten().is_some()
}

/// Whether an event came to an element like this.
pub(crate) fn target_is(event: &Event, selector: &str) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|it| it.matches(selector).unwrap_or(false))
}

/// Moves the focus to the element of this id.
pub(crate) fn focus(id: &str) {
    if let Some(element) = element(id).and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Moves the focus to the first element that one of these selectors finds, the earlier ones first.
pub(crate) fn focus_first(selectors: &[&str]) {
    let find = |it: &&str| document().query_selector(it).ok().flatten();
    let found = selectors.iter().find_map(find);
    if let Some(element) = found.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Moves the focus there before the next key is pressed, so that who goes on writing writes there; once what was just
/// changed is drawn, if it is not to be found earlier.
pub(crate) fn focus_at_once(id: String) {
    spawn_local(async move {
        leptos::task::tick().await;
        focus(&id);
        let focused = document().active_element().is_some_and(|it| it.id() == id);
        if !focused {
            focus_soon(id);
        }
    });
}

/// Moves the focus there once what was just changed is drawn: what had the focus may be gone by then.
pub(crate) fn focus_soon(id: String) {
    request_animation_frame(move || focus(&id));
}

/// Loads the page anew.
pub(crate) fn reload() {
    let _ = window().location().reload();
}

/// An address for bytes in memory; to be given back with [`release`].
pub(crate) fn object_url(blob: &Blob) -> Option<String> {
    Url::create_object_url_with_blob(blob).ok()
}

/// Gives such an address back.
pub(crate) fn release(url: &str) {
    let _ = Url::revoke_object_url(url);
}

/// Hands bytes to the person as a file.
pub(crate) fn download(blob: &Blob, name: &str) {
    let Some(url) = object_url(blob) else {
        return;
    };
    let link = document().create_element("a").ok();
    if let Some(link) = link.and_then(|it| it.dyn_into::<HtmlAnchorElement>().ok()) {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    // The browser has taken the address up by then.
    leptos::prelude::set_timeout(move || release(&url), std::time::Duration::from_secs(60));
}

/// Opens an address in a tab of its own, which learns nothing of this one.
pub(crate) fn open(url: &str) {
    // A browser that refuses says so itself.
    let _ = window().open_with_url_and_target_and_features(url, "_blank", "noopener,noreferrer");
}

/// Whether the system asks for less motion.
pub(crate) fn wants_less_motion() -> bool {
    let query = window()
        .match_media("(prefers-reduced-motion: reduce)")
        .ok()
        .flatten();
    query.is_some_and(|query| query.matches())
}

/// Lets the page draw and answer before what is long goes on.
pub(crate) async fn breathe() {
    pause(0).await;
}

/// Waits so many milliseconds.
pub(crate) async fn pause(ms: i32) {
    let pause = Promise::new(&mut |done, _| {
        // A page without timers goes on at once.
        if window()
            .set_timeout_with_callback_and_timeout_and_arguments_0(&done, ms)
            .is_err()
        {
            let _ = done.call0(&JsValue::UNDEFINED);
        }
    });
    let _ = JsFuture::from(pause).await;
}

/// What a thrown value says of itself.
pub(crate) fn told(thrown: &JsValue) -> String {
    let message = js_sys::Reflect::get(thrown, &"message".into())
        .ok()
        .and_then(|it| it.as_string());
    message.unwrap_or_else(|| text::no_reason().to_owned())
}
