//! The page of a lead: everything known about it, and nothing of other tenants.

use super::{Cast, store, stored};
use domain::Error;
use domain::leads::{get, neighbours, timeline};
use entity::{consents, contact_emails, contact_phones, lead_touches};
use sea_orm::ActiveModelTrait as _;
use sea_orm::ActiveValue::Set;
use shared::contacts::Channel;
use shared::leads::{LeadQuery, LeadSource, Situation, Timing, TouchKind};
use testkit::{World, on_both_databases};

on_both_databases! {
    async fn a_page_holds_contact_touches_and_related(world: World) {
        let cast = Cast::of(&world).await;
        let lead = store(&world, &cast.owner, "Henrik Sandoval", |row| {
            row.situation = Set(Some("inherited".into()));
            row.timing = Set(Some("within_30_days".into()));
            row.message = Set(Some("My mother's house.".into()));
        })
        .await;
        let (db, org, now) = (world.cx.db().migrations(), cast.owner.org().uuid(), world.cx.now());
        let contact = stored(&world, lead).await.contact_id;
        contact_emails::ActiveModel {
            org_id: Set(org),
            contact_id: Set(contact),
            email_key: Set("h@example.com".into()),
            email: Set("H@example.com".into()),
            created_at: Set(now),
        }
        .insert(db)
        .await
        .unwrap();
        contact_phones::ActiveModel { org_id: Set(org), contact_id: Set(contact), e164: Set("+15125550148".into()), created_at: Set(now) }
            .insert(db)
            .await
            .unwrap();
        for (minutes, granted) in [(0, true), (5, false)] {
            consents::ActiveModel {
                org_id: Set(org),
                id: Set(world.cx.new_id()),
                contact_id: Set(contact),
                submission_id: Set(None),
                channel: Set("sms".into()),
                granted: Set(granted),
                text: Set("May we text you?".into()),
                text_version: Set(1),
                ip: Set(None),
                user_agent: Set(None),
                at: Set(now + chrono::TimeDelta::minutes(minutes)),
            }
            .insert(db)
            .await
            .unwrap();
        }
        for (kind, source, gclid) in [("last", "website", None), ("first", "google_ads", Some("abc"))] {
            lead_touches::ActiveModel {
                org_id: Set(org),
                id: Set(world.cx.new_id()),
                lead_id: Set(lead.uuid()),
                kind: Set(kind.into()),
                source: Set(source.into()),
                touch: Set(serde_json::json!({ "gclid": gclid })),
                created_at: Set(now),
            }
            .insert(db)
            .await
            .unwrap();
        }
        for index in 0..12 {
            store(&world, &cast.owner, &format!("Again {index}"), |row| row.contact_id = Set(contact)).await;
        }
        let page = get(&world.cx, &cast.viewer, lead).await.unwrap();
        assert_eq!((page.situation, page.timing), (Some(Situation::Inherited), Some(Timing::Month)));
        assert_eq!(page.message.as_deref(), Some("My mother's house."));
        assert_eq!((page.contact.emails.len(), page.contact.phones.len()), (1, 1));
        assert!(!page.contact.consent(Channel::Sms).unwrap().granted);
        assert_eq!(page.contact.consents.len(), 2);
        let touches: Vec<_> = page.touches.iter().map(|touch| (touch.kind, touch.source)).collect();
        assert_eq!(touches, [(TouchKind::First, LeadSource::GoogleAds), (TouchKind::Last, LeadSource::Website)]);
        assert_eq!(page.touches[0].touch.gclid.as_deref(), Some("abc"));
        assert_eq!((page.related.len(), page.related[0].name.as_str()), (10, "Again 11"));
        assert!(page.property.is_none());
    }

    async fn no_door_shows_another_tenants_lead(world: World) {
        let cast = Cast::of(&world).await;
        let lead = store(&world, &cast.owner, "Henrik", |_| {}).await;
        let (cx, visitor) = (&world.cx, world.visitor(cast.owner.org()));
        assert!(matches!(get(cx, &cast.stranger, lead).await, Err(Error::NotFound(_))));
        assert!(matches!(timeline(cx, &cast.stranger, lead, None).await, Err(Error::NotFound(_))));
        assert!(matches!(get(cx, &visitor, lead).await, Err(Error::Forbidden)));
        assert!(matches!(timeline(cx, &visitor, lead, None).await, Err(Error::Forbidden)));
        assert!(matches!(neighbours(cx, &visitor, lead, &LeadQuery::default()).await, Err(Error::Forbidden)));
    }
}
