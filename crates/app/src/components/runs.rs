//! The runs: one prompt each, with a card for every model and variation.

use leptos::prelude::{
    AnyView, AriaAttributes, ClassAttribute, CollectView, CustomAttribute, ElementChild, For, Get,
    GetUntracked, GlobalAttributes, IntoAny, IntoView, Memo, OnAttribute, Signal, Update, With,
    WithUntracked, component, view,
};

use crate::browser;
use crate::components::card::Card;
use crate::components::icon::{Glyph, Icon};
use crate::components::later::place;
use crate::components::part::If;
use crate::state::draft::IDEAS;
use crate::state::job::Job;
use crate::studio::{PROMPT, Studio, View};
use crate::text::runs as text;
use crate::text::{common, library, listen};
use crate::words;

/// All runs, newest first.
#[component]
pub(crate) fn Runs() -> impl IntoView {
    let studio = Studio::here();
    let none = Memo::new(move |_| studio.jobs.with(|jobs| jobs.runs().is_empty()));
    view! {
        <section class="runs" aria-labelledby="runs-head">
            <h2 class="visually-hidden" id="runs-head">{common::runs()}</h2>
            <If when=move || studio.elsewhere.get()>
                <p class="elsewhere">{text::elsewhere()}</p>
            </If>
            <If when=move || none.get()><Empty /></If>
            {place(|rest| (rest.runs)())}
        </section>
    }
}

/// The runs that there are.
pub(crate) fn runs() -> AnyView {
    let studio = Studio::here();
    let ids = Memo::new(move |_| {
        studio.jobs.with(|jobs| {
            let ids = jobs.runs().iter().map(|run| run.id.clone());
            ids.collect::<Vec<_>>()
        })
    });
    view! { <For each=move || ids.get() key=String::clone let:id><RunView id /></For> }.into_any()
}

#[component]
fn RunView(id: String) -> impl IntoView {
    let studio = Studio::here();
    let run = studio.jobs.with_untracked(|jobs| jobs.run(&id).cloned());
    run.map(|run| {
        let heading = format!("run-{id}");
        let labelled = heading.clone();
        let jobs = Memo::new(move |_| {
            let ids = |jobs: &[Job]| jobs.iter().map(|job| job.id.clone()).collect::<Vec<_>>();
            studio
                .jobs
                .with(|all| all.run(&id).map(|run| ids(&run.jobs)).unwrap_or_default())
        });
        let takes = Memo::new(move |_| {
            let all = jobs.get();
            studio.jobs.with(|known| {
                let jobs = all.iter().filter_map(|id| known.job(id));
                jobs.flat_map(|job| job.takes.clone()).collect::<Vec<_>>()
            })
        });
        let order = run
            .jobs
            .first()
            .map(|job| job.order.clone())
            .unwrap_or_default();
        let at_ms = run.at_ms;
        view! {
            <section class="run" aria-labelledby=labelled>
                <header class="run-head">
                    <h3 class="run-prompt" dir="auto" id=heading tabindex="-1">{run.prompt}</h3>
                    <p class="run-facts">{Signal::derive(move || words::ago(studio.now.get(), at_ms))}</p>
                    <div class="run-acts">
                        <If when=move || takes.with(|takes| takes.len() > 1)>
                            <button type="button" class="quiet" on:click=move |_| studio.compare_all(&takes.get_untracked())>
                                <Icon glyph=Glyph::Compare />
                                {listen::compare()}
                            </button>
                        </If>
                        <button type="button" class="quiet" on:click=move |_| studio.edit_order(&order)>
                            <Icon glyph=Glyph::Again />
                            {library::use_again()}
                        </button>
                    </div>
                </header>
                <div class="system">
                    <For each=move || jobs.get() key=String::clone let:id><Card id /></For>
                </div>
            </section>
        }
    })
}

/// What to do when nothing was ordered yet.
#[component]
fn Empty() -> impl IntoView {
    let studio = Studio::here();
    let kept = move || studio.library.with(|library| library.shown().count());
    let ideas = IDEAS.map(|idea| {
        let take = move |_| {
            studio.draft.update(|draft| draft.prompt = idea.to_owned());
            studio.go_to(View::Create);
            browser::focus_soon(PROMPT.to_owned());
        };
        view! { <li><button type="button" class="idea" lang="en" on:click=take>{idea}</button></li> }
    });
    view! {
        <div class="empty">
            <Score />
            <p class="empty-head">{text::empty_head()}</p>
            <p class="empty-more">{text::empty_more()}</p>
            <ul class="ideas">{ideas.collect_view()}</ul>
            <If when=move || kept() != 0>
                <p class="empty-more">
                    <button type="button" class="link" on:click=move |_| studio.go_to(View::Library)>
                        {Signal::derive(move || text::kept_in_library(kept() as u64))}
                    </button>
                </p>
            </If>
        </div>
    }
}

/// Four staves joined by a bracket: decoration.
#[component]
fn Score() -> impl IntoView {
    view! {
        <svg class="score" viewBox="0 0 320 132" aria-hidden="true" focusable="false">
            <path class="score-bracket" d="M16 6H6v120h10" />
            <path class="score-rest" d="M28 22h286M28 66h286M28 110h286" />
            <path class="score-one" d="M40 16v12M48 12v20M56 6v32M64 11v22M72 15v14M80 8v28M88 2v40M96 9v26M104 14v16M112 7v30M120 12v20M128 16v12" />
            <path class="score-two" d="M96 61v10M104 54v24M112 47v38M120 52v28M128 58v16M136 50v32M144 44v44M152 55v22M160 60v12M168 52v28M176 57v18M184 62v8" />
            <path class="score-three" d="M168 105v10M176 99v22M184 92v36M192 98v24M200 103v14M208 96v28M216 90v40M224 97v26M232 102v16M240 94v32M248 100v20M256 106v8" />
        </svg>
    }
}
