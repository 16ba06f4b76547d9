//! How many rows became what, or would.

use super::state::Desk;
use super::words::count;
use leptos::prelude::*;
use shared::imports::{ImportCounts, KnownLeads};

#[component]
pub(super) fn Figures(desk: Desk) -> impl IntoView {
    let counts = Memo::new(move |_| desk.import.with(|import| import.summary.counts));
    let known = Memo::new(move |_| desk.import.with(|import| import.known));
    let one = move |label: &'static str, number: fn(&ImportCounts) -> u64, note: Signal<&'static str>| {
        view! {
            <div class="min-w-0 border-line py-2.5 md:border-l md:pl-5 md:first:border-0 md:first:pl-0">
                <dt class="text-muted">{label}</dt>
                <dd>
                    <span class="num block text-title font-semibold">{move || counts.with(|counts| count(number(counts)))}</span>
                    <span class="block text-caption text-muted">{move || note.get()}</span>
                </dd>
            </div>
        }
    };
    let here = Signal::derive(move || match known.get() {
        KnownLeads::Attach => "What is new is added to their lead",
        KnownLeads::Skip => "Left out as you chose",
        KnownLeads::Add => "Each gets another lead",
    });
    let fixed = |words: &'static str| Signal::stored(words);
    view! {
        <dl class="mt-3 grid grid-cols-2 gap-x-5 border-y border-line md:grid-cols-3">
            {one("New leads", |counts| counts.created, fixed("People and properties without an open lead"))}
            {one("Already here", |counts| counts.attached + counts.skipped, here)}
            {one("Not read", |counts| counts.refused, fixed("Left out, each with its reason below"))}
        </dl>
    }
}
