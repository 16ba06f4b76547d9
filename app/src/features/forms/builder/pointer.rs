//! Moving by mouse and finger: from the press on a handle to where it is let go.

use super::lift::{Lift, Spot, What};
use super::room::Room;
use leptos::ev::{self, PointerEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// A press that moves less than this is no drag, in pixels.
const STILL: i32 = 5;
/// So near to an edge the canvas scrolls, and so far at a time, in pixels.
const EDGE: f64 = 48.0;
const SCROLL: f64 = 14.0;
/// The bars of a phone lie over the page, so high.
const BAR: f64 = 57.0;

/// A press on a handle that may become a drag.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Grab {
    what: What,
    from: (i32, i32),
    dragging: bool,
}

/// What handles tell when they are pressed.
#[derive(Clone, Copy)]
pub(super) struct Grip(RwSignal<Option<Grab>>);

impl Grip {
    pub(super) fn press(self, what: What, event: &PointerEvent) {
        if event.button() == 0 && event.is_primary() {
            self.0.set(Some(Grab { what, from: (event.client_x(), event.client_y()), dragging: false }));
        }
    }
}

/// Follows pointers until the calling component goes.
pub(super) fn follow(room: Room) -> Grip {
    let grab = RwSignal::new(None::<Grab>);
    let moving = window_event_listener(ev::pointermove, move |event| {
        let Some(now) = grab.get_untracked() else { return };
        let (x, y) = (event.client_x(), event.client_y());
        let still = (x - now.from.0).abs() < STILL && (y - now.from.1).abs() < STILL;
        if !now.dragging && still {
            return;
        }
        let form = room.form.get_untracked();
        let lift = match room.lift.get_untracked().filter(|_| now.dragging) {
            Some(lift) => Some(lift),
            None => Lift::new(&form, now.what.clone()),
        };
        grab.set(Some(Grab { dragging: true, ..now }));
        let Some(lift) = lift else { return };
        let spot = spot_at(&lift, f64::from(y)).unwrap_or_else(|| lift.spot.clone());
        let over = lift.over(&form, spot);
        if room.lift.with_untracked(|known| known.as_ref() != Some(&over)) {
            room.lift.set(Some(over));
        }
        scroll(f64::from(y));
    });
    let letting_go = window_event_listener(ev::pointerup, move |_| {
        if let Some(now) = grab.get_untracked() {
            grab.set(None);
            if now.dragging {
                put_down(room);
            }
        }
    });
    let lost = window_event_listener(ev::pointercancel, move |_| {
        if grab.get_untracked().is_some() {
            grab.set(None);
            room.lift.set(None);
        }
    });
    on_cleanup(move || {
        moving.remove();
        letting_go.remove();
        lost.remove();
    });
    Grip(grab)
}

/// Ends a lift where it is held. What may not lie there goes back, and the reason is said.
pub(super) fn put_down(room: Room) {
    let Some(lift) = room.lift.get_untracked() else { return };
    room.lift.set(None);
    if let Some(reason) = lift.refused.clone() {
        room.say(format!("Put back. {reason}"));
        room.toaster.error("Put back where it was", reason);
        return;
    }
    let form = room.form.get_untracked();
    let words = format!("{} put down. {}", lift.name(&form), lift.words(&form));
    room.edit(lift.edit());
    room.say(words);
}

/// Where something would come to lie under a pointer of this height.
fn spot_at(lift: &Lift, y: f64) -> Option<Spot> {
    let sections = all(&document().get_element_by_id("canvas")?.unchecked_into(), "[data-step]");
    if let What::Step(key) = &lift.what {
        let others = sections.iter().filter(|section| named(section, "data-step") != *key);
        let at = others.filter(|section| middle(section) < y).count();
        return Some(Spot { step: String::new(), at });
    }
    let What::Field(key) = &lift.what else { return None };
    let under = sections.iter().find(|section| y <= section.get_bounding_client_rect().bottom());
    let section = under.or(sections.last())?;
    let rows = all(section, "[data-row]");
    let others = rows.iter().filter(|row| named(row, "data-row") != *key);
    let at = others.filter(|row| middle(row) < y).count();
    Some(Spot { step: named(section, "data-step"), at })
}

fn all(within: &Element, selector: &str) -> Vec<Element> {
    let Ok(found) = within.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).collect()
}

fn named(element: &Element, attribute: &str) -> String {
    element.get_attribute(attribute).unwrap_or_default()
}

fn middle(element: &Element) -> f64 {
    let edges = element.get_bounding_client_rect();
    f64::midpoint(edges.top(), edges.bottom())
}

/// Brings more of the canvas into sight when the pointer is near its edge. On a phone the page scrolls, not the canvas.
fn scroll(y: f64) {
    let Some(canvas) = document().get_element_by_id("canvas") else { return };
    let edges = canvas.get_bounding_client_rect();
    let own = canvas.scroll_height() > canvas.client_height();
    let (top, bottom) = if own {
        (edges.top(), edges.bottom())
    } else {
        let seen = window().inner_height().ok().and_then(|height| height.as_f64());
        (BAR, seen.unwrap_or(edges.bottom()) - BAR)
    };
    let by = if y < top + EDGE {
        -SCROLL
    } else if y > bottom - EDGE {
        SCROLL
    } else {
        return;
    };
    if own {
        canvas.scroll_by_with_x_and_y(0.0, by);
    } else {
        window().scroll_by_with_x_and_y(0.0, by);
    }
}
