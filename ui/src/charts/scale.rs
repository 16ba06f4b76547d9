//! From values to places on a drawing.

/// `index` of `count` points spread evenly from `from` to `to`; a single point stands at `to`.
pub(super) fn along(index: usize, count: usize, from: f64, to: f64) -> f64 {
    let steps = count.saturating_sub(1);
    if steps == 0 {
        return to;
    }
    from + (to - from) * number(index) / number(steps)
}

/// An index as a float; a drawing never has more points than `u32` can count.
pub(super) fn number(index: usize) -> f64 {
    u32::try_from(index).map_or(f64::from(u32::MAX), f64::from)
}

/// `part` of `whole` in percent, within 0 and 100; nothing of nothing is 0.
pub(super) fn percent(part: f64, whole: f64) -> f64 {
    if whole > 0.0 && part.is_finite() { (part / whole * 100.0).clamp(0.0, 100.0) } else { 0.0 }
}

/// The smallest of 1, 2, 4, 5, 8 or 10 times a power of ten that is not below `value`; 1 for nothing.
pub(super) fn round_up(value: f64) -> f64 {
    if !(value.is_finite() && value > 0.0) {
        return 1.0;
    }
    let power = 10_f64.powf(value.log10().floor());
    [1.0, 2.0, 4.0, 5.0, 8.0, 10.0]
        .into_iter()
        .map(|step| step * power)
        .find(|top| *top >= value)
        .unwrap_or(value)
}

/// A figure without needless decimals, thousands grouped.
pub(super) fn figure(value: f64) -> String {
    let text =
        if (value - value.round()).abs() < 0.005 { format!("{value:.0}") } else { format!("{value:.1}") };
    crate::fields::group_thousands(&text)
}

#[cfg(test)]
mod tests {
    use super::{along, figure, percent, round_up};

    #[test]
    fn scales_hold_at_their_edges() {
        for (value, top) in
            [(0.0, 1.0), (f64::NAN, 1.0), (78.0, 80.0), (100.0, 100.0), (101.0, 200.0), (0.3, 0.4)]
        {
            assert!((round_up(value) - top).abs() < 1e-9, "{value}");
        }
        for (index, count, place) in [(0, 5, 2.0), (4, 5, 110.0), (0, 1, 110.0), (2, 5, 56.0)] {
            assert!((along(index, count, 2.0, 110.0) - place).abs() < 1e-9);
        }
        for (part, whole, share) in [(1.0, 4.0, 25.0), (5.0, 4.0, 100.0), (1.0, 0.0, 0.0), (-1.0, 4.0, 0.0)] {
            assert!((percent(part, whole) - share).abs() < 1e-9);
        }
        assert_eq!(figure(2410.0), "2,410");
        assert_eq!(figure(4.25), "4.2");
    }
}
