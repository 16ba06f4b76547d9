//! What people and programs call the things that are known about a lead.

use crate::forms::StandardField as F;

/// Names of values, letters and digits only, best first.
pub(crate) const NAMES: [(F, &[&str]); 13] = [
    (
        F::ContactName,
        &["fullname", "contactname", "sellername", "ownername", "leadname", "customername", "name"],
    ),
    (
        F::ContactPhone,
        &[
            "phone",
            "phonenumber",
            "mobile",
            "mobilephone",
            "mobilenumber",
            "cell",
            "cellphone",
            "tel",
            "telephone",
            "contactphone",
        ],
    ),
    (F::ContactEmail, &["email", "emailaddress", "mail", "contactemail"]),
    (F::AskingPrice, &["askingprice", "asking", "price", "listprice", "want", "desiredprice"]),
    (F::PropertyBeds, &["beds", "bedrooms", "numbeds", "bedroomcount"]),
    (F::PropertyHalfBaths, &["baths", "bathrooms", "numbaths", "bathroomcount"]),
    (F::PropertyArea, &["sqft", "squarefeet", "squarefootage", "livingarea", "area"]),
    (F::PropertyYearBuilt, &["yearbuilt", "builtin", "constructionyear"]),
    (F::PropertyParcel, &["parcel", "apn", "parcelnumber", "parcelid", "parcelno"]),
    (F::PropertyType, &["propertytype", "hometype"]),
    (F::MortgageBalance, &["mortgagebalance", "mortgage", "loanbalance"]),
    (F::Message, &["message", "comments", "comment", "notes", "inquiry"]),
    (F::PropertyAddress, &["propertyaddress", "fulladdress", "address", "oneline"]),
];
pub(crate) const FIRST: &[&str] = &["firstname", "givenname", "forename"];
pub(crate) const LAST: &[&str] = &["lastname", "surname", "familyname"];
pub(crate) const STREET: &[&str] =
    &["street", "streetaddress", "addressline1", "address1", "line1", "line", "address"];
pub(crate) const UNIT: &[&str] = &["unit", "apartment", "apt", "suite", "addressline2", "address2", "line2"];
pub(crate) const CITY: &[&str] = &["city", "town", "locality"];
pub(crate) const STATE: &[&str] = &["state", "region", "province", "statecode"];
pub(crate) const ZIP: &[&str] = &["zip", "zipcode", "postalcode", "postcode"];

/// A name as it is compared.
pub(crate) fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}
