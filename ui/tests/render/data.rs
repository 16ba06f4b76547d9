//! Tables, tabs, filters, pages, timeline and charts: roles, names and reading order.
use leptos::prelude::*;
use ui::*;

use crate::{classless, has, html, lacks, tag};

#[test]
fn a_table_is_a_named_region_the_keyboard_can_scroll() {
    let page = html(|| {
        view! {
            <Table label="38 leads in Warm Austin">
                <TableHead>
                    <HeadCell>"Lead"</HeadCell>
                    <SortHeader label="Score" direction=Some(SortDirection::Descending) on_sort=|| () align=Align::End />
                    <SortHeader label="Asking" direction=None href="/leads?sort=asking" />
                </TableHead>
                <TableBody>
                    <TableRow selected=true cursor=true>
                        <RowHeader>"Henrik Sandoval"</RowHeader>
                        <Cell align=Align::End>"81"</Cell>
                        <Cell>"$540,000"</Cell>
                    </TableRow>
                </TableBody>
            </Table>
        }
    });
    has(tag(&page, "div"), &["role=\"region\"", "tabindex=\"0\"", "aria-label=\"38 leads in Warm Austin\""]);
    assert!(page.contains("38 leads in Warm Austin</caption>"));
    assert_eq!(page.matches("aria-sort=\"descending\"").count(), 1);
    assert_eq!(page.matches("aria-sort").count(), 1, "an unsorted column has no aria-sort");
    assert!(page.contains("<th scope=\"row\""), "{page}");
    has(tag(&page, "a"), &["href=\"/leads?sort=asking\""]);
    assert!(page.contains("aria-selected=\"true\""));
}

#[test]
fn only_the_chosen_tab_is_in_the_tab_order_and_its_panel_is_shown() {
    let page = html(|| {
        let selected = RwSignal::new("call".to_owned());
        view! {
            <Tabs id="kind" label="Kind" tabs=vec![Tab::new("note", "Note"), Tab::new("call", "Call").count("7")] selected />
            <TabPanel tabs_id="kind" key="note" selected>"A"</TabPanel>
            <TabPanel tabs_id="kind" key="call" selected>"B"</TabPanel>
        }
    });
    has(tag(&page, "div"), &["role=\"tablist\"", "aria-label=\"Kind\""]);
    let (note, call) = page.split_once("id=\"kind-call\"").unwrap();
    has(note, &["id=\"kind-note\"", "aria-selected=\"false\"", "tabindex=\"-1\""]);
    has(
        call,
        &["aria-selected=\"true\"", "aria-controls=\"kind-call-p\"", "tabindex=\"0\"", "id=\"kind-call-p\""],
    );
    assert!(page.contains("aria-labelledby=\"kind-note\" hidden"), "{page}");
    assert!(!page.contains("aria-labelledby=\"kind-call\" hidden"), "{page}");
}

#[test]
fn tab_links_say_where_one_is() {
    let page = html(|| {
        let links = vec![
            TabLink::new("/leads", "All").count("1,284"),
            TabLink::new("/leads?v=1", "Mine").current(true),
        ];
        view! { <TabLinks label="Saved views" links /> }
    });
    has(tag(&page, "nav"), &["aria-label=\"Saved views\""]);
    assert_eq!(page.matches("aria-current=\"page\"").count(), 1);
    lacks(tag(&page, "a"), &["aria-current"]);
}

#[test]
fn a_filter_chip_names_what_it_removes() {
    let page = html(|| view! { <FilterChip label="status is" value="new" remove_href="/leads" /> });
    has(tag(&page, "a"), &["aria-label=\"Remove: status is new\"", "href=\"/leads\""]);
    let page = html(|| view! { <FilterChip label="status is" value="new" on_remove=|| () /> });
    has(tag(&page, "button"), &["aria-label=\"Remove: status is new\"", "type=\"button\""]);
}

#[test]
fn a_pager_keeps_a_side_that_leads_nowhere_but_disables_it() {
    let page = html(
        || view! { <Pager label="Pages of leads" summary="1–50 of 1,284" older=Some("/leads?after=x".to_owned()) /> },
    );
    has(tag(&page, "nav"), &["aria-label=\"Pages of leads\""]);
    has(&classless(tag(&page, "button")), &[" disabled"]);
    has(tag(&page, "a"), &["href=\"/leads?after=x\""]);
    assert!(page.contains("1–50 of 1,284"));
}

#[test]
fn a_timeline_reads_who_what_when() {
    let page = html(|| {
        view! {
            <Timeline>
                <TimelineItem icon=lucide::LuPhone actor="Priya" text="called" at=0 now=180_000>"Reached"</TimelineItem>
            </Timeline>
        }
    });
    let order: Vec<usize> =
        ["Priya", "called", "3 min", "Reached"].iter().map(|word| page.find(word).unwrap()).collect();
    assert!(order.is_sorted(), "{page}");
    assert!(page.starts_with("<ol"));
}

#[test]
fn every_chart_has_its_question_and_its_table() {
    let line = html(|| {
        view! {
            <LineChart
                title="Are more sellers writing to us?"
                summary="78 this year, 53 last year"
                label_head="Week"
                labels=vec!["30".to_owned(), "31".to_owned()]
                series=vec![Series::new("this year", vec![70.0, 78.0]).accent(), Series::new("last year", vec![49.0])]
            />
        }
    });
    has(tag(&line, "svg"), &["role=\"img\"", "aria-label=\"78 this year, 53 last year\""]);
    let bars = html(|| {
        let rows = vec![Bar::new("Google Ads", 46.0, "46").accent(), Bar::new("Referral", 23.0, "23")];
        view! { <BarChart title="Which source brings deals?" rows label_head="Source" value_head="Deals" /> }
    });
    assert!(
        bars.contains("width=\"100.0%\"") && bars.contains("width=\"50.0%\""),
        "bars start at zero: {bars}"
    );
    let funnel = html(|| {
        let steps =
            vec![FunnelStep::new("Visited", 2410.0, "2,410"), FunnelStep::new("Started", 1184.0, "1,184")];
        view! { <FunnelChart title="Where do sellers leave?" steps label_head="Step" value_head="Visitors" /> }
    });
    assert!(funnel.contains("49 %"), "{funnel}");
    for chart in [&line, &bars, &funnel] {
        assert!(
            chart.contains("</figcaption>")
                && chart.contains("</caption>")
                && chart.contains("scope=\"row\"")
        );
        assert!(!chart.contains("style="), "a strict content policy refuses inline styles");
    }
}

#[test]
fn nothing_to_draw_draws_nothing_and_does_not_fail() {
    assert!(!html(|| view! { <Sparkline points=vec![] /> }).contains("<svg"));
    assert!(!html(|| view! { <Sparkline points=vec![1.0] /> }).contains("<svg"));
    assert!(html(|| view! { <Sparkline points=vec![4.0, 4.0] /> }).contains("2.0,16.0 110.0,16.0"));
    let empty = html(
        || view! { <LineChart title="Q" summary="None yet" label_head="Week" labels=vec![] series=vec![] /> },
    );
    assert!(!empty.contains("NaN"), "{empty}");
}

#[test]
fn of_several_orders_the_first_is_the_order_of_the_table() {
    let head = |rank: Option<usize>| {
        html(move || {
            let direction = Some(SortDirection::Ascending);
            view! { <table><tr><SortHeader label="Lead" direction rank href="/leads?sort=name" /></tr></table> }
        })
    };
    has(tag(&head(None), "th"), &["aria-sort=\"ascending\""]);
    has(tag(&head(Some(1)), "th"), &["aria-sort=\"ascending\""]);
    let second = head(Some(2));
    lacks(tag(&second, "th"), &["aria-sort"]);
    assert!(second.contains(">2<"), "{second}");
}
