//! A form's own accent and radius as custom properties. Whatever accent is chosen, text on it and text in it stay
//! readable in both themes (WCAG 2.2, 1.4.3: 4.5 to 1).

use shared::forms::{Radius, Theme};

#[derive(Debug, Clone, Copy, PartialEq)]
struct Rgb([f64; 3]);

const WHITE: Rgb = Rgb([1.0, 1.0, 1.0]);
const BLACK: Rgb = Rgb([0.0, 0.0, 0.0]);
/// The darkest ground of the light theme that carries text, and the lightest of the dark one.
const LIGHT_GROUND: Rgb = Rgb([0.945, 0.941, 0.933]);
const DARK_GROUND: Rgb = Rgb([0.125, 0.137, 0.165]);
const READABLE: f64 = 4.5;

/// The content of the page's inline style; empty for the standard look.
pub(super) fn css(theme: &Theme) -> String {
    let accent = Rgb::parse(&theme.accent).map(|accent| format!(":root{{{}}}", accent_properties(accent)));
    let radius = match theme.radius {
        Radius::Square => ":root{--radius-sm:0px;--radius-md:0px;--radius-lg:0px;--radius-xl:0px}",
        Radius::Soft => "",
        Radius::Round => ":root{--radius-md:12px;--radius-lg:24px;--radius-xl:28px}",
    };
    accent.unwrap_or_default() + radius
}

fn accent_properties(accent: Rgb) -> String {
    // White text where it is readable, else black; one of the two always is.
    let on = if accent.contrast(WHITE) >= READABLE { WHITE } else { BLACK };
    let away = if on == WHITE { BLACK } else { WHITE };
    let hover = accent.mixed(away, 0.14);
    let ink = accent.until_readable(LIGHT_GROUND, BLACK);
    let night_ink = accent.until_readable(DARK_GROUND, WHITE);
    let soft = ink.mixed(WHITE, 0.92);
    let night_soft = night_ink.mixed(BLACK, 0.82);
    format!(
        "--accent:{};--accent-hover:{};--on-accent:{};--accent-ink:light-dark({ink},{night_ink});\
         --focus:light-dark({ink},{night_ink});--accent-soft:light-dark({},{})",
        accent.hex(),
        hover.hex(),
        on.hex(),
        soft.hex(),
        night_soft.hex(),
        ink = ink.hex(),
        night_ink = night_ink.hex(),
    )
}

impl Rgb {
    fn parse(text: &str) -> Option<Self> {
        let hex = text.strip_prefix('#').filter(|hex| hex.len() == 6)?;
        let channel = |at: usize| {
            let value = u8::from_str_radix(hex.get(at..at + 2)?, 16).ok()?;
            Some(f64::from(value) / 255.0)
        };
        Some(Self([channel(0)?, channel(2)?, channel(4)?]))
    }

    fn hex(self) -> String {
        // The nearest of 256 steps, found by counting: a float is never cast.
        let [red, green, blue] = self.0.map(|channel| {
            (0..=255_u8).find(|step| f64::from(*step) + 0.5 >= channel * 255.0).unwrap_or(255)
        });
        format!("#{red:02x}{green:02x}{blue:02x}")
    }

    /// `share` of the other colour, 0 to 1.
    fn mixed(self, other: Self, share: f64) -> Self {
        let mut mixed = self.0;
        mixed.iter_mut().zip(other.0).for_each(|(from, to)| *from += (to - *from) * share);
        Self(mixed)
    }

    /// Relative luminance (WCAG 2.2).
    fn luminance(self) -> f64 {
        let linear = |c: f64| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) };
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// The colour nearest to this one, towards `to`, that can be read on `ground`.
    fn until_readable(self, ground: Self, to: Self) -> Self {
        (0..=20_u8)
            .map(|step| self.mixed(to, f64::from(step) / 20.0))
            .find(|colour| colour.contrast(ground) >= READABLE)
            .unwrap_or(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_look_needs_no_style() {
        assert_eq!(css(&Theme::default()), "");
    }

    #[test]
    fn every_accent_stays_readable() {
        for accent in ["#ffffff", "#000000", "#ffee00", "#1d4ed8", "#777777", "#d97706", "#00ff88"] {
            let colour = Rgb::parse(accent).unwrap();
            let text = css(&Theme { accent: accent.to_owned(), radius: Radius::Soft });
            let on = if text.contains("--on-accent:#ffffff") { WHITE } else { BLACK };
            assert!(colour.contrast(on) >= READABLE, "{accent}: {text}");
            assert!(
                colour.until_readable(LIGHT_GROUND, BLACK).contrast(LIGHT_GROUND) >= READABLE,
                "{accent}"
            );
            assert!(colour.until_readable(DARK_GROUND, WHITE).contrast(DARK_GROUND) >= READABLE, "{accent}");
            assert!(text.contains(&format!("--accent:{accent};")), "{text}");
        }
    }

    #[test]
    fn what_is_no_colour_is_left_out() {
        let theme = Theme { accent: "red;}body{display:none".to_owned(), radius: Radius::Square };
        assert_eq!(css(&theme), ":root{--radius-sm:0px;--radius-md:0px;--radius-lg:0px;--radius-xl:0px}");
    }
}
