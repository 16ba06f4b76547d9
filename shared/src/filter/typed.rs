//! A condition as a person puts it together: a field, a question, and values as typed or picked.

use super::{Check, Field, FieldInfo, Filter, Kind, Offer};
use crate::errors::Problem;
use crate::money::{Currency, Money};

impl<F: Field> FieldInfo<F> {
    /// The condition; amounts and numbers are read as people write them, everything else as it stands.
    ///
    /// Errors: those of [`Check::read`] and [`Money::parse`]; what the field cannot be is found by [`super::Schema::check`].
    pub fn typed(&self, offer: Offer, values: &[String]) -> Result<Filter<F>, Problem> {
        let values = values
            .iter()
            .map(|value| match self.kind {
                Kind::Money => Money::parse(value, Currency::Usd).map(|money| money.minor.to_string()),
                Kind::Number => Ok(value.chars().filter(|c| !matches!(c, ',' | ' ')).collect()),
                _ => Ok(value.trim().to_owned()),
            })
            .collect::<Result<Vec<String>, Problem>>()?;
        if offer == Offer::IsNot {
            let check = Check::read(Offer::Is, values)?;
            return Ok(Filter::Not(Box::new(Filter::test(self.field, check))));
        }
        Ok(Filter::test(self.field, Check::read(offer, values)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leads::{LeadFact, LeadField, LeadSchema, lead_schema};

    fn typed(
        schema: &LeadSchema,
        fact: LeadFact,
        offer: Offer,
        values: &[&str],
    ) -> Result<String, &'static str> {
        let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
        let info = schema.get(LeadField::Fact(fact)).unwrap();
        let filter = info.typed(offer, &values).map_err(|problem| problem.code)?;
        schema.check(&filter).map_err(|problem| problem.code)?;
        Ok(filter.to_string())
    }

    #[test]
    fn what_people_type_becomes_a_condition() {
        let schema = lead_schema(&[], &[]);
        let typed = |fact, offer, values: &[&str]| typed(&schema, fact, offer, values);
        assert_eq!(typed(LeadFact::Asking, Offer::AtLeast, &["$250k"]).unwrap(), "asking.at_least(25000000)");
        assert_eq!(typed(LeadFact::Area, Offer::AtMost, &["1,400"]).unwrap(), "area.at_most(1400)");
        assert_eq!(
            typed(LeadFact::Status, Offer::IsNot, &["new", "dead"]).unwrap(),
            "not(status.is(new,dead))"
        );
        assert_eq!(typed(LeadFact::Created, Offer::Since, &["today-7"]).unwrap(), "created.since(today-7)");
        assert_eq!(typed(LeadFact::Email, Offer::Empty, &[]).unwrap(), "email.empty()");
        assert_eq!(typed(LeadFact::Asking, Offer::AtLeast, &["much"]).unwrap_err(), "money.invalid");
        assert_eq!(typed(LeadFact::Beds, Offer::AtLeast, &["three"]).unwrap_err(), "filter.unreadable");
        assert_eq!(typed(LeadFact::Status, Offer::Is, &[]).unwrap_err(), "filter.values");
        assert_eq!(typed(LeadFact::Name, Offer::Contains, &[" "]).unwrap_err(), "filter.text");
    }
}
