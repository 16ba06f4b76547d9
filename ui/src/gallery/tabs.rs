//! Tabs in both looks, a timeline, progress, and facts.
use leptos::prelude::*;

use super::marks::NOW;
use super::{part, sample};
use crate::{
    Card, DefinitionList, DefinitionRow, ProgressBar, ProgressSteps, Section, Tab, TabLink, TabLinks,
    TabLook, TabPanel, Tabs, TextLink, Timeline, TimelineItem, Tone, lucide,
};

fn lines() -> AnyView {
    let selected = RwSignal::new("warm".to_owned());
    let tabs = vec![
        Tab::new("call", "Call now").count("7"),
        Tab::new("warm", "Warm Austin").count("38"),
        Tab::new("all", "All"),
    ];
    view! {
        <div class="border-b border-line">
            <Tabs id="g-views" label="Views" tabs selected />
        </div>
        <TabPanel tabs_id="g-views" key="call" selected class="py-3">"Seven people wait for a call."</TabPanel>
        <TabPanel tabs_id="g-views" key="warm" selected class="py-3">"38 leads in Austin."</TabPanel>
        <TabPanel tabs_id="g-views" key="all" selected class="py-3">"Everyone."</TabPanel>
    }
    .into_any()
}

fn pills() -> AnyView {
    let selected = RwSignal::new("call".to_owned());
    let tabs = vec![
        Tab::new("note", "Note").icon(lucide::LuPencil).title("Note (N)"),
        Tab::new("call", "Call").icon(lucide::LuPhone),
    ];
    view! {
        <Tabs id="g-kind" label="Kind" tabs selected look=TabLook::Pill />
        <TabPanel tabs_id="g-kind" key="note" selected class="py-2">"What you want to remember."</TabPanel>
        <TabPanel tabs_id="g-kind" key="call" selected class="py-2">"How the call went."</TabPanel>
    }
    .into_any()
}

fn links() -> AnyView {
    let links = vec![
        TabLink::new("#c-tabs", "Call now").count("7"),
        TabLink::new("#c-table", "Warm Austin").count("38").current(true),
    ];
    view! {
        <div class="border-b border-line">
            <TabLinks label="Saved views" links />
        </div>
    }
    .into_any()
}

fn history() -> AnyView {
    view! {
        <Timeline>
            <TimelineItem icon=lucide::LuPhone tone=Tone::Accent actor="Henrik" text="replied by SMS" at=NOW - 180_000 now=NOW>
                <div class="mt-1.5 rounded-lg border border-line px-3 py-2">"Yes, 917 Tillery. I can talk now."</div>
            </TimelineItem>
            <TimelineItem icon=lucide::LuUsersRound actor="Round robin Austin" text="assigned Priya Raman" at=NOW - 480_000 now=NOW />
            <TimelineItem icon=lucide::LuFileText actor="Henrik" text="sent the seller form" at=NOW - 500_000_000 now=NOW />
        </Timeline>
    }
    .into_any()
}

fn facts() -> AnyView {
    view! {
        <Card>
            <Section id="g-facts" title="Property" level=3 count="5" note="From the county, 2 August" actions=|| view! { <TextLink href="#c-tabs" class="text-caption">"Edit"</TextLink> }>
                <DefinitionList class="mt-1.5">
                    <DefinitionRow label="House">"3 bed, 2 bath"</DefinitionRow>
                    <DefinitionRow label="Asking">"$540,000"</DefinitionRow>
                    <DefinitionRow label="Estimate" note="6 sales near, 2 August">"$561,000 ± $28,000"</DefinitionRow>
                </DefinitionList>
            </Section>
        </Card>
    }
    .into_any()
}

pub(super) fn all() -> AnyView {
    let steps = ["Property", "Situation", "Contact", "Consent"].map(str::to_owned).to_vec();
    let steps = view! { <ProgressSteps label="Steps of the form" steps current=1_usize /> };
    let inside = view! {
        <div class="grid gap-8 lg:grid-cols-2">
            {sample("Tabs over panels", lines())} {sample("Tabs as modes", pills())}
            {sample("Views with their own address", links())} {sample("Progress", steps.into_any())}
            {sample("How far", view! { <ProgressBar label="Importing" percent=62_u8 /> }.into_any())}
            {sample("Timeline", history())} {sample("Card with a section of facts", facts())}
        </div>
    };
    part(
        "c-tabs",
        "The arrow keys move between tabs; a hidden panel keeps what was typed.",
        inside.into_any(),
    )
}
