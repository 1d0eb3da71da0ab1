//! What the browser offers a page beyond the page: a life without a network, a newer version, a place among the programs.

use leptos::prelude::RwSignal;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/js/platform.js")]
extern "C" {
    #[wasm_bindgen(js_name = keepPage)]
    fn keep_page(tell_ready: &Closure<dyn Fn()>);

    /// Loads the newer version; the page starts anew.
    #[wasm_bindgen(js_name = takeOver)]
    pub(crate) fn take_over();

    #[wasm_bindgen(js_name = hearOffer)]
    fn hear_offer(tell: &Closure<dyn Fn(bool)>);

    /// Has the browser ask the person whether to install the page.
    pub(crate) fn install();

    #[wasm_bindgen(js_name = hearNetwork)]
    fn hear_network(tell: &Closure<dyn Fn(bool)>);
}

/// How the page stands with its browser. Copies are the same.
#[derive(Clone, Copy)]
pub(crate) struct Platform {
    /// Whether there is a network, as far as the browser knows.
    pub(crate) online: RwSignal<bool>,
    /// Whether a newer version of the page waits to be loaded.
    pub(crate) newer: RwSignal<bool>,
    /// Whether the page can be installed.
    pub(crate) installable: RwSignal<bool>,
}

impl Platform {
    /// As it is before the browser has said anything.
    pub(crate) fn new() -> Self {
        Self {
            online: RwSignal::new(true),
            newer: RwSignal::default(),
            installable: RwSignal::default(),
        }
    }
}

/// Keeps the page for offline use. From now on hears of a newer version, of whether the page can be installed, and of whether
/// there is a network.
pub(crate) fn listen(
    ready: impl Fn() + 'static,
    offer: impl Fn(bool) + 'static,
    network: impl Fn(bool) + 'static,
) {
    let ready = Closure::new(ready);
    let offer = Closure::new(offer);
    let network = Closure::new(network);
    keep_page(&ready);
    hear_offer(&offer);
    hear_network(&network);
    // They live as long as the page does.
    ready.forget();
    offer.forget();
    network.forget();
}
