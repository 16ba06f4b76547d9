//! The places of the app and who is shown them. Whether somebody may really do something is the domain's decision.

use shared::roles::{Permission, Role};
use ui::{Symbol, lucide};

/// All pages of the settings are below it.
const SETTINGS: &str = "/settings";
/// What the team did, and what it comes to.
const TEAM: &str = "/team";

/// One place of the rail.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) label: &'static str,
    pub(super) href: &'static str,
    pub(super) icon: Symbol,
    /// Pressed after G.
    pub(super) letter: char,
    /// What a role must be allowed to be shown the place.
    permission: Permission,
}

impl Place {
    /// The keys as they are shown, `G L`.
    pub(super) fn keys(&self) -> String {
        format!("G {}", self.letter)
    }

    /// Whether an address is in this place.
    pub(super) fn holds(&self, path: &str) -> bool {
        if self.href == "/" {
            return path == "/";
        }
        let href = if self.at_foot() { SETTINGS } else { self.href };
        path.strip_prefix(href).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Whether held submissions are decided here.
    pub(super) fn is_review(&self) -> bool {
        self.permission == Permission::ReviewSubmissions
    }

    /// Whether it has a place in the bar of phones, which holds five. Forms are made at a desk; what the team did is reached
    /// from home and from the menu of the profile.
    pub(super) fn on_phones(&self) -> bool {
        self.permission != Permission::ReadForms && !matches!(self.href, TEAM | "/activity")
    }

    /// Whether it stands at the foot of the rail.
    pub(super) fn at_foot(&self) -> bool {
        self.permission == Permission::ReadMembers
    }
}

/// The places a role is shown, in their order.
pub(super) fn places(role: Role) -> Vec<Place> {
    let place = |label, href, icon, letter, permission| Place { label, href, icon, letter, permission };
    [
        place("Home", "/", lucide::LuHouse, 'H', Permission::ReadLeads),
        place("Leads", "/leads", lucide::LuUserRound, 'L', Permission::ReadLeads),
        place("Agenda", "/agenda", lucide::LuListChecks, 'T', Permission::ReadLeads),
        place("Activity", "/activity", lucide::LuActivity, 'V', Permission::ReadLeads),
        place("Team", TEAM, lucide::LuUsersRound, 'U', Permission::ReadLeads),
        place("Review", "/review", lucide::LuShieldQuestion, 'R', Permission::ReviewSubmissions),
        place("Forms", "/forms", lucide::LuTextCursorInput, 'F', Permission::ReadForms),
        place("Settings", "/settings/members", lucide::LuSettings, 'S', Permission::ReadMembers),
    ]
    .into_iter()
    .filter(|place| role.may(place.permission))
    .collect()
}

/// Whether the page at an address fills the main region with parts that scroll on their own.
pub(super) fn fills_main(path: &str) -> bool {
    path == "/leads" || path.starts_with("/leads/") || path.starts_with("/settings/sources/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(role: Role) -> Vec<&'static str> {
        places(role).iter().map(|place| place.label).collect()
    }

    #[test]
    fn a_role_is_shown_what_it_may_use() {
        for role in [Role::Owner, Role::Admin, Role::Manager] {
            assert_eq!(
                labels(role),
                ["Home", "Leads", "Agenda", "Activity", "Team", "Review", "Forms", "Settings"],
                "{role:?}"
            );
        }
        for role in [Role::Agent, Role::Viewer] {
            assert_eq!(labels(role), ["Home", "Leads", "Agenda", "Activity", "Team", "Settings"], "{role:?}");
        }
    }

    #[test]
    fn letters_are_unique() {
        let mut letters: Vec<char> = places(Role::Owner).iter().map(|place| place.letter).collect();
        letters.sort_unstable();
        letters.dedup();
        assert_eq!(letters.len(), 8);
    }

    #[test]
    fn the_bar_of_phones_holds_five() {
        let bar = |role| -> Vec<&str> {
            places(role).iter().filter(|place| place.on_phones()).map(|place| place.label).collect()
        };
        assert_eq!(bar(Role::Owner), ["Home", "Leads", "Agenda", "Review", "Settings"]);
        assert_eq!(bar(Role::Viewer), ["Home", "Leads", "Agenda", "Settings"]);
    }

    #[test]
    fn the_current_place_is_found_by_its_address() {
        for (path, label) in [
            ("/", "Home"),
            ("/leads", "Leads"),
            ("/leads/lead_01", "Leads"),
            ("/agenda", "Agenda"),
            ("/activity", "Activity"),
            ("/team/mem_01", "Team"),
            ("/review", "Review"),
            ("/forms/form_01", "Forms"),
            ("/settings/members", "Settings"),
            ("/settings/queue", "Settings"),
        ] {
            let holding: Vec<_> = places(Role::Owner).into_iter().filter(|place| place.holds(path)).collect();
            assert_eq!(holding.iter().map(|place| place.label).collect::<Vec<_>>(), [label], "{path}");
        }
        assert!(!places(Role::Owner).iter().any(|place| place.holds("/leadsheet")));
    }
}
