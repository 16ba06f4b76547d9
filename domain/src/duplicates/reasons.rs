//! Why two people may be one, and why not.

use super::names::{Likeness, likeness};
use super::people::{House, Person};
use shared::duplicates::Reason;

/// What two people have in common and what not, the weightiest first.
pub(super) fn reasons(one: &Person, other: &Person) -> Vec<Reason> {
    let mut found = Vec::new();
    match one.phones.intersection(&other.phones).next() {
        Some(phone) => found.push(Reason::SamePhone { phone: phone.clone() }),
        None if !one.phones.is_empty() && !other.phones.is_empty() => found.push(Reason::OtherPhone),
        None => {}
    }
    match one.emails.intersection(&other.emails).next() {
        Some(email) => found.push(Reason::SameEmail { email: email.clone() }),
        None if !one.emails.is_empty() && !other.emails.is_empty() => found.push(Reason::OtherEmail),
        None => {}
    }
    found.extend(house(one, other));
    found.push(name(one, other));
    found.sort_by_key(|reason| -reason.weight());
    found
}

fn house(one: &Person, other: &Person) -> Option<Reason> {
    let same = one.houses.iter().find(|(id, _)| other.houses.contains_key(id));
    if let Some((_, house)) = same {
        return Some(Reason::SameHouse { place: house.place.clone() });
    }
    let land = one
        .houses
        .values()
        .filter_map(House::land)
        .find(|land| other.houses.values().any(|theirs| theirs.land() == Some(land)));
    if let Some(land) = land {
        return Some(Reason::SameParcel { parcel: land.written.clone() });
    }
    one.houses.values().find_map(|mine| {
        let theirs = other.houses.values().find(|theirs| mine.is_near(theirs))?;
        Some(Reason::NearHouse { one: mine.place.clone(), other: theirs.place.clone() })
    })
}

/// Somebody may be called differently on each lead: the two names that fit best count.
fn name(one: &Person, other: &Person) -> Reason {
    let pairs = one.names.iter().flat_map(|mine| other.names.iter().map(move |theirs| (mine, theirs)));
    // The first of equals, which are the names of the people themselves.
    let mut best = (Likeness::Different, &one.name, &other.name);
    for (mine, theirs) in pairs {
        let found = likeness(mine, theirs);
        if found > best.0 {
            best = (found, mine, theirs);
        }
    }
    let (likeness, mine, theirs) = best;
    match likeness {
        Likeness::Same => Reason::SameName { name: mine.clone() },
        Likeness::Almost => Reason::AlmostSameName { one: mine.clone(), other: theirs.clone() },
        Likeness::Different => Reason::OtherName { one: mine.clone(), other: theirs.clone() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::duplicates::{ENOUGH, score};

    const HOUSE: &str = "917 TILLERY ST||78702";

    #[test]
    fn what_intake_could_not_know_is_found() {
        let jon = Person::sample("Jon Smith", "jon@example.com", "+15125550148", HOUSE);
        let cases = [
            (Person::sample("John Smith", "john@work.example", "+15125550177", HOUSE), true),
            (Person::sample("Jon Smith", "js@example.org", "", "917 TILERY ST||78702"), true),
            (Person::sample("Ann Lee", "jon@example.com", "+15125550148", ""), true),
            (Person::sample("Jane Smith", "jane@example.com", "+15125550177", HOUSE), false),
            (Person::sample("Jon Smith", "js@example.org", "+15125550177", ""), false),
            (Person::sample("John Smith", "", "", "9170 TILLERY ST||78702"), false),
        ];
        for (other, wanted) in cases {
            let found = reasons(&jon, &other);
            assert_eq!(score(&found) >= ENOUGH, wanted, "{found:?}");
            assert!(found.windows(2).all(|two| two[0].weight() >= two[1].weight()));
        }
    }

    #[test]
    fn a_street_is_the_same_wherever_its_words_end() {
        let one = Person::sample("Theodore Lindgren", "", "", "118 CREEKBEND DR||78745");
        let other = Person::sample("Theodore Lindgren", "", "", "118 CRK BND DR||78745");
        let elsewhere = Person::sample("Theodore Lindgren", "", "", "118 CEDAR AVE||78745");
        assert!(score(&reasons(&one, &other)) >= ENOUGH);
        assert!(score(&reasons(&one, &elsewhere)) < ENOUGH);
    }

    #[test]
    fn people_nearby_share_a_key() {
        let jon = Person::sample("Jon Smith", "", "", HOUSE);
        let typo = Person::sample("Smith, John", "", "", "917 TILERY ST||78702");
        let far = Person::sample("John Smith", "", "", "918 TILLERY ST||78702");
        assert_eq!(jon.keys(), typo.keys());
        assert!(jon.keys().is_disjoint(&far.keys()));
        assert!(Person::sample("Jon Smith", "", "", "").keys().is_empty());
    }
}
