//! A person as initials on a tone that stays the same for the same name.
use leptos::prelude::*;

use crate::style::{Tone, classes};

/// Edge length: 16, 20, 24, 28 px.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AvatarSize {
    Xs,
    Sm,
    #[default]
    Md,
    Lg,
}

/// First letters of the first and the last word, upper case; empty for an empty name.
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    first.into_iter().chain(last).flat_map(char::to_uppercase).collect()
}

/// FNV-1a: the same name gets the same tone on every machine and in every release.
fn tone_of(name: &str) -> Tone {
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    match hash % 5 {
        0 => Tone::Accent,
        1 => Tone::Info,
        2 => Tone::Success,
        3 => Tone::Warning,
        _ => Tone::Danger,
    }
}

/// `decorative` where the name stands beside it.
#[component]
pub fn Avatar(
    #[prop(into)] name: String,
    #[prop(optional)] size: AvatarSize,
    #[prop(optional)] decorative: bool,
    #[prop(optional, into)] class: String,
) -> impl IntoView {
    let edge = match size {
        AvatarSize::Xs => "size-4 text-[0.5rem]",
        AvatarSize::Sm => "size-5 text-[0.5625rem]",
        AvatarSize::Md => "size-6 text-[0.625rem]",
        AvatarSize::Lg => "size-7 text-[0.625rem]",
    };
    let look = classes(&[
        "grid shrink-0 place-content-center rounded-full font-semibold before:content-[attr(data-i)]",
        edge,
        tone_of(&name).soft(),
        &class,
    ]);
    let spoken = (!decorative).then(|| name.clone());
    view! {
        <span
            class=look
            data-i=initials(&name)
            role=(!decorative).then_some("img")
            aria-hidden=decorative.then_some("true")
            aria-label=spoken.clone()
            title=spoken
        ></span>
    }
}

#[cfg(test)]
mod tests {
    use super::{initials, tone_of};

    #[test]
    fn initials_take_first_and_last_word() {
        for (name, expected) in [
            ("Dana Whitfield", "DW"),
            ("Cher", "C"),
            ("  ana maria de souza ", "AS"),
            ("élan", "É"),
            ("", ""),
        ] {
            assert_eq!(initials(name), expected, "{name}");
        }
    }

    #[test]
    fn tone_is_fixed_by_the_name_and_spreads() {
        assert_eq!(tone_of("Dana Whitfield"), tone_of("Dana Whitfield"));
        let names =
            ["Dana Whitfield", "Marcus Bell", "Priya Raman", "Tomás Ortega", "Inês Duarte", "Ana Sandoval"];
        let first = tone_of(names[0]);
        assert!(names.iter().any(|name| tone_of(name) != first));
    }
}
