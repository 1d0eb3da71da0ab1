//! The part of a piece that is changed: on its waveform by drag, and in words by sliders and fields.

use leptos::ev::PointerEvent;
use leptos::html::Div;
use leptos::prelude::{
    AriaAttributes, ClassAttribute, ElementChild, Get, GetUntracked, GlobalAttributes, IntoView,
    Memo, NodeRef, NodeRefAttribute, OnAttribute, PropAttribute, RwSignal, Set, Signal,
    StyleAttribute, With, component, event_target_value, view,
};
use tutti_core::Operation;

use crate::components::icon::{Glyph, Icon};
use crate::components::part::If;
use crate::components::wave::Wave;
use crate::state::decimal;
use crate::state::edit::Edit;
use crate::studio::{Studio, edit_field_id};
use crate::text::edit as text;
use crate::text::listen::pause;
use crate::words;

/// One end of the part.
#[derive(Clone, Copy, Eq, PartialEq)]
enum End {
    From,
    To,
}

/// The waveform with the part, and the controls for its ends.
#[component]
pub(crate) fn Region() -> impl IntoView {
    let studio = Studio::here();
    let way = Memo::new(move |_| {
        studio
            .edit
            .with(|edit| edit.as_ref().map(|it| it.operation))
    });
    let has_part = move || matches!(way.get(), Some(Operation::Extend | Operation::Replace));
    let plays = Memo::new(move |_| {
        let id = studio
            .edit
            .with(|edit| edit.as_ref().map(|it| it.take.id.clone()));
        id.is_some_and(|id| studio.player.with(|player| player.plays(&id)))
    });
    let words = move || match (plays.get(), has_part()) {
        (true, _) => pause(),
        (false, true) => text::hear_around(),
        (false, false) => text::hear_original(),
    };
    view! {
        <Picture />
        <If when=has_part>
            <div class="ends">
                <EndRow end=End::From />
                <If when=move || way.get() == Some(Operation::Replace)><EndRow end=End::To /></If>
            </div>
        </If>
        <button type="button" class="plain hear" on:click=move |_| studio.hear_part_or_all()>
            {move || if plays.get() { view! { <Icon glyph=Glyph::Pause /> } } else { view! { <Icon glyph=Glyph::Play /> } }}
            {Signal::derive(words)}
        </button>
    }
}

/// A drag over the waveform sets the part. The sliders below say the same and can be used without a pointer.
#[component]
fn Picture() -> impl IntoView {
    let studio = Studio::here();
    let frame: NodeRef<Div> = NodeRef::new();
    let anchor = RwSignal::new(None::<f64>);
    let take = studio
        .edit
        .with(|edit| edit.as_ref().map(|edit| edit.take.clone()));
    let peaks = take
        .clone()
        .map(|take| studio.outline_of(Signal::stored(take)));
    let peaks = Signal::derive(move || peaks.and_then(|peaks| peaks.get()));
    let id = take.map(|take| take.id).unwrap_or_default();
    let played = Signal::derive(move || {
        let (has, seconds) = studio.player.with(|it| (it.has(&id), it.seconds()));
        if has && seconds > 0.0 {
            studio.position.get() / seconds
        } else {
            0.0
        }
    });
    let part = Memo::new(move |_| edge_shares(studio));
    let edge = move |nth: usize| part.get().map(|part| format!("{:.2}%", part[nth] * 100.0));
    let at = move |event: &PointerEvent| {
        let width = f64::from(frame.get_untracked()?.client_width()).max(1.0);
        let length = studio.edit.with(|edit| edit.as_ref().map(Edit::length))?;
        Some((f64::from(event.offset_x()) / width).clamp(0.0, 1.0) * length)
    };
    let begin = move |event: PointerEvent| {
        let Some(second) = at(&event) else {
            return;
        };
        if let Some(frame) = frame.get_untracked() {
            // Without it a drag that leaves the frame ends there.
            let _ = frame.set_pointer_capture(event.pointer_id());
        }
        anchor.set(Some(second));
    };
    let drag = move |event: PointerEvent| {
        if let (Some(from), Some(to)) = (anchor.get_untracked(), at(&event)) {
            let extends = studio.edit.with(|edit| {
                edit.as_ref()
                    .is_some_and(|it| it.operation == Operation::Extend)
            });
            let from = if extends { to } else { from };
            studio.set_edit_part(from, to);
        }
    };
    view! {
        <div
            class="region"
            node_ref=frame
            on:pointerdown=begin
            on:pointermove=drag
            on:pointerup=move |event| {
                drag(event);
                anchor.set(None);
            }
            on:pointercancel=move |_| anchor.set(None)
        >
            <Wave peaks played on_pick=|_| {} />
            <If when=move || part.with(Option::is_some)>
                <span class="seek-part" style:left=Signal::derive(move || edge(0)) style:width=Signal::derive(move || edge(1))></span>
            </If>
        </div>
    }
}

/// Where the part begins and how wide it is, in shares of the length.
fn edge_shares(studio: Studio) -> Option<[f64; 2]> {
    studio.edit.with(|edit| {
        let edit = edit.as_ref()?;
        let length = edit.length();
        let (from, to) = edit.part().filter(|_| length > 0.0)?;
        Some([from / length, (to - from) / length])
    })
}

#[component]
fn EndRow(end: End) -> impl IntoView {
    let studio = Studio::here();
    let name = end.name();
    let id = edit_field_id(name);
    let problem = format!("{id}-problem");
    let told = problem.clone();
    let length = studio
        .edit
        .with(|edit| edit.as_ref().map(Edit::length).unwrap_or_default());
    let value = Signal::derive(move || {
        let entry = |edit: &Edit| edit.entry(name).to_owned();
        studio
            .edit
            .with(|edit| edit.as_ref().map(entry).unwrap_or_default())
    });
    let second = Memo::new(move |_| value.with(|it| decimal::read(it)).unwrap_or_default());
    let wrong = Memo::new(move |_| {
        studio.flaws.with(|flaws| {
            let found = flaws.iter().find(|it| it.name.as_deref() == Some(name));
            found.map(|it| it.message.clone())
        })
    });
    let slide = move |event| {
        if let Ok(second) = event_target_value(&event).parse() {
            move_end(studio, end, second);
        }
    };
    view! {
        <div class="end-row">
            <label class="label" for=id.clone()>{end.label()}</label>
            <input
                type="range"
                min="0"
                max=format!("{length:.1}")
                step="0.1"
                aria-label=text::slider(end.label())
                aria-valuetext=Signal::derive(move || words::spoken(second.get()))
                prop:value=Signal::derive(move || second.get().to_string())
                on:input=slide
            />
            <span class="with-unit">
                <input
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    id=id
                    aria-invalid=Signal::derive(move || wrong.with(|it| it.is_some().then_some("true")))
                    aria-describedby=Signal::derive(move || wrong.with(|it| it.is_some().then(|| told.clone())))
                    prop:value=value
                    on:input=move |event| studio.write_edit(name, &event_target_value(&event))
                />
                <span class="unit" aria-hidden="true">{text::seconds_unit()}</span>
            </span>
            <button
                type="button"
                class="quiet"
                aria-label=text::here_of(end.label())
                on:click=move |_| move_end(studio, end, studio.position.get_untracked())
            >
                {text::here()}
            </button>
            <If when=move || wrong.with(Option::is_some)>
                <p class="problem" id=problem.clone()><Icon glyph=Glyph::Alert />{Signal::derive(move || wrong.get())}</p>
            </If>
        </div>
    }
}

fn move_end(studio: Studio, end: End, second: f64) {
    let part = studio.edit.with(|edit| {
        let edit = edit.as_ref()?;
        Some(edit.part().unwrap_or_else(|| (0.0, edit.length())))
    });
    let Some((from, to)) = part else {
        return;
    };
    match end {
        // An end that is pushed past the other takes it along.
        End::From => studio.set_edit_part(second, to.max(second)),
        End::To => studio.set_edit_part(from.min(second), second),
    }
}

impl End {
    const fn name(self) -> &'static str {
        match self {
            Self::From => "startsAt",
            Self::To => "endsAt",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::From => text::from(),
            Self::To => text::to(),
        }
    }
}
