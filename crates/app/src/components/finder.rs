//! What of the library is listed, and in which order.

use leptos::prelude::{
    AriaAttributes, ClassAttribute, CollectView, ElementChild, Get, GlobalAttributes, IntoView,
    Memo, OnAttribute, PropAttribute, Signal, Update, With, component, event_target_value, view,
};
use tutti_core::providers;

use crate::components::icon::{Glyph, Icon};
use crate::components::part::If;
use crate::state::filter::{Filter, Sorting};
use crate::studio::{SEARCH, Studio};
use crate::text::library as text;
use crate::words;

/// Words to search for, what else they must have, and the order.
#[component]
pub(crate) fn Finder() -> impl IntoView {
    let studio = Studio::here();
    let filter = studio.filter;
    let search = move |event| filter.update(|it| it.words = event_target_value(&event));
    let favourites = Memo::new(move |_| filter.with(|it| it.favourites));
    view! {
        <div class="finder" role="search">
            <label class="finder-words">
                <Icon glyph=Glyph::Search />
                <span class="visually-hidden">{text::search_the_library()}</span>
                <input
                    type="search"
                    id=SEARCH
                    placeholder=text::search()
                    aria-keyshortcuts="/"
                    prop:value=Signal::derive(move || filter.with(|it| it.words.clone()))
                    on:input=search
                />
            </label>
            <button
                type="button"
                class="plain toggle"
                aria-pressed=Signal::derive(move || favourites.get().to_string())
                on:click=move |_| filter.update(|it| it.favourites = !it.favourites)
            >
                <Icon glyph=Glyph::Star />
                {text::favourites()}
            </button>
            <Makers />
            <Ratings />
            <Tags />
            <Orders />
        </div>
    }
}

/// Choices with the value that is chosen; the first is the one that leaves nothing out.
#[component]
fn Choice(
    label: &'static str,
    #[prop(into)] options: Signal<Vec<(String, String)>>,
    #[prop(into)] chosen: Signal<String>,
    choose: fn(&mut Filter, String),
) -> impl IntoView {
    let studio = Studio::here();
    let change = move |event| {
        studio
            .filter
            .update(|it| choose(it, event_target_value(&event)))
    };
    let list = move || {
        let now = chosen.get();
        let options = options.get().into_iter();
        options
            .map(|(value, name)| {
                let selected = value == now;
                view! { <option value=value selected=selected>{name}</option> }
            })
            .collect_view()
    };
    view! {
        <label class="finder-choice">
            <span class="visually-hidden">{label}</span>
            <select prop:value=chosen on:change=change>{list}</select>
        </label>
    }
}

/// Each model that made something here, after its provider where that has several.
#[component]
fn Makers() -> impl IntoView {
    let studio = Studio::here();
    let makers = Memo::new(move |_| studio.library.with(|library| library.makers()));
    let options = move || {
        let (makers, mut options) = (
            makers.get(),
            vec![(String::new(), text::all_makers().to_owned())],
        );
        let provider = |id: &str| id.split('/').next().unwrap_or_default().to_owned();
        for (nth, id) in makers.iter().enumerate() {
            let own = provider(id);
            let first = nth == 0 || provider(&makers[nth - 1]) != own;
            let several = makers.iter().filter(|it| provider(it) == own).count() > 1;
            if let Some(known) = providers::info(&own).filter(|_| first && several) {
                options.push((own, text::all_of(known.name)));
            }
            options.push((id.clone(), words::model_name(id)));
        }
        options
    };
    let chosen = Signal::derive(move || studio.filter.with(|it| it.maker.clone()));
    view! { <Choice label=text::made_by() options=Signal::derive(options) chosen choose=|it, maker| it.maker = maker /> }
}

#[component]
fn Ratings() -> impl IntoView {
    let studio = Studio::here();
    let options = || {
        let any = (String::new(), text::all_ratings().to_owned());
        let least = (1..=5)
            .rev()
            .map(|it: u8| (it.to_string(), text::rating_least(&it.to_string())));
        std::iter::once(any).chain(least).collect()
    };
    let chosen = move || match studio.filter.with(|it| it.rating) {
        0 => String::new(),
        rating => rating.to_string(),
    };
    view! {
        <Choice
            label=text::rating()
            options=Signal::derive(options)
            chosen=Signal::derive(chosen)
            choose=|it, rating| it.rating = rating.parse().unwrap_or_default()
        />
    }
}

#[component]
fn Tags() -> impl IntoView {
    let studio = Studio::here();
    let tags = Memo::new(move |_| studio.library.with(|library| library.tags()));
    let options = Signal::derive(move || {
        let any = (String::new(), text::all_tags().to_owned());
        let tags = tags.get().into_iter().map(|tag| (tag.clone(), tag));
        std::iter::once(any).chain(tags).collect()
    });
    let chosen = Signal::derive(move || studio.filter.with(|it| it.tag.clone()));
    view! {
        <If when=move || !tags.with(Vec::is_empty)>
            <Choice label=text::tag() options chosen choose=|it, tag| it.tag = tag />
        </If>
    }
}

#[component]
fn Orders() -> impl IntoView {
    let studio = Studio::here();
    let options = || {
        let all = Sorting::ALL.into_iter();
        all.map(|it| (it.word().to_owned(), it.name().to_owned()))
            .collect()
    };
    let choose = |filter: &mut Filter, word: String| {
        let chosen = Sorting::ALL.into_iter().find(|it| it.word() == word);
        filter.order = chosen.unwrap_or_default();
    };
    let chosen = move || studio.filter.with(|it| it.order.word().to_owned());
    view! { <Choice label=text::order() options=Signal::derive(options) chosen=Signal::derive(chosen) choose /> }
}
