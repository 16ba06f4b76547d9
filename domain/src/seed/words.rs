//! What sellers write and agents note.

/// Messages in the seller form.
pub(super) const MESSAGES: [&str; 16] = [
    "My mother's house. I live in Denver and cannot manage it.",
    "The roof leaks over the back bedroom, otherwise it is sound.",
    "Tenants leave at the end of the month.",
    "We already bought the next house and carry two mortgages.",
    "Please call after 10, I work nights.",
    "My sister and I own it together, both of us want to sell.",
    "Foundation was repaired in 2019, I have the papers.",
    "There is a lot of furniture inside. Can it stay?",
    "The city sent a letter about the fence and the yard.",
    "I would like to stay until my daughter finishes school in May.",
    "It has been empty since the winter storm, pipes were fixed.",
    "An agent listed it last year and nothing happened.",
    "I owe about 90,000 on it.",
    "Back taxes for two years, nothing else.",
    "Text is better than calling.",
    "Not in a hurry, I want to know what it is worth.",
];

/// Notes after a call in which somebody was reached.
pub(super) const REACHED: [&str; 16] = [
    "Talked for ten minutes. Motivated, wants it gone before the next tax bill. Sends photos tonight.",
    "Friendly, wants to think it over with her brother. Call back Thursday.",
    "Owner is firm on the price but open to a long close. Roof is from 2006.",
    "Has another offer, did not want to name it. Decides by Friday.",
    "Needs 30 days after closing to move out. Fine with a leaseback.",
    "House is vacant, key with the neighbour. Walk-through on Saturday at 11.",
    "Not ready. Wants to hear from us in the spring.",
    "Two liens, he knows about one of them. Pull the title first.",
    "Repairs: HVAC, kitchen, some siding. Estimates 45 thousand himself.",
    "Wants to net 240 after everything. Explained how we get to a number.",
    "Probate is open, she is the executor. Letters expected this month.",
    "Was surprised that we called within minutes. Good talk, sends the survey.",
    "Tenant pays 1,650 and wants to stay. Could be a rental instead.",
    "Divorce, both have to sign. Got her email as well.",
    "Asked for proof of funds before the visit. Sent the letter.",
    "Price is far above what it is worth to us. Keep in touch.",
];

/// Notes without a call.
pub(super) const NOTES: [&str; 10] = [
    "County record shows a homestead exemption and no mortgage.",
    "Drove by. Yard is overgrown, new windows at the front.",
    "Comps on this street: 312, 298 and 327, all within four months.",
    "Sent the neighbourhood sheet by email.",
    "Title company says two weeks for the search.",
    "Flood zone X, no insurance trouble.",
    "Listed at 389 in March, withdrawn in May.",
    "Photos are in. Kitchen is original, floors are good.",
    "Prefers texts. Answers within the hour.",
    "Out of state owner, third house in this ZIP code.",
];

/// Notes when a lead is given up for a reason of its own.
pub(super) const GIVEN_UP: [&str; 4] = [
    "Sold it to the neighbour.",
    "Decided to rent it out after all.",
    "Went with an agent, listing is live.",
    "Family decided to keep it.",
];
