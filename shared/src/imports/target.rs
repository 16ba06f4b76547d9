//! Where a column may go.

use crate::words::words;

words! {
    /// What a column says about a lead.
    Target {
        Name = "name", "Contact name";
        NameLastFirst = "name_last_first", "Contact name, last name first";
        FirstName = "first_name", "First name";
        LastName = "last_name", "Last name";
        Phone = "phone", "Phone";
        Email = "email", "Email";
        Address = "address", "Property address, in one";
        Street = "street", "Property street";
        Unit = "unit", "Property unit";
        City = "city", "Property city";
        Region = "region", "Property state";
        PostalCode = "postal_code", "Property ZIP code";
        Asking = "asking", "Asking price";
        PropertyType = "property_type", "Property type";
        Beds = "beds", "Beds";
        Baths = "baths", "Baths";
        Area = "area", "Living area";
        YearBuilt = "year_built", "Year built";
        Condition = "condition", "Condition";
        Occupancy = "occupancy", "Who lives there";
        Parcel = "parcel", "Parcel number";
        Mortgage = "mortgage", "Mortgage balance";
        Situation = "situation", "Reason to sell";
        Timing = "timing", "Time to sell";
        Message = "message", "Message";
        Note = "note", "Note";
        Source = "source", "Source";
        Status = "status", "Status";
        DeadReason = "dead_reason", "Why it is dead";
        StatusNote = "status_note", "Note on the status";
        Owner = "owner", "Lead owner";
        Created = "created", "Came in on";
    }
}

impl Target {
    /// Whether several columns may go there.
    pub const fn takes_many(self) -> bool {
        matches!(self, Self::Phone | Self::Email | Self::Message | Self::Note)
    }

    /// Whether a person can be reached by it.
    pub const fn is_reach(self) -> bool {
        matches!(self, Self::Phone | Self::Email)
    }

    /// Whether capitals may be tidied there.
    pub const fn is_name(self) -> bool {
        matches!(
            self,
            Self::Name
                | Self::NameLastFirst
                | Self::FirstName
                | Self::LastName
                | Self::Street
                | Self::City
                | Self::Address
        )
    }
}
