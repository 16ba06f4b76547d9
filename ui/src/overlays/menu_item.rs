//! One row of a menu: an action, a link, or a line between groups.
use leptos::prelude::*;

use crate::icon::{Icon, Symbol};
use crate::marks::{Glyph, KeyChip, draw};
use crate::style::Tone;

#[derive(Clone)]
enum Deed {
    Run(Callback<()>),
    Go(String),
    Separate,
}

/// Built by `new`, `link` or `separator` and refined by the methods behind them.
#[derive(Clone)]
pub struct MenuItem {
    label: String,
    deed: Deed,
    icon: Option<Symbol>,
    glyph: Option<(Glyph, Tone)>,
    keys: Option<String>,
    note: Option<String>,
    reason: Option<String>,
    danger: bool,
    checked: Option<bool>,
}

impl MenuItem {
    fn with(label: String, deed: Deed) -> Self {
        Self {
            label,
            deed,
            icon: None,
            glyph: None,
            keys: None,
            note: None,
            reason: None,
            danger: false,
            checked: None,
        }
    }

    /// Runs `action` and closes the menu.
    pub fn new(label: impl Into<String>, action: impl Fn() + Send + Sync + 'static) -> Self {
        Self::with(label.into(), Deed::Run(Callback::new(move |()| action())))
    }

    /// Goes to `href`.
    pub fn link(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self::with(label.into(), Deed::Go(href.into()))
    }

    /// A line between groups.
    pub fn separator() -> Self {
        Self::with(String::new(), Deed::Separate)
    }

    pub fn icon(mut self, icon: Symbol) -> Self {
        self.icon = Some(icon);
        self
    }

    pub fn glyph(mut self, glyph: Glyph, tone: Tone) -> Self {
        self.glyph = Some((glyph, tone));
        self
    }

    /// The key that does the same; shown, not bound.
    pub fn keys(mut self, keys: impl Into<String>) -> Self {
        self.keys = Some(keys.into());
        self
    }

    /// A second line below the label.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    pub fn danger(mut self) -> Self {
        self.danger = true;
        self
    }

    /// Keeps the row visible and says why it cannot be used.
    pub fn disabled(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// Makes it one of several of which one is chosen.
    pub fn checked(mut self, checked: bool) -> Self {
        self.checked = Some(checked);
        self
    }

    /// `close` is called before the action runs, so the focus is back when it does.
    pub(super) fn row(self, close: Callback<()>) -> AnyView {
        let run = match (&self.deed, self.reason.is_some()) {
            (Deed::Separate, _) => {
                return view! { <div role="separator" class="my-1 border-t border-line"></div> }.into_any();
            }
            (Deed::Go(href), false) => return self.clone().anchor(href.clone()),
            (Deed::Run(run), false) => Some(*run),
            (_, true) => None,
        };
        let blocked = run.is_none();
        let look = match (blocked, self.danger) {
            (true, _) => "menu-row outline-offset-[-2px] text-faint",
            (false, true) => "menu-row outline-offset-[-2px] text-danger",
            (false, false) => "menu-row outline-offset-[-2px]",
        };
        let role = if self.checked.is_some() { "menuitemradio" } else { "menuitem" };
        let checked = self.checked.map(|checked| if checked { "true" } else { "false" });
        view! {
            <button
                type="button"
                role=role
                tabindex="-1"
                class=look
                aria-checked=checked
                aria-disabled=blocked.then_some("true")
                on:click=move |_| {
                    if let Some(run) = run {
                        close.run(());
                        run.run(());
                    }
                }
            >
                {self.inside()}
            </button>
        }
        .into_any()
    }

    fn anchor(self, href: String) -> AnyView {
        let look = if self.danger {
            "menu-row outline-offset-[-2px] text-danger"
        } else {
            "menu-row outline-offset-[-2px]"
        };
        view! {
            <a href=href role="menuitem" tabindex="-1" class=look>
                {self.inside()}
            </a>
        }
        .into_any()
    }

    fn inside(self) -> impl IntoView {
        let tint = if self.danger { "" } else { "text-faint" };
        let below = self.reason.or(self.note);
        let tick = self.checked == Some(true);
        view! {
            {self.icon.map(|icon| view! { <Icon icon class=tint /> })}
            {self.glyph.map(|(glyph, tone)| draw(glyph, tone))}
            <span class="min-w-0 flex-1">
                {self.label}
                {below.map(|below| view! { <span class="block text-caption text-faint">{below}</span> })}
            </span>
            {self.keys.map(|keys| view! { <KeyChip keys /> })}
            {tick.then(|| view! { <Icon icon=icondata_lu::LuCheck class="text-accent-ink" /> })}
        }
    }
}
