//! Houses around Austin, with facts that fit each other.

use rand::Rng as _;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use shared::forms::Answers;

const STREETS: [&str; 48] = [
    "Bellvue Ave",
    "Tillery St",
    "Haskell St",
    "Garden St",
    "Juniper Trl",
    "Pecan Grove",
    "Shoalwood Ave",
    "Falcon Ridge",
    "Creekbend Dr",
    "W Monroe St",
    "Oak Alley",
    "Rogge Ln",
    "Old Bowman Rd",
    "Sheringham Dr",
    "Manor Rd",
    "Chestnut Ave",
    "Walnut Ave",
    "E 12th St",
    "Harvey St",
    "Maple Ave",
    "Cedar Ridge Dr",
    "Willow Creek Dr",
    "Barton Hills Dr",
    "Bluebonnet Ln",
    "Kinney Ave",
    "Annie St",
    "Duval St",
    "Avenue G",
    "Speedway",
    "Guadalupe St",
    "Woodrow Ave",
    "Burnet Rd",
    "Anderson Ln",
    "Northcrest Blvd",
    "Rutland Dr",
    "Metric Blvd",
    "Parkfield Dr",
    "Dessau Rd",
    "Heatherwilde Blvd",
    "Picadilly Dr",
    "Gattis School Rd",
    "Red Bud Ln",
    "Sam Bass Rd",
    "Palm Valley Blvd",
    "Williams Dr",
    "Leander Rd",
    "Bagdad Rd",
    "Crystal Falls Pkwy",
];

const PLACES: [(&str, &str); 14] = [
    ("Austin", "78702"),
    ("Austin", "78704"),
    ("Austin", "78721"),
    ("Austin", "78723"),
    ("Austin", "78744"),
    ("Austin", "78745"),
    ("Austin", "78752"),
    ("Austin", "78758"),
    ("Round Rock", "78664"),
    ("Round Rock", "78681"),
    ("Pflugerville", "78660"),
    ("Georgetown", "78626"),
    ("Cedar Park", "78613"),
    ("Leander", "78641"),
];

/// Answers of the first two steps of the seller form.
pub(super) fn answers(rng: &mut StdRng) -> Answers {
    let (city, zip) = PLACES.choose(rng).copied().unwrap_or(("Austin", "78702"));
    let street = STREETS.choose(rng).copied().unwrap_or("Tillery St");
    let number: u32 = rng.random_range(101..9_900);
    let kind = weighted(
        rng,
        &[("house", 78), ("townhouse", 7), ("condo", 6), ("mobile", 4), ("multi_family", 3), ("land", 2)],
    );
    let mut answers: Answers = [
        ("address.street", format!("{number} {street}")),
        ("address.city", city.to_owned()),
        ("address.region", "TX".to_owned()),
        ("address.postal_code", zip.to_owned()),
        ("property_type", kind.to_owned()),
        ("situation", weighted(rng, SITUATIONS).to_owned()),
        (
            "timing",
            weighted(
                rng,
                &[
                    ("asap", 18),
                    ("within_30_days", 27),
                    ("within_90_days", 24),
                    ("later", 12),
                    ("unsure", 19),
                ],
            )
            .to_owned(),
        ),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value))
    .collect();
    if kind != "land" {
        let condition =
            weighted(rng, &[("move_in_ready", 14), ("cosmetic", 33), ("repairs", 36), ("major", 17)]);
        answers.insert("condition".to_owned(), condition.to_owned());
        if rng.random_bool(0.8) {
            answers.insert("beds".to_owned(), rng.random_range(2..=5).to_string());
            answers.insert(
                "baths".to_owned(),
                weighted(rng, &[("2", 20), ("3", 8), ("4", 44), ("5", 16), ("6", 12)]).to_owned(),
            );
        }
        if rng.random_bool(0.7) {
            let occupancy = weighted(rng, &[("owner", 46), ("tenant", 20), ("vacant", 34)]);
            answers.insert("occupancy".to_owned(), occupancy.to_owned());
        }
    }
    if rng.random_bool(0.62) {
        answers.insert("asking".to_owned(), (rng.random_range(165..690) * 1_000).to_string());
    }
    answers
}

const SITUATIONS: &[(&str, u32)] = &[
    ("inherited", 19),
    ("divorce", 9),
    ("relocating", 21),
    ("behind_on_payments", 11),
    ("tired_landlord", 15),
    ("too_many_repairs", 13),
    ("downsizing", 8),
    ("other", 4),
];

/// One of several words, by weight.
pub(super) fn weighted<'a>(rng: &mut StdRng, words: &[(&'a str, u32)]) -> &'a str {
    let total: u32 = words.iter().map(|(_, weight)| weight).sum();
    let mut left = rng.random_range(0..total.max(1));
    for (word, weight) in words {
        if left < *weight {
            return word;
        }
        left -= weight;
    }
    words.first().map_or("", |(word, _)| word)
}
