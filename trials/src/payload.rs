//! Submissions of the seller form: each of a person and a house of its own.

use rand::Rng as _;
use rand::rngs::StdRng;
use serde_json::json;

/// The slug of the demo business' form.
pub(crate) const FORM: &str = "sell-your-house";

/// One submission as JSON, and its key. The number makes person, house and key its own.
pub(crate) fn submission(rng: &mut StdRng, number: u64, stamp: &str) -> (String, String) {
    const STREETS: [&str; 6] =
        ["Tillery St", "Garden Street", "Oak Alley", "Falcon Ridge", "Juniper Trail", "Manor Road"];
    let street = STREETS.get(usize::try_from(number % 6).unwrap_or(0)).copied().unwrap_or("Tillery St");
    let key = format!("trial-{number:012}");
    // Area code and exchange from 200, line from 0000: a hundred million numbers, all valid.
    let phone =
        format!("{}{}{:04}", area(number / 10_000 / 700), 212 + number / 10_000 % 700, number % 10_000);
    let body = json!({
        "key": key,
        "stamp": stamp,
        "answers": {
            "address.street": format!("{} {street}", number + 1),
            "address.city": "Austin",
            "address.region": "TX",
            "address.postal_code": format!("787{:02}", number % 60),
            "property_type": "house",
            "condition": "repairs",
            "beds": rng.random_range(1..6).to_string(),
            "baths": "4",
            "situation": "inherited",
            "timing": "within_30_days",
            "asking": (rng.random_range(150..700) * 1_000).to_string(),
            "name": format!("Trial {}", words(number)),
            "phone": phone,
            "email": format!("trial{number}@example.com"),
            "message": "Please call after ten.",
            "contact_consent": "on",
        },
        "attribution": {
            "first": { "utm_source": "google", "utm_medium": "cpc", "utm_campaign": "sell-fast" },
            "last": { "gclid": format!("Cj0K{number:016x}") },
        },
    });
    (key, body.to_string())
}

fn area(high: u64) -> u64 {
    // 212, 213, … without the service codes that end in 11.
    212 + high % 80
}

fn words(number: u64) -> String {
    const SYLLABLES: [&str; 16] =
        ["ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va"];
    let mut text = String::new();
    for place in 0..6 {
        let index = usize::try_from(number >> (place * 4) & 15).unwrap_or(0);
        text.push_str(SYLLABLES.get(index).copied().unwrap_or("ba"));
    }
    text
}
