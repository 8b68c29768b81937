//! Listening posts: made, changed, archived, refused by name.

use crate::bench::{NOW, benches};
use domain::{PostId, WorkspaceId};
use listen::posts::{self, PostFields};
use listen::survey::{self, Survey};

#[tokio::test]
async fn a_post_cannot_ask_without_stage_owner_and_promise() {
    for bench in benches().await {
        let (store, ws) = (&bench.store, &bench.workspace);
        let post = bench.post("Store visit").await;
        assert_eq!(posts::lacks(&post), ["stage", "owner", "promise_hours"]);
        let token = "a".repeat(22);
        let refused = survey::open(store, ws, &post.id, Survey::default(), &token)
            .await
            .unwrap_err();
        assert!(
            refused
                .to_string()
                .contains("without stage, owner, promise_hours"),
            "{refused}"
        );
        let fields = PostFields {
            stage: "visit".into(),
            owner: Some("Store team".into()),
            promise_hours: 48,
            ..PostFields::named("Store visit")
        };
        posts::update(store, ws, &post.id, fields.clone())
            .await
            .unwrap();
        let guessable = survey::open(store, ws, &post.id, Survey::default(), "short")
            .await
            .unwrap_err();
        assert!(guessable.to_string().contains("guessed"), "{guessable}");
        let open = survey::open(store, ws, &post.id, Survey::default(), &token)
            .await
            .unwrap();
        assert_eq!(open.survey_token.as_deref(), Some(token.as_str()));
        let bare = PostFields {
            promise_hours: 0,
            ..fields
        };
        let refused = posts::update(store, ws, &post.id, bare).await.unwrap_err();
        assert_eq!(refused.code(), "post_not_ready");
    }
}

#[tokio::test]
async fn posts_are_found_by_name_or_id_and_refused_with_what_is_near() {
    for bench in benches().await {
        let (store, ws) = (&bench.store, &bench.workspace);
        let made = bench.post("store-visit").await;
        assert_eq!(bench.post("store-visit").await.id, made.id);
        assert_eq!(
            posts::find(store, ws, made.id.as_str()).await.unwrap(),
            made
        );
        let refused = posts::find(store, ws, "store-vist").await.unwrap_err();
        assert!(
            refused.to_string().contains("(near: store-visit)"),
            "{refused}"
        );
        let elsewhere = WorkspaceId::new("other");
        assert!(
            posts::find(store, &elsewhere, made.id.as_str())
                .await
                .is_err()
        );
        let again = posts::create(
            store,
            ws,
            PostId::new("x"),
            PostFields::named("store-visit"),
            NOW,
        )
        .await;
        assert_eq!(again.unwrap_err().code(), "taken");
        let long = PostFields::named(&"n".repeat(300));
        assert_eq!(
            posts::create(store, ws, PostId::new("x"), long, NOW)
                .await
                .unwrap_err()
                .code(),
            "invalid_post"
        );
        posts::archive(store, ws, &made.id, NOW).await.unwrap();
        let refused = posts::ensure(store, ws, "store-visit", PostId::new("y"), NOW)
            .await
            .unwrap_err();
        assert_eq!(refused.code(), "archived_post");
        let default = posts::ensure_default(store, ws, NOW).await.unwrap();
        assert_eq!(
            posts::archive(store, ws, &default.id, NOW)
                .await
                .unwrap_err()
                .code(),
            "invalid_post"
        );
        assert_eq!(posts::list(store, ws).await.unwrap().len(), 2);
    }
}
