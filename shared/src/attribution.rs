//! Where a visitor came from: one touch of marketing, and the source it speaks for.

use crate::leads::LeadSource;
use crate::text;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The parameters that are read from the host page's address, in the order they are stored.
pub const PARAMETERS: [&str; 14] = [
    "utm_source",
    "utm_medium",
    "utm_campaign",
    "utm_term",
    "utm_content",
    "utm_id",
    "gclid",
    "gbraid",
    "wbraid",
    "dclid",
    "fbclid",
    "ttclid",
    "msclkid",
    "li_fat_id",
];

/// One visit, as the host page told it. Every part is optional and bounded; unknown parameters are ignored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Touch {
    pub utm_source: Option<String>,
    pub utm_medium: Option<String>,
    pub utm_campaign: Option<String>,
    pub utm_term: Option<String>,
    pub utm_content: Option<String>,
    pub utm_id: Option<String>,
    pub gclid: Option<String>,
    pub gbraid: Option<String>,
    pub wbraid: Option<String>,
    pub dclid: Option<String>,
    pub fbclid: Option<String>,
    pub ttclid: Option<String>,
    pub msclkid: Option<String>,
    pub li_fat_id: Option<String>,
    /// Address of the page before, without its query.
    pub referrer: Option<String>,
    /// Address of the page the visit began on.
    pub landing_page: Option<String>,
    /// When the visit began, by the visitor's clock; the server bounds it to the past.
    pub occurred_at: Option<DateTime<Utc>>,
}

impl Touch {
    /// The same touch with every text made one clean line of bounded length; what cannot be kept is dropped,
    /// because a broken campaign link must not cost a lead.
    #[must_use]
    pub fn bounded(mut self) -> Self {
        for value in self.texts_mut() {
            *value = value.take().and_then(|raw| {
                let cut: String = raw.chars().filter(|c| !c.is_control()).take(500).collect();
                text::optional_line(&cut, 500).ok().flatten()
            });
        }
        self
    }

    fn texts_mut(&mut self) -> [&mut Option<String>; 16] {
        [
            &mut self.utm_source,
            &mut self.utm_medium,
            &mut self.utm_campaign,
            &mut self.utm_term,
            &mut self.utm_content,
            &mut self.utm_id,
            &mut self.gclid,
            &mut self.gbraid,
            &mut self.wbraid,
            &mut self.dclid,
            &mut self.fbclid,
            &mut self.ttclid,
            &mut self.msclkid,
            &mut self.li_fat_id,
            &mut self.referrer,
            &mut self.landing_page,
        ]
    }

    /// `true` when nothing is known about the visit.
    pub fn is_empty(&self) -> bool {
        let mut copy = self.clone();
        copy.texts_mut().iter().all(|value| value.is_none())
    }

    /// Takes the known parameters out of a query string (`utm_source=…&gclid=…`, percent-encoded).
    #[must_use]
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut touch = Self::default();
        for (key, value) in pairs {
            let index = PARAMETERS.iter().position(|known| *known == key);
            let slot = match (index, key) {
                (Some(index), _) => touch.texts_mut().into_iter().nth(index),
                (None, "referrer") => Some(&mut touch.referrer),
                (None, "landing_page") => Some(&mut touch.landing_page),
                _ => None,
            };
            if let Some(slot) = slot {
                *slot = Some(value.to_owned());
            }
        }
        touch.bounded()
    }

    /// The source this touch speaks for; click ids are stronger evidence than what a link claims.
    pub fn source(&self) -> LeadSource {
        let word = |value: &Option<String>| value.as_deref().unwrap_or("").to_ascii_lowercase();
        let (source, medium) = (word(&self.utm_source), word(&self.utm_medium));
        let paid =
            ["cpc", "ppc", "paid", "paidsearch", "paid_social", "display", "ads"].contains(&medium.as_str());
        if self.gclid.is_some() || self.gbraid.is_some() || self.wbraid.is_some() || self.dclid.is_some() {
            return LeadSource::GoogleAds;
        }
        if self.msclkid.is_some() {
            return LeadSource::MicrosoftAds;
        }
        if self.ttclid.is_some() || source.contains("tiktok") {
            return LeadSource::Tiktok;
        }
        match source.as_str() {
            "google" | "adwords" | "google_ads" if paid => LeadSource::GoogleAds,
            "bing" | "microsoft" if paid => LeadSource::MicrosoftAds,
            s if s.contains("facebook") || s.contains("instagram") || s == "fb" || s == "meta" => {
                LeadSource::Facebook
            }
            s if s.contains("mail") || s.contains("postcard") || medium == "direct_mail" => {
                LeadSource::DirectMail
            }
            s if s.contains("referral") || medium == "referral" => LeadSource::Referral,
            _ if self.fbclid.is_some() => LeadSource::Facebook,
            _ => LeadSource::Website,
        }
    }
}

/// First and last touch of a lead; never changed after the lead was created.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Attribution {
    /// The earliest visit that is known.
    pub first: Touch,
    /// The visit that ended in the submission.
    pub last: Touch,
}

impl Attribution {
    /// Both touches bounded; a missing first touch is the last one.
    #[must_use]
    pub fn bounded(self) -> Self {
        let last = self.last.bounded();
        let first = self.first.bounded();
        Self { first: if first.is_empty() { last.clone() } else { first }, last }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_known_parameters_only() {
        let touch = Touch::from_pairs([
            ("utm_source", "google"),
            ("utm_medium", "cpc"),
            ("evil", "x"),
            ("li_fat_id", "7"),
        ]);
        assert_eq!(touch.utm_source.as_deref(), Some("google"));
        assert_eq!(touch.li_fat_id.as_deref(), Some("7"));
        assert_eq!(touch.source(), LeadSource::GoogleAds);
    }

    #[test]
    fn oversized_and_blank_values_do_no_harm() {
        let touch =
            Touch::from_pairs([("utm_source", "  "), ("utm_term", &"x".repeat(9_000)), ("gclid", "\u{0}")]);
        assert_eq!(touch.utm_source, None);
        assert_eq!(touch.utm_term.unwrap().len(), 500);
        assert_eq!(touch.gclid, None);
    }

    #[test]
    fn every_source_has_its_evidence() {
        let cases = [
            (&[("gbraid", "1")][..], LeadSource::GoogleAds),
            (&[("msclkid", "1")], LeadSource::MicrosoftAds),
            (&[("ttclid", "1")], LeadSource::Tiktok),
            (&[("fbclid", "1")], LeadSource::Facebook),
            (&[("utm_source", "postcard")], LeadSource::DirectMail),
            (&[("utm_medium", "referral")], LeadSource::Referral),
            (&[("utm_source", "google"), ("utm_medium", "organic")], LeadSource::Website),
            (&[], LeadSource::Website),
        ];
        for (pairs, want) in cases {
            assert_eq!(Touch::from_pairs(pairs.iter().copied()).source(), want, "{pairs:?}");
        }
    }

    #[test]
    fn a_first_visit_is_also_the_last() {
        let last = Touch::from_pairs([("gclid", "1")]);
        let attribution = Attribution { last: last.clone(), ..Attribution::default() }.bounded();
        assert_eq!(attribution.first, last);
    }
}
