//! A waveform on a canvas: decoration, beside controls that say the same in words.

use leptos::ev::MouseEvent;
use leptos::html::Canvas;
use leptos::prelude::{
    AriaAttributes, ClassAttribute, Effect, Get, GetUntracked, IntoView, LocalStorage, NodeRef,
    NodeRefAttribute, OnAttribute, RwSignal, Signal, StoredValue, Update, With, WithValue,
    component, on_cleanup, view, window,
};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ResizeObserver};

use crate::state::peaks::Peaks;
use crate::studio::Studio;

/// A bar and the gap after it, in CSS pixels.
const BAR: f64 = 3.0;
const PITCH: f64 = 5.0;

/// A waveform, played up to a part of its length. A press on it asks for another part.
#[component]
pub(crate) fn Wave(
    #[prop(into)] peaks: Signal<Option<Peaks>>,
    #[prop(into)] played: Signal<f64>,
    on_pick: impl Fn(f64) + 'static,
) -> impl IntoView {
    let studio = Studio::here();
    let canvas: NodeRef<Canvas> = NodeRef::new();
    let size = RwSignal::new(0_u32);
    watch_size(canvas, size);
    Effect::new(move |_| {
        // Another size or theme draws it anew.
        let _ = (
            size.get(),
            studio.settings.with(|settings| settings.theme),
            studio.dark.get(),
        );
        if let Some(canvas) = canvas.get() {
            peaks.with(|peaks| draw(&canvas, peaks.as_ref(), played.get()));
        }
    });
    let pick = move |event: MouseEvent| {
        if let Some(canvas) = canvas.get_untracked() {
            let width = f64::from(canvas.client_width()).max(1.0);
            on_pick((f64::from(event.offset_x()) / width).clamp(0.0, 1.0));
        }
    };
    view! { <canvas class="wave" aria-hidden="true" node_ref=canvas on:click=pick></canvas> }
}

fn watch_size(canvas: NodeRef<Canvas>, size: RwSignal<u32>) {
    let changed =
        Closure::<dyn Fn(JsValue)>::new(move |_| size.update(|it| *it = it.wrapping_add(1)));
    let Ok(observer) = ResizeObserver::new(changed.as_ref().unchecked_ref()) else {
        return;
    };
    let held = StoredValue::<_, LocalStorage>::new_local((observer.clone(), changed));
    Effect::new(move |_| {
        if let Some(canvas) = canvas.get() {
            observer.observe(&canvas);
        }
    });
    on_cleanup(move || {
        held.with_value(|(observer, _)| observer.disconnect());
    });
}

/// Draws at the screen's own resolution. The colours are the canvas' text and outline colours, so that they follow
/// the theme and a system's own palette.
fn draw(canvas: &HtmlCanvasElement, peaks: Option<&Peaks>, played: f64) {
    let (width, height) = (
        f64::from(canvas.client_width()),
        f64::from(canvas.client_height()),
    );
    let scale = window().device_pixel_ratio().max(1.0);
    canvas.set_width((width * scale) as u32);
    canvas.set_height((height * scale) as u32);
    let Some(context) = context(canvas) else {
        return;
    };
    let (quiet, loud) = colours(canvas);
    let _ = context.scale(scale, scale);
    let bars = (width / PITCH) as usize;
    let heights = peaks.map_or_else(|| vec![0.0; bars], |peaks| peaks.bars(bars));
    for (nth, part) in heights.iter().enumerate() {
        let left = nth as f64 * PITCH;
        let tall = (part * height).max(BAR);
        let is_played = (left + BAR) / width <= played;
        context.set_fill_style_str(if is_played { &loud } else { &quiet });
        context.begin_path();
        let _ = context.round_rect_with_f64(left, (height - tall) / 2.0, BAR, tall, BAR / 2.0);
        context.fill();
    }
}

fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok().flatten()?.dyn_into().ok()
}

fn colours(canvas: &HtmlCanvasElement) -> (String, String) {
    let style = window().get_computed_style(canvas).ok().flatten();
    let read = |name: &str| {
        style
            .as_ref()
            .and_then(|style| style.get_property_value(name).ok())
            .unwrap_or_default()
    };
    (read("color"), read("outline-color"))
}
