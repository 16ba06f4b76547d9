//! Files that are refused, before anything of them is seen; and those that are taken whatever their form.

use super::*;
use crate::leads::Cast;
use entity::import_parts;
use rust_xlsxwriter::Workbook;
use shared::imports::{Encoding, FileKind, Target};
use std::io::Write as _;
use testkit::on_both_databases;

async fn parts(world: &World) -> u64 {
    import_parts::Entity::find().count(world.cx.db().read()).await.unwrap()
}

/// A small workbook that unpacks to much more than it is.
fn bomb() -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let sheet = format!("<worksheet><sheetData>{}", "<row/>".repeat(8_000_000));
    for (name, text) in [
        (
            "xl/workbook.xml",
            r#"<workbook><sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships><Relationship Id="r1" Target="worksheets/s.xml"/></Relationships>"#,
        ),
        ("xl/worksheets/s.xml", sheet.as_str()),
    ] {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

on_both_databases! {
    async fn refused_files_leave_nothing(world: World) {
        let cast = Cast::of(&world).await;
        let wide = vec!["x"; 10_000].join(",");
        let quote = format!("{HEADINGS}\"{}", "x,\n".repeat(500_000));
        for (name, bytes, wanted) in [
            ("x.csv", Vec::new(), "file.empty"),
            ("x.csv", HEADINGS.as_bytes().to_vec(), "file.no_rows"),
            ("x.csv", format!("{wide}\n{wide}\n").into_bytes(), "file.too_many_columns"),
            ("x.csv", quote.into_bytes(), "file.quote_open"),
            ("x.xlsx", HEADINGS.as_bytes().to_vec(), "file.says_excel"),
            ("x.pdf", b"%PDF-1.4".to_vec(), "file.pdf"),
            ("x.xlsx", bomb(), "file.unpacks_too_large"),
        ] {
            let refused = upload(&world, &cast.owner, name, &bytes).await;
            assert_eq!(code(refused), wanted);
            assert_eq!(imports::list(&world.cx, &cast.owner).await.unwrap(), []);
            assert_eq!(parts(&world).await, 0);
        }
        assert_eq!(import_rows::Entity::find().count(world.cx.db().read()).await.unwrap(), 0);
    }

    async fn headings_that_are_there_twice_are_told_apart(world: World) {
        let cast = Cast::of(&world).await;
        let text = "Name,Phone,Phone,Phone (2),NAME,,\nAna,512 555 0101,512 555 0102,512 555 0103,Bea,,x\n";
        let id = upload(&world, &cast.owner, "x.csv", text.as_bytes()).await.unwrap();
        let import = imports::get(&world.cx, &cast.owner, id).await.unwrap();
        let headings: Vec<&str> = import.columns.iter().map(|column| column.heading.as_str()).collect();
        assert_eq!(headings, ["Name", "Phone", "Phone (2)", "Phone (2) (2)", "NAME (2)"]);
        let mut input = guessed(&import, KnownLeads::Attach);
        input.columns[4].into = "name".into();
        assert_eq!(code(imports::choose_columns(&world.cx, &cast.owner, id, &input).await), "mapping.twice");
        assert_eq!(sizes(&world).await, [0; 5]);
    }

    async fn a_file_that_does_not_end_is_cut_off_at_the_limit(world: World) {
        let cast = Cast::of(&world).await;
        let mut upload = imports::begin(&world.cx, &cast.owner, "huge.csv").await.unwrap();
        let piece = vec![b'x'; 8 * 1024 * 1024];
        let mut refused = None;
        for _ in 0..128 {
            if let Err(error) = upload.push(&piece).await {
                refused = Some(error);
                break;
            }
        }
        upload.abandon().await.unwrap();
        match refused {
            Some(Error::Invalid(errors)) => {
                assert_eq!(errors[0].code, "file.too_large");
                assert!(errors[0].message.contains("100 MB"), "{}", errors[0].message);
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(parts(&world).await, 0);
        assert_eq!(imports::list(&world.cx, &cast.owner).await.unwrap(), []);
    }

    async fn workbooks_are_imported_like_texts(world: World) {
        let cast = Cast::of(&world).await;
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (row, line) in people(1..400).lines().enumerate() {
            for (column, cell) in line.split(',').enumerate() {
                let place = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write(place.0, place.1, number).unwrap(),
                    Err(_) => sheet.write(place.0, place.1, cell).unwrap(),
                };
            }
        }
        let bytes = book.save_to_buffer().unwrap();
        let id = upload(&world, &cast.owner, "sellers.xlsx", &bytes).await.unwrap();
        let import = imports::get(&world.cx, &cast.owner, id).await.unwrap();
        assert_eq!((import.kind, import.delimiter, import.summary.rows), (FileKind::Xlsx, None, 399));
        imports::choose_columns(&world.cx, &cast.owner, id, &guessed(&import, KnownLeads::Attach)).await.unwrap();
        work(&world).await;
        imports::run(&world.cx, &cast.owner, id).await.unwrap();
        work(&world).await;
        assert_eq!(sizes(&world).await, [399; 5]);
        // The same people as a text are nobody new.
        let again = checked(&world, &cast.owner, &people(1..400), KnownLeads::Skip).await;
        assert_eq!(again.summary.counts, counts(0, 0, 399, 0));
    }

    async fn letters_of_other_programs_arrive(world: World) {
        let cast = Cast::of(&world).await;
        let text = "Name;Phone\nJosé Núñez;512 555 0101\n";
        let windows: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
        let id = upload(&world, &cast.owner, "x.csv", &windows).await.unwrap();
        let import = imports::get(&world.cx, &cast.owner, id).await.unwrap();
        assert_eq!((import.encoding, import.delimiter), (Encoding::Windows1252, Some(';')));
        assert_eq!(import.columns[0].samples, ["José Núñez"]);
        assert_eq!(import.mapping.columns[0].into, Some(Target::Name.into()));
        imports::choose_columns(&world.cx, &cast.owner, id, &guessed(&import, KnownLeads::Attach)).await.unwrap();
        work(&world).await;
        imports::run(&world.cx, &cast.owner, id).await.unwrap();
        work(&world).await;
        assert_eq!(all_leads(&world).await[0].contact_name, "José Núñez");
    }

    async fn a_large_file_is_many_parts(world: World) {
        let cast = Cast::of(&world).await;
        let text = format!("{HEADINGS}{}", person(1).repeat(20_000));
        let id = upload(&world, &cast.owner, "x.csv", text.as_bytes()).await.unwrap();
        assert!(parts(&world).await > 2);
        let import = imports::get(&world.cx, &cast.owner, id).await.unwrap();
        assert_eq!(import.summary.rows, 20_000);
        assert_eq!(import.size, u64::try_from(text.len()).unwrap());
        imports::discard(&world.cx, &cast.owner, id).await.unwrap();
        assert_eq!(parts(&world).await, 0);
        assert!(matches!(imports::get(&world.cx, &cast.owner, id).await, Err(Error::NotFound(_))));
    }

    async fn dates_that_can_be_two_are_asked_for(world: World) {
        let cast = Cast::of(&world).await;
        let text = "Name,Phone,Date added\nAna,512 555 0101,03/04/2026\nOtis,512 555 0102,2026-05-06\n";
        let id = upload(&world, &cast.owner, "x.csv", text.as_bytes()).await.unwrap();
        let import = imports::get(&world.cx, &cast.owner, id).await.unwrap();
        let mut input = guessed(&import, KnownLeads::Attach);
        assert!(import.asks_order(2) && input.columns[2].dates.is_empty());
        let refused = imports::choose_columns(&world.cx, &cast.owner, id, &input).await;
        assert_eq!(code(refused), "date.order");
        input.columns[2].dates = "day_first".into();
        imports::choose_columns(&world.cx, &cast.owner, id, &input).await.unwrap();
        work(&world).await;
        imports::run(&world.cx, &cast.owner, id).await.unwrap();
        work(&world).await;
        let days: Vec<String> =
            all_leads(&world).await.iter().map(|lead| lead.created_at.date_naive().to_string()).collect();
        assert_eq!(days, ["2026-04-03", "2026-05-06"]);
    }
}
