use crate::help::*;
use lake::Lake;

/// The message of what was refused.
fn refused(opened: lake::Result<Lake>) -> String {
    match opened {
        Ok(_) => panic!("it was opened"),
        Err(error) => error.to_string(),
    }
}

pub async fn a_lake_opens_with_its_own_catalogue_and_with_no_other() {
    let world = World::new().await;
    world.receive(&signals(0..10)).await;
    world.lake.append(&world.ws).await.unwrap();
    let before = world.files();
    assert!(before.contains_key("lake.id"));
    world.lake.close().await;
    // Another catalogue, empty, over the same files: as with the wrong database or bucket.
    let other = World::new().await;
    other.lake.close().await;
    let mut wrong = other.lake.options().clone();
    if wrong.bucket.is_some() {
        wrong.bucket.clone_from(&world.lake.options().bucket);
    } else {
        for (place, bytes) in &before {
            other.place(place, bytes);
        }
    }
    let said = refused(Lake::open(wrong, other.store.clone()).await);
    assert!(said.contains("belong to another catalogue"), "{said}");
    let there = if other.grounds.s3.is_some() {
        &world
    } else {
        &other
    };
    assert_eq!(there.files(), before, "nothing was removed");
}

pub async fn files_that_are_not_there_are_missed_on_opening() {
    let world = World::new().await;
    world.receive(&signals(0..10)).await;
    world.lake.append(&world.ws).await.unwrap();
    world.lake.close().await;
    // The same catalogue, and an empty place for the files.
    let mut elsewhere = world.lake.options().clone();
    match &mut elsewhere.bucket {
        Some(bucket) => bucket.prefix = "elsewhere".into(),
        None => {
            let files = elsewhere.folder.join("files");
            std::fs::rename(&files, world.folder.join("moved")).unwrap();
        }
    }
    let said = refused(Lake::open(elsewhere, world.store.clone()).await);
    assert!(said.contains("which is not in"), "{said}");
}

pub async fn copied_files_come_back_in_another_place() {
    let world = World::new().await;
    world.receive(&signals(0..30)).await;
    world.lake.append(&world.ws).await.unwrap();
    let copy = world.folder.join("copy");
    let n = world
        .lake
        .while_still(world.lake.copy_files(&copy))
        .await
        .unwrap();
    assert_eq!(n as usize, world.files().len());
    world.lake.close().await;
    let mut options = world.lake.options().clone();
    let full = Lake::bring_files(&options, &copy).await.unwrap_err();
    assert!(full.to_string().contains("name an empty place"), "{full}");
    // From a folder into another one, from a bucket into another prefix.
    match &mut options.bucket {
        Some(bucket) => bucket.prefix = "another".into(),
        None => {
            let old = options.folder.clone();
            options.folder = world.folder.join("another");
            std::fs::create_dir(&options.folder).unwrap();
            if options.catalogue_url.is_none() {
                let name = "catalogue.sqlite";
                store::copy_sqlite(&old.join(name), &options.folder.join(name))
                    .await
                    .unwrap();
            }
        }
    }
    Lake::bring_files(&options, &copy).await.unwrap();
    let again = Lake::open(options, world.store.clone()).await.unwrap();
    let counted = again
        .sql(&world.ws, "select count(*) from signals", 1)
        .await
        .unwrap();
    assert_eq!(counted.rows[0][0], 30);
}
