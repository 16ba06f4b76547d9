//! Line, bar, funnel and sparkline.
use leptos::prelude::*;

use super::part;
use crate::{Bar, BarChart, FunnelChart, FunnelStep, LineChart, Series, Sparkline, Tone};

fn line() -> AnyView {
    let labels = (20..32).map(|week: u8| week.to_string()).collect();
    let series = vec![
        Series::new(
            "this year",
            vec![41.0, 44.0, 39.0, 52.0, 48.0, 57.0, 61.0, 55.0, 66.0, 72.0, 70.0, 78.0],
        )
        .accent(),
        Series::new(
            "last year",
            vec![36.0, 38.0, 40.0, 37.0, 42.0, 45.0, 43.0, 47.0, 46.0, 51.0, 49.0, 53.0],
        ),
    ];
    view! {
        <LineChart
            title="Are more sellers writing to us than last year?"
            summary="Leads a week: 78 this year, 53 last year in week 31"
            label_head="Week"
            labels
            series
        />
    }
    .into_any()
}

fn bars() -> AnyView {
    let rows = vec![
        Bar::new("Google Ads", 46.0, "46").note("$2,140").accent().href("#c-table"),
        Bar::new("Direct mail", 31.0, "31").note("$3,020"),
        Bar::new("Referral", 24.0, "24").note("$0"),
        Bar::new("Cold call", 8.0, "8").note("$5,260"),
    ];
    view! { <BarChart title="Which source brings deals, and at what cost each?" rows label_head="Source" value_head="Deals" note_head="Cost a deal" /> }
        .into_any()
}

fn funnel() -> AnyView {
    let steps = vec![
        FunnelStep::new("Visited the form", 2410.0, "2,410"),
        FunnelStep::new("Started", 1184.0, "1,184"),
        FunnelStep::new("Gave an address", 873.0, "873"),
        FunnelStep::new("Submitted", 574.0, "574"),
    ];
    view! { <FunnelChart title="Where do sellers leave the form?" steps label_head="Step" value_head="Visitors" /> }
        .into_any()
}

fn trend() -> AnyView {
    view! {
        <div class="flex items-center gap-4 rounded-lg border border-line p-4">
            <div class="min-w-0 flex-1">
                <p class="text-muted">"Median response"</p>
                <p class="num text-large font-semibold">"4 min 10 s"</p>
                <p class="text-caption text-muted">"6 min 40 s faster than in May"</p>
            </div>
            <Sparkline points=vec![10.8, 9.7, 9.7, 8.1, 7.2, 7.2, 6.0, 5.9, 4.2] tone=Tone::Success />
        </div>
    }
    .into_any()
}

fn nothing_yet() -> AnyView {
    view! { <LineChart title="How many offers went out?" summary="No offers yet" label_head="Week" labels=Vec::new() series=Vec::new() /> }
        .into_any()
}

pub(super) fn all() -> AnyView {
    let inside = view! {
        <div class="grid gap-4 lg:grid-cols-2">{line()} {bars()} {funnel()} {trend()} {nothing_yet()}</div>
    };
    part(
        "c-chart",
        "The question is the title, labels sit on the marks, bars start at zero, the table is one key away.",
        inside.into_any(),
    )
}
