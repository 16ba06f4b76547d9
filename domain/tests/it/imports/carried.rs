//! Columns that were chosen before: for the same headings, for more of them, and when a field is gone.

use super::beside::field;
use super::*;
use crate::leads::Cast;
use domain::fields;
use shared::imports::{Certainty, Destination, Target};
use testkit::on_both_databases;

async fn opened(world: &World, actor: &Actor, text: &str) -> Import {
    let id = upload(world, actor, "next.csv", text.as_bytes()).await.unwrap();
    imports::get(&world.cx, actor, id).await.unwrap()
}

on_both_databases! {
    async fn a_file_with_one_more_column_keeps_what_was_chosen(world: World) {
        let cast = Cast::of(&world).await;
        let id = upload(&world, &cast.owner, "a.csv", b"Who,Reach\nAna,512 555 0101\n").await.unwrap();
        let import = imports::get(&world.cx, &cast.owner, id).await.unwrap();
        let mut input = guessed(&import, KnownLeads::Attach);
        input.columns[0].into = "name".into();
        input.columns[1].into = "phone".into();
        imports::choose_columns(&world.cx, &cast.owner, id, &input).await.unwrap();
        work(&world).await;
        imports::run(&world.cx, &cast.owner, id).await.unwrap();
        work(&world).await;
        let next = opened(&world, &cast.owner, "City,REACH,Who,Phone\nAustin,512 555 0102,Otis,512 555 0103\n").await;
        let into: Vec<Option<Target>> =
            next.mapping.columns.iter().map(|column| column.into.and_then(Destination::target)).collect();
        assert_eq!(into, [Some(Target::City), Some(Target::Phone), Some(Target::Name), Some(Target::Phone)]);
        assert_eq!(next.certainties[2], Certainty::Sure);
        assert!(!next.remembered);
        // Another business chose nothing yet, and a file without one of the headings is another file.
        let theirs = opened(&world, &cast.stranger, "City,Reach,Who\nAustin,x,Otis\n").await;
        assert_eq!(theirs.mapping.columns[2].into, None);
        let fewer = opened(&world, &cast.owner, "City,Who\nAustin,Otis\n").await;
        assert_eq!(fewer.mapping.columns[1].into, None);
        let same = opened(&world, &cast.owner, "Who,Reach\nMei,512 555 0104\n").await;
        assert!(same.remembered);
    }

    async fn a_remembered_field_that_is_gone_leaves_its_column_out(world: World) {
        let cast = Cast::of(&world).await;
        let score = field(&world, &cast.owner, "lead", "number", "Score").await;
        let text = "Name,Phone,Score\nAna,512 555 0101,7\n";
        imported(&world, &cast.owner, text, KnownLeads::Attach).await;
        let next = opened(&world, &cast.owner, text).await;
        assert!(next.remembered && next.gone.is_empty());
        assert_eq!(next.mapping.columns[2].into, Some(Destination::Custom(score.id)));
        fields::archive(&world.cx, &cast.owner, score.id, score.version).await.unwrap();
        let later = opened(&world, &cast.owner, text).await;
        assert!(later.remembered);
        assert_eq!((later.gone, later.mapping.columns[2].into), (vec![2], None));
    }
}
