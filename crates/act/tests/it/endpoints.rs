//! Endpoints: kept, changed, and never showing their secret.

use crate::house::houses;
use act::endpoints::{EndpointDraft, delete, list, save};
use domain::WorkspaceId;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

fn webhook() -> EndpointDraft {
    EndpointDraft {
        kind: Some("webhook".into()),
        name: Some("CRM".into()),
        url: Some("https://crm.example.org/hooks".into()),
        secret: Some(SECRET.into()),
        enabled: Some(true),
    }
}

#[tokio::test]
async fn an_endpoint_is_kept_and_its_secret_stays_inside() {
    for house in houses().await {
        let mint = || house.fresh("id");
        let means = house.means(&mint);
        let made = save(&house.store, &house.actor, None, webhook(), &means)
            .await
            .unwrap();
        let slack = EndpointDraft {
            kind: Some("slack".into()),
            name: Some("Team".into()),
            url: Some("https://slack.example.org/services/T0/B0/hush".into()),
            ..EndpointDraft::default()
        };
        save(&house.store, &house.actor, None, slack, &means)
            .await
            .unwrap();
        let listed = list(&house.store, &house.actor).await.unwrap();
        let shown = serde_json::to_string(&listed).unwrap();
        assert_eq!(listed.len(), 2);
        assert!(
            !shown.contains("whsec_") && !shown.contains("hush"),
            "{shown}"
        );
        let off = EndpointDraft {
            enabled: Some(false),
            ..EndpointDraft::default()
        };
        let off = save(&house.store, &house.actor, Some(&made.id), off, &means)
            .await
            .unwrap();
        assert!(!off.enabled);
        let row = house
            .store
            .endpoint(house.workspace(), &made.id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(row.secret, SECRET, "what is not given stays");
        assert!(!format!("{row:?}").contains(SECRET));
        let mut stranger = house.actor.clone();
        stranger.workspace = WorkspaceId::new("w2");
        assert!(
            delete(&house.store, &stranger, &made.id, &means)
                .await
                .is_err()
        );
        assert!(list(&house.store, &stranger).await.unwrap().is_empty());
        delete(&house.store, &house.actor, &made.id, &means)
            .await
            .unwrap();
        assert_eq!(list(&house.store, &house.actor).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn an_endpoint_that_cannot_work_is_refused_by_name() {
    for house in houses().await {
        let mint = || house.fresh("id");
        let means = house.means(&mint);
        for (draft, says) in [
            (
                EndpointDraft {
                    kind: Some("fax".into()),
                    ..webhook()
                },
                "fax",
            ),
            (
                EndpointDraft {
                    url: Some("ftp://x".into()),
                    ..webhook()
                },
                "https",
            ),
            (
                EndpointDraft {
                    url: Some("https://x y".into()),
                    ..webhook()
                },
                "https",
            ),
            (
                EndpointDraft {
                    secret: None,
                    ..webhook()
                },
                "secret",
            ),
            (
                EndpointDraft {
                    kind: Some("slack".into()),
                    ..webhook()
                },
                "secret",
            ),
            (
                EndpointDraft {
                    name: Some(" ".into()),
                    ..webhook()
                },
                "name",
            ),
        ] {
            let refused = save(&house.store, &house.actor, None, draft, &means)
                .await
                .unwrap_err();
            assert!(refused.to_string().contains(says), "{refused}");
        }
        assert!(list(&house.store, &house.actor).await.unwrap().is_empty());
    }
}
