//! Which key means what, apart from any page: pure, so that it can be tested.

/// How long the letter after G may take, in milliseconds.
const PATIENCE: i64 = 1_500;

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Command {
    /// Go to the place of this letter.
    Go(char),
    FocusSearch,
    Help,
    AddLead,
}

/// One key press, as far as it matters here.
#[derive(Debug, Clone, Copy)]
pub(super) struct Press<'a> {
    /// As `KeyboardEvent.key` names it.
    pub(super) key: &'a str,
    /// Ctrl, Alt or Meta is held.
    pub(super) modified: bool,
    /// Unix milliseconds.
    pub(super) at: i64,
}

/// Remembers a G that waits for its letter.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Keys {
    go_since: Option<i64>,
}

impl Keys {
    /// What the press asks for, if anything.
    pub(super) fn press(&mut self, press: Press<'_>) -> Option<Command> {
        let waited = self.go_since.take().is_some_and(|since| press.at - since <= PATIENCE);
        if press.modified {
            return None;
        }
        if waited && let [letter] = press.key.as_bytes() {
            return Some(Command::Go(char::from(letter.to_ascii_uppercase())));
        }
        match press.key {
            "g" | "G" => {
                self.go_since = Some(press.at);
                None
            }
            "/" => Some(Command::FocusSearch),
            "?" => Some(Command::Help),
            "c" | "C" => Some(Command::AddLead),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &[(&str, bool, i64)]) -> Vec<Command> {
        let mut state = Keys::default();
        keys.iter()
            .filter_map(|(key, modified, at)| state.press(Press { key, modified: *modified, at: *at }))
            .collect()
    }

    #[test]
    fn g_and_a_letter_go_somewhere() {
        assert_eq!(typed(&[("g", false, 0), ("l", false, 900)]), [Command::Go('L')]);
        // not Add lead: the letter belongs to the G before it
        assert_eq!(typed(&[("G", false, 0), ("c", false, 10)]), [Command::Go('C')]);
    }

    #[test]
    fn a_late_letter_stands_alone() {
        assert_eq!(typed(&[("g", false, 0), ("l", false, 1_501)]), []);
        assert_eq!(typed(&[("g", false, 0), ("c", false, 1_501)]), [Command::AddLead]);
    }

    #[test]
    fn keys_of_the_browser_are_left_alone() {
        assert_eq!(typed(&[("c", true, 0), ("/", true, 1), ("g", true, 2), ("l", false, 3)]), []);
    }

    #[test]
    fn single_keys() {
        assert_eq!(
            typed(&[("/", false, 0), ("?", false, 1), ("c", false, 2), ("x", false, 3)]),
            [Command::FocusSearch, Command::Help, Command::AddLead]
        );
    }
}
