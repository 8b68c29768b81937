//! Where a command does its work: in this process, or in the server that holds the data folder.

use super::failure::Failure;
use crate::app::App;
use crate::config::Config;
use crate::folder::{Folder, FolderError, SERVER_FILE};
use domain::Problem;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::path::Path;

/// How to reach the server that holds a data folder.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ServerFile {
    /// Its address on this machine.
    pub url: String,
    /// The token of this machine's user.
    pub token: String,
}

/// Where a command does its work.
pub enum Door {
    /// Here; the folder is ours until the end.
    Here(Box<App>, Folder),
    /// In the running server.
    Server(Server),
}

/// A running server on this machine.
pub struct Server {
    file: ServerFile,
    http: reqwest::Client,
}

impl Door {
    /// Takes the folder, or finds the server that holds it.
    pub async fn open(config: Config) -> Result<Self, Failure> {
        match Folder::lock(&config.data) {
            Ok(folder) => Ok(Self::Here(
                Box::new(App::open(config, false).await?),
                folder,
            )),
            Err(FolderError::Locked(holder)) => {
                Ok(Self::Server(Server::of(&config.data, &holder)?))
            }
            Err(error) => Err(Failure::failed(
                error.to_string(),
                "choose a folder you may write to with --data",
            )),
        }
    }
}

impl Server {
    fn of(data: &Path, holder: &str) -> Result<Self, Failure> {
        let unreachable = |why: String| {
            Failure::conflict(
                format!("process {holder} holds the data folder and cannot be reached: {why}"),
                "wait for it, or stop it",
            )
        };
        let text = std::fs::read_to_string(data.join(SERVER_FILE))
            .map_err(|e| unreachable(e.to_string()))?;
        let file = serde_json::from_str(&text).map_err(|e| unreachable(e.to_string()))?;
        let http = crate::egress::local_client().map_err(|e| unreachable(e.to_string()))?;
        Ok(Self { file, http })
    }

    /// GET with a query; the answer's JSON.
    pub async fn get(&self, path: &str, query: &[(&str, String)]) -> Result<Value, Failure> {
        let mut encoded = form_urlencoded::Serializer::new(String::new());
        encoded.extend_pairs(query);
        let url = format!("{}{path}?{}", self.file.url, encoded.finish());
        self.send(self.http.get(url)).await
    }

    /// POST with a JSON body; the answer's JSON.
    pub async fn post(&self, path: &str, body: &Value) -> Result<Value, Failure> {
        let request = self.http.post(format!("{}{path}", self.file.url));
        self.send(
            request
                .header("content-type", "application/json")
                .body(body.to_string()),
        )
        .await
    }

    /// POST with a file's bytes; the answer's JSON.
    pub async fn post_bytes(&self, path: &str, bytes: Vec<u8>) -> Result<Value, Failure> {
        self.send(
            self.http
                .post(format!("{}{path}", self.file.url))
                .body(bytes),
        )
        .await
    }

    async fn send(&self, request: reqwest::RequestBuilder) -> Result<Value, Failure> {
        let gone = |e: reqwest::Error| {
            Failure::failed(
                format!("the running server did not answer: {e}"),
                "look at its log",
            )
        };
        let answer = request
            .bearer_auth(&self.file.token)
            .send()
            .await
            .map_err(gone)?;
        let status = answer.status().as_u16();
        let text = answer.text().await.map_err(gone)?;
        let value: Value = if text.is_empty() {
            Value::Null
        } else {
            serde_json::from_str(&text).unwrap_or(Value::Null)
        };
        if status < 400 {
            return Ok(value);
        }
        let word = |name: &str| {
            value
                .get(name)
                .and_then(Value::as_str)
                .unwrap_or("no reason given")
                .to_owned()
        };
        Err(Failure::answered(
            status,
            &Problem::new("answered", word("detail"), word("hint")),
        ))
    }
}
