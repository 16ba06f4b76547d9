//! Forms that are built: drafts and their revisions, publishing, versions and copies.

use crate::forms::published;
use domain::forms::drafts::{self, DraftStart};
use domain::{Actor, Error, Peer, forms};
use shared::FormId;
use shared::forms::edit::{Edit, FieldChange, NewField, apply};
use shared::forms::{FormDefinition, FormStart, NewForm, PublicForm, StandardField};
use shared::roles::Role;
use testkit::{World, answers, on_both_databases};

fn changed(definition: &FormDefinition, edit: Edit) -> FormDefinition {
    apply(definition, &edit).unwrap().form
}

fn titled(definition: &FormDefinition, title: &str) -> FormDefinition {
    changed(definition, Edit::Title(title.to_owned()))
}

fn consenting(definition: &FormDefinition, text: &str) -> FormDefinition {
    let mut definition = definition.clone();
    text.clone_into(&mut definition.consents[0].text);
    definition
}

fn codes(error: Error) -> Vec<(String, String)> {
    match error {
        Error::Invalid(errors) => errors.into_iter().map(|e| (e.path, e.code)).collect(),
        other => panic!("not a list of field errors: {other:?}"),
    }
}

fn is_conflict<T: std::fmt::Debug>(result: Result<T, Error>) {
    assert!(matches!(result, Err(Error::Conflict(_))), "{result:?}");
}

async fn save(world: &World, by: &Actor, id: FormId, seen: i64, definition: &FormDefinition) -> i64 {
    forms::save_draft(&world.cx, by, id, seen, definition).await.unwrap().revision
}

/// A revision that was saved and published.
async fn put_out(world: &World, by: &Actor, form: &PublicForm, definition: &FormDefinition) -> u32 {
    let seen = forms::draft(&world.cx, by, form.id).await.unwrap().revision;
    let revision = save(world, by, form.id, seen, definition).await;
    forms::publish(&world.cx, by, form.id, revision).await.unwrap().published.unwrap().version
}

on_both_databases! {
    async fn a_draft_is_saved_and_visitors_do_not_see_it(world: World) {
        let (owner, form) = published(&world).await;
        let draft = forms::draft(&world.cx, &owner, form.id).await.unwrap();
        assert_eq!((draft.revision, draft.saved_by.as_deref()), (0, None));
        assert_eq!(draft.published.as_ref().map(|published| published.version), Some(1));
        let shorter = changed(&draft.definition, Edit::RemoveField { field: "beds".into() });
        assert_eq!(save(&world, &owner, form.id, 0, &shorter).await, 1);
        // The answer was lost on its way and the same is sent again.
        assert_eq!(save(&world, &owner, form.id, 0, &shorter).await, 1);
        let draft = forms::draft(&world.cx, &owner, form.id).await.unwrap();
        assert_eq!((draft.definition, draft.revision), (shorter, 1));
        assert_eq!(draft.saved_by.as_deref(), Some("Test Owner"));
        assert!(forms::public(&world.cx, "sell-your-house").await.unwrap().definition.field("beds").is_some());
        assert!(forms::preview(&world.cx, &owner, form.id).await.unwrap().definition.field("beds").is_none());
        assert_eq!(world.event_names(owner.org()).await, ["form.published", "form.draft_saved"]);
    }

    async fn nobody_writes_over_what_they_have_not_seen(world: World) {
        let (owner, form) = published(&world).await;
        let admin = world.member(&owner, Role::Admin).await;
        save(&world, &owner, form.id, 0, &titled(&form.definition, "Mine")).await;
        let late = titled(&form.definition, "Theirs");
        is_conflict(forms::save_draft(&world.cx, &admin, form.id, 0, &late).await);
        is_conflict(forms::publish(&world.cx, &admin, form.id, 0).await);
        is_conflict(forms::restore(&world.cx, &admin, form.id, 0, 1).await);
        assert_eq!(forms::draft(&world.cx, &owner, form.id).await.unwrap().definition.title, "Mine");
        // Who has looked at it may.
        assert_eq!(save(&world, &admin, form.id, 1, &late).await, 2);
    }

    async fn two_who_save_at_once_are_told_apart(world: World) {
        let (owner, form) = published(&world).await;
        let save = |title: &str| {
            let (cx, by, id, definition) = (world.cx.clone(), owner.clone(), form.id, titled(&form.definition, title));
            tokio::spawn(async move { forms::save_draft(&cx, &by, id, 0, &definition).await })
        };
        let (one, two, three) = (save("One"), save("Two"), save("Three"));
        let results = [one.await.unwrap(), two.await.unwrap(), three.await.unwrap()];
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1);
        assert!(results.iter().all(|result| matches!(result, Ok(_) | Err(Error::Conflict(_)))));
        assert_eq!(forms::draft(&world.cx, &owner, form.id).await.unwrap().revision, 1);
    }

    async fn an_unfinished_draft_is_kept_but_not_published(world: World) {
        let (owner, form) = published(&world).await;
        let mut unfinished = form.definition.clone();
        unfinished.steps[1].title.clear();
        unfinished.title.clear();
        let revision = save(&world, &owner, form.id, 0, &unfinished).await;
        let refused = forms::publish(&world.cx, &owner, form.id, revision).await.unwrap_err();
        assert_eq!(codes(refused), [
            ("definition.title".to_owned(), "form.title".to_owned()),
            ("definition.steps.1.title".to_owned(), "form.step_title".to_owned()),
        ]);
        assert_eq!(forms::list(&world.cx, &owner).await.unwrap()[0].title, "Untitled form");
        let mut naughty = form.definition.clone();
        naughty.steps[0].fields[0].label = "a\0b".into();
        naughty.consents[0].text = "x".repeat(3_000);
        let refused = forms::save_draft(&world.cx, &owner, form.id, revision, &naughty).await.unwrap_err();
        assert_eq!(codes(refused), [
            ("definition.steps.0.fields.0.label".to_owned(), "text.control".to_owned()),
            ("definition.consents.0.text".to_owned(), "text.too_long".to_owned()),
        ]);
        let naughty = titled(&form.definition, "\u{202e}Ⱥ\u{fdfd}<script>alert(1)</script>'); DROP TABLE forms;--𝒳😀");
        let revision = save(&world, &owner, form.id, revision, &naughty).await;
        assert_eq!(forms::draft(&world.cx, &owner, form.id).await.unwrap().definition, naughty);
        assert_eq!(revision, 2);
    }

    async fn a_published_version_stays_and_the_next_one_shows_at_once(world: World) {
        let (owner, form) = published(&world).await;
        let shorter = changed(&form.definition, Edit::RemoveField { field: "beds".into() });
        assert_eq!(put_out(&world, &owner, &form, &shorter).await, 2);
        let seen = forms::public(&world.cx, "sell-your-house").await.unwrap();
        assert_eq!((seen.version, seen.definition.field("beds").is_none()), (2, true));
        // Published twice is published once, whoever asks and whatever they have seen.
        for seen in [0, 1, 7] {
            let again = forms::publish(&world.cx, &owner, form.id, seen).await.unwrap();
            assert_eq!(again.published.unwrap().version, 2);
        }
        let history = forms::history(&world.cx, &owner, form.id).await.unwrap();
        let versions: Vec<(u32, usize)> = history.iter().map(|version| (version.version, version.fields)).collect();
        assert_eq!(versions, [(2, 13), (1, 14)]);
        assert_eq!(history[0].published_by.as_deref(), Some("Test Owner"));
        assert_eq!(
            world.event_names(owner.org()).await,
            ["form.published", "form.draft_saved", "form.published"]
        );
    }

    async fn several_who_publish_at_once_make_one_version(world: World) {
        let (owner, form) = published(&world).await;
        let revision = save(&world, &owner, form.id, 0, &titled(&form.definition, "Once")).await;
        let publish = || {
            let (cx, by, id) = (world.cx.clone(), owner.clone(), form.id);
            tokio::spawn(async move { forms::publish(&cx, &by, id, revision).await })
        };
        for task in [publish(), publish(), publish()] {
            assert_eq!(task.await.unwrap().unwrap().published.unwrap().version, 2);
        }
        assert_eq!(forms::history(&world.cx, &owner, form.id).await.unwrap().len(), 2);
    }

    async fn other_words_are_another_version_of_a_consent(world: World) {
        let (owner, form) = published(&world).await;
        let original = form.definition.consents[0].text.clone();
        put_out(&world, &owner, &form, &consenting(&form.definition, "We may call.")).await;
        let second = forms::draft(&world.cx, &owner, form.id).await.unwrap().definition;
        assert_eq!(second.consents[0].version, 2);
        // The first words again are what people agreed to the first time.
        put_out(&world, &owner, &form, &consenting(&second, &original)).await;
        let third = forms::public(&world.cx, "sell-your-house").await.unwrap();
        assert_eq!((third.version, third.definition.consents[0].version), (3, 1));
    }

    async fn an_older_version_becomes_the_draft_again(world: World) {
        let (owner, form) = published(&world).await;
        let shorter = changed(&form.definition, Edit::RemoveField { field: "beds".into() });
        put_out(&world, &owner, &form, &shorter).await;
        let restored = forms::restore(&world.cx, &owner, form.id, 1, 1).await.unwrap();
        assert_eq!((restored.revision, &restored.definition), (2, &form.definition));
        assert_eq!(restored.published.map(|published| published.version), Some(2));
        // Once more changes nothing.
        assert_eq!(forms::restore(&world.cx, &owner, form.id, 1, 1).await.unwrap().revision, 2);
        let gone = forms::restore(&world.cx, &owner, form.id, 2, 9).await;
        assert!(matches!(gone, Err(Error::NotFound(_))));
        let published = forms::publish(&world.cx, &owner, form.id, 2).await.unwrap().published.unwrap();
        assert_eq!((published.version, published.definition), (3, form.definition.clone()));
        assert_eq!(world.event_names(owner.org()).await.last().map(String::as_str), Some("form.published"));
        assert!(world.event_names(owner.org()).await.contains(&"form.restored".to_owned()));
    }

    async fn a_new_form_is_seen_once_it_is_published(world: World) {
        let owner = world.found_org("Juniper Homes").await;
        let new = NewForm { title: "  Sell — fast! ".into(), start: FormStart::Seller };
        let id = forms::make(&world.cx, &owner, &new).await.unwrap();
        let draft = forms::draft(&world.cx, &owner, id).await.unwrap();
        assert_eq!((draft.slug.as_str(), draft.definition.title.as_str()), ("sell-fast", "Sell — fast!"));
        assert!(draft.published.is_none() && draft.definition.check().is_ok());
        assert!(matches!(forms::public(&world.cx, "sell-fast").await, Err(Error::NotFound(_))));
        assert!(matches!(forms::results(&world.cx, &owner, id, None).await, Err(Error::NotFound(_))));
        assert_eq!(forms::publish(&world.cx, &owner, id, 0).await.unwrap().published.unwrap().version, 1);
        assert!(forms::public(&world.cx, "sell-fast").await.is_ok());
        assert_eq!(world.event_names(owner.org()).await, ["form.created", "form.published"]);
        // What cannot be written in an address, or is taken by anybody, gets another one.
        let stranger = world.found_org("Cedar Deals").await;
        let blank = NewForm { title: "家".into(), start: FormStart::Blank };
        let id = forms::make(&world.cx, &stranger, &blank).await.unwrap();
        assert_eq!(forms::draft(&world.cx, &stranger, id).await.unwrap().slug, "form");
        let id = forms::make(&world.cx, &stranger, &new).await.unwrap();
        assert!(forms::draft(&world.cx, &stranger, id).await.unwrap().slug.starts_with("sell-fast-"));
        let unnamed = forms::make(&world.cx, &owner, &NewForm::default()).await.unwrap_err();
        assert_eq!(codes(unnamed), [("title".to_owned(), "text.empty".to_owned())]);
    }

    async fn a_copy_goes_its_own_way(world: World) {
        let (owner, form) = published(&world).await;
        save(&world, &owner, form.id, 0, &titled(&form.definition, "Draft title")).await;
        let copy = forms::duplicate(&world.cx, &owner, form.id).await.unwrap();
        let copied = forms::draft(&world.cx, &owner, copy).await.unwrap();
        assert_eq!((copied.slug.as_str(), copied.definition.title.as_str()), ("sell-your-house-copy", "Copy of Draft title"));
        assert_eq!((copied.published, copied.allowed_origins), (None, 1));
        forms::publish(&world.cx, &owner, copy, 0).await.unwrap();
        let public = forms::public(&world.cx, "sell-your-house-copy").await.unwrap();
        assert_eq!(public.definition.consents[0].version, 1);
        let again = forms::duplicate(&world.cx, &owner, form.id).await.unwrap();
        assert!(forms::draft(&world.cx, &owner, again).await.unwrap().slug.starts_with("sell-your-house-copy-"));
    }

    async fn building_is_for_admins_of_the_organization(world: World) {
        let (owner, form) = published(&world).await;
        let stranger = world.found_org("Cedar Deals").await;
        let (cx, id, definition) = (&world.cx, form.id, titled(&form.definition, "Theirs"));
        let gone = |result: Result<(), Error>| assert!(matches!(result, Err(Error::NotFound(_))), "{result:?}");
        gone(forms::draft(cx, &stranger, id).await.map(drop));
        gone(forms::preview(cx, &stranger, id).await.map(drop));
        gone(forms::save_draft(cx, &stranger, id, 0, &definition).await.map(drop));
        gone(forms::publish(cx, &stranger, id, 0).await.map(drop));
        gone(forms::restore(cx, &stranger, id, 0, 1).await.map(drop));
        gone(forms::history(cx, &stranger, id).await.map(drop));
        gone(forms::results(cx, &stranger, id, None).await.map(drop));
        gone(forms::duplicate(cx, &stranger, id).await.map(drop));
        let manager = world.member(&owner, Role::Manager).await;
        let refused = |result: Result<(), Error>| assert!(matches!(result, Err(Error::Forbidden)), "{result:?}");
        refused(forms::draft(cx, &manager, id).await.map(drop));
        refused(forms::save_draft(cx, &manager, id, 0, &definition).await.map(drop));
        refused(forms::publish(cx, &manager, id, 0).await.map(drop));
        refused(forms::restore(cx, &manager, id, 0, 1).await.map(drop));
        refused(forms::duplicate(cx, &manager, id).await.map(drop));
        refused(forms::make(cx, &manager, &NewForm { title: "x".into(), start: FormStart::Blank }).await.map(drop));
        // What everybody who sees forms may look at.
        assert!(forms::preview(cx, &manager, id).await.is_ok());
        assert!(forms::history(cx, &manager, id).await.is_ok());
        let viewer = world.member(&owner, Role::Viewer).await;
        refused(forms::preview(cx, &viewer, id).await.map(drop));
        refused(forms::history(cx, &viewer, id).await.map(drop));
        refused(forms::results(cx, &viewer, id, None).await.map(drop));
        assert_eq!(world.event_names(owner.org()).await, ["form.published"]);
    }

    async fn who_began_an_older_version_goes_on_with_the_newest(world: World) {
        let (owner, form) = published(&world).await;
        let typed = answers([("name", "Henrik"), ("beds", "3"), ("contact_consent", "on")]);
        let (peer, start) = (Peer::default(), DraftStart::default());
        let begun = drafts::begin(&world.cx, &form, world.request(), &peer, start, 2, &typed).await.unwrap();
        let token = begun.token;
        // A field with saved answers goes, a step comes before it, and the consent gets other words.
        let without = changed(&form.definition, Edit::RemoveField { field: "beds".into() });
        let longer = changed(&without, Edit::AddStep { at: 1 });
        let field = NewField::Standard(StandardField::PropertyArea);
        let longer = changed(&longer, Edit::AddField { step: longer.steps[1].key.clone(), at: 0, field });
        put_out(&world, &owner, &form, &consenting(&longer, "We may call.")).await;
        let now = forms::public(&world.cx, "sell-your-house").await.unwrap();
        let draft = drafts::load(&world.cx, &now, &token).await.unwrap().unwrap();
        assert_eq!(draft.answers, answers([("name", "Henrik")]), "nobody agreed to words they have not seen");
        drafts::save(&world.cx, &now, &token, 3, &answers([("name", "Henrik"), ("contact_consent", "on")])).await.unwrap();
        let draft = drafts::load(&world.cx, &now, &token).await.unwrap().unwrap();
        assert!(draft.answers.contains_key("contact_consent"));
        // A version that only asks differently takes nothing from what was agreed to.
        let renamed = FieldChange::Label("Who are you?".into());
        let renamed = changed(&now.definition, Edit::ChangeField { field: "name".into(), change: renamed });
        put_out(&world, &owner, &form, &renamed).await;
        let newest = forms::public(&world.cx, "sell-your-house").await.unwrap();
        let draft = drafts::load(&world.cx, &newest, &token).await.unwrap().unwrap();
        assert!(draft.answers.contains_key("contact_consent"));
        // Those who left before the form changed are noticed as ever.
        world.clock.advance(chrono::TimeDelta::hours(1));
        let idle = chrono::TimeDelta::minutes(30);
        assert_eq!(drafts::sweep(&world.cx, world.request(), idle).await.unwrap(), 1);
    }
}
