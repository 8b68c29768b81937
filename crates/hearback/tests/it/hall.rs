//! The application without a socket: asked as a client would, driven step by step.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use domain::{KeyId, Role, UserId, WorkspaceId};
use hearback::app::App;
use hearback::config::Config;
use hearback::{clock, http, secret, worker};
use serde_json::Value;
use store::access::{ApiKey, User};
use testkit::TempFolder;
use tower::ServiceExt;

/// The application with its folder.
pub struct Hall {
    pub app: App,
    pub folder: TempFolder,
    router: Router,
}

/// What was answered.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text)
            .unwrap_or_else(|e| panic!("{} is no JSON ({e}): {}", self.status, self.text))
    }
}

impl Hall {
    /// An application over an empty folder; endpoints on this machine are allowed.
    pub async fn open() -> Self {
        Self::over(None).await
    }

    /// The same over the database at `url`; none stands for the file in the folder.
    pub async fn over(url: Option<String>) -> Self {
        let folder = TempFolder::new();
        let mut config = Config {
            data: folder.join("data"),
            database_url: url,
            ..Config::default()
        };
        config.egress.allow_http = true;
        config.egress.allow_private = vec!["127.0.0.0/8".parse().expect("a network")];
        Self::of(config, folder).await
    }

    async fn of(config: Config, folder: TempFolder) -> Self {
        let app = App::open(config, false)
            .await
            .expect("the application opens");
        Self {
            router: http::router(app.clone()),
            app,
            folder,
        }
    }

    /// Stopped, and started again with other settings.
    pub async fn again(self, config: Config) -> Self {
        let Self {
            app,
            folder,
            router,
        } = self;
        app.lake.close().await;
        app.store.close().await;
        drop((app, router));
        Self::of(config, folder).await
    }

    /// A member of a workspace who is an admin, and the secret of a key that is theirs.
    pub async fn admin(&self, workspace: &WorkspaceId, name: &str) -> String {
        let (now, text) = (clock::now(), format!("hbk_{}", secret::token()));
        let user = User {
            id: UserId::new(clock::new_id()),
            email: format!("{name}@example.org"),
            name: name.into(),
            password_hash: None,
            role: Role::Admin,
            disabled_at: None,
        };
        let key = ApiKey {
            id: KeyId::new(clock::new_id()),
            name: name.into(),
            role: Role::Admin,
            created_at: now,
            last_used_at: None,
            revoked_at: None,
        };
        let actor = domain::Actor {
            workspace: workspace.clone(),
            user: user.id.clone(),
            name: name.into(),
            role: Role::Admin,
        };
        let mut tx = self.app.store.begin().await.expect("a transaction");
        tx.add_user(workspace, &user, now).await.expect("a user");
        tx.add_api_key(&actor, &key, &secret::hash(&text))
            .await
            .expect("a key");
        tx.commit().await.expect("a commit");
        text
    }

    /// The response to a request, its body not read yet.
    pub async fn response(
        &self,
        key: &str,
        method: &str,
        path: &str,
        body: Vec<u8>,
    ) -> axum::response::Response {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {key}"))
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body))
            .unwrap_or_else(|e| panic!("{method} {path}: {e}"));
        self.router
            .clone()
            .oneshot(request)
            .await
            .expect("a router never fails")
    }

    /// The answer to a request; `Null` sends no body, a string its bytes, all else JSON.
    pub async fn ask(&self, key: &str, method: &str, path: &str, body: Value) -> Answer {
        let bytes = match body {
            Value::Null => Vec::new(),
            Value::String(text) => text.into_bytes(),
            json => json.to_string().into_bytes(),
        };
        let response = self.response(key, method, path, bytes).await;
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), usize::MAX)
            .await
            .expect("a body");
        Answer {
            status,
            text: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    /// As [`Hall::ask`], where nothing but success is right.
    pub async fn done(&self, key: &str, method: &str, path: &str, body: Value) -> Value {
        let answer = self.ask(key, method, path, body).await;
        assert!(
            answer.status < 300,
            "{method} {path}: {} {}",
            answer.status,
            answer.text
        );
        if answer.text.is_empty() {
            Value::Null
        } else {
            answer.json()
        }
    }

    /// Does all jobs that are due, and the ones that follow.
    pub async fn work(&self) {
        while worker::run_jobs(&self.app).await {}
    }

    /// Brings everything into the lake.
    pub async fn flush(&self) {
        worker::flush(&self.app, true).await;
    }
}

/// The text under a name.
pub fn word(value: &Value, name: &str) -> String {
    value[name]
        .as_str()
        .unwrap_or_else(|| panic!("no {name} in {value}"))
        .to_owned()
}
