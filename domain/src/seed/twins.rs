//! People of the demo business who are here twice, each pair for a reason of its own.

use super::history::{Act, act_of_adding};
use super::team::Team;
use chrono::{DateTime, Duration, Utc};
use shared::address::AddressInput;
use shared::leads::LeadInput;

/// Days ago, name, phone, email, street, ZIP code and source. The area code is none of those that other people have.
type Arrival = (i64, &'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

const ARRIVALS: [Arrival; 7] = [
    // The same house, and a name that somebody heard on the telephone.
    (
        41,
        "Marguerite Boone",
        "281 555 0121",
        "m.boone@example.com",
        "2204 Haskell St",
        "78702",
        "direct_mail",
    ),
    (12, "Margarete Boone", "281 555 0134", "", "2204 Haskell Street", "78702", "cold_call"),
    // The same name, and a street that somebody misspelled.
    (33, "Theodore Lindgren", "281 555 0142", "", "118 Creekbend Dr", "78745", "cold_call"),
    (
        9,
        "Theodore Lindgren",
        "281 555 0157",
        "theo.lindgren@example.com",
        "118 Creek Bend Dr",
        "78745",
        "referral",
    ),
    // Known by email and by telephone, until both came at once.
    (27, "Carla Nettles", "", "carla.nettles@example.com", "77 Annie St", "78704", "direct_mail"),
    (19, "C. Nettles", "281 555 0163", "", "", "", "cold_call"),
    (6, "Carla Nettles", "281 555 0163", "carla.nettles@example.com", "", "", "referral"),
];

/// Plans their arrivals. `first` is the number of the first of these leads.
pub(super) fn plan(acts: &mut Vec<Act>, first: u32, now: DateTime<Utc>, team: &Team) {
    for ((number, arrival), by) in (first..).zip(ARRIVALS).zip(team.agents.iter().cycle()) {
        let (days, name, phone, email, street, zip, source) = arrival;
        let address = if street.is_empty() {
            AddressInput::default()
        } else {
            AddressInput {
                street: street.to_owned(),
                unit: String::new(),
                city: "Austin".to_owned(),
                region: "TX".to_owned(),
                postal_code: zip.to_owned(),
            }
        };
        let input = LeadInput {
            name: name.to_owned(),
            email: email.to_owned(),
            phone: phone.to_owned(),
            address,
            source: source.to_owned(),
            key: format!("demo-twin-{number}"),
            ..LeadInput::default()
        };
        acts.extend(act_of_adding(now - Duration::days(days), number, input, by));
    }
}
