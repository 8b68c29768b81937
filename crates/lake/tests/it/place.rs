//! Where a lake's catalogue and files lie, and what is there: the suite runs in every place.

use lake::{Bucket, LakeOptions};
use sqlx::{AnyConnection, Connection};
use std::collections::BTreeMap;
use std::future::Future;
use std::path::Path;
use testkit::{Engine, S3, TempFolder};

tokio::task_local! {
    static PLACE: Place;
}

/// Where a lake lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Sqlite,
    Postgres,
    Bucket,
    PostgresAndBucket,
}

impl Place {
    fn needs_postgres(self) -> bool {
        matches!(self, Self::Postgres | Self::PostgresAndBucket)
    }

    /// Whether this machine has what the place needs.
    pub fn is_here(self) -> bool {
        !self.needs_postgres() || testkit::postgres_server().is_some()
    }
}

/// Runs a test of the suite in a place; in the folder with SQLite unless one is named.
pub async fn at(place: Place, test: impl Future<Output = ()>) {
    PLACE.scope(place, test).await;
}

/// The engines that a lake needs; they go with it.
pub struct Grounds {
    pub postgres: Option<Engine>,
    pub s3: Option<S3>,
}

impl Grounds {
    /// Those of the place that the test runs in.
    pub async fn here() -> Self {
        let place = PLACE.try_with(|place| *place).unwrap_or(Place::Sqlite);
        let server = place
            .needs_postgres()
            .then(testkit::postgres_server)
            .flatten();
        let postgres = match server {
            Some(server) => Some(Engine::postgres(&server).await),
            None => None,
        };
        let s3 = match place {
            Place::Bucket | Place::PostgresAndBucket => Some(S3::start().await),
            _ => None,
        };
        Self { postgres, s3 }
    }

    /// Where the rows are.
    pub fn rows(&self, folder: &TempFolder) -> String {
        match &self.postgres {
            Some(engine) => engine.url().to_owned(),
            None => format!("sqlite://{}", folder.join("rows.db").display()),
        }
    }

    pub fn options(&self, folder: &TempFolder) -> LakeOptions {
        let mut options = LakeOptions::new(folder.join("lake"));
        options.catalogue_url = self.postgres.as_ref().map(|engine| engine.url().to_owned());
        options.bucket = self.s3.as_ref().map(bucket);
        options
    }
}

/// The bucket as an operator would name it.
pub fn bucket(s3: &S3) -> Bucket {
    Bucket {
        name: S3::BUCKET.into(),
        prefix: "some/where".into(),
        endpoint: Some(s3.endpoint()),
        region: S3::REGION.into(),
        path_style: true,
        access_key_id: S3::ACCESS_KEY_ID.into(),
        secret_access_key: S3::SECRET_ACCESS_KEY.into(),
        session_token: None,
    }
}

impl crate::help::World {
    /// The files of the lake with their bytes, by their place below it.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        match &self.grounds.s3 {
            Some(s3) => {
                for (key, bytes) in s3.objects() {
                    let place = key
                        .strip_prefix("some/where/")
                        .expect("no key outside the prefix");
                    found.insert(place.to_owned(), bytes);
                }
                assert!(
                    !self.folder.join("lake/files").exists(),
                    "files are in the bucket alone"
                );
                assert_eq!(s3.asked().1, 0, "every request was signed");
            }
            None => read(&self.folder.join("lake/files"), "", &mut found),
        }
        found
    }

    /// The names of a table's files.
    pub fn files_of(&self, table: &str) -> Vec<String> {
        let folder = format!("ws_W1/{table}/");
        let files = self.files().into_keys();
        files.filter(|place| place.starts_with(&folder)).collect()
    }

    /// How a query would name a file.
    pub fn url(&self, place: &str) -> String {
        match &self.grounds.s3 {
            Some(_) => format!("s3://{}/some/where/{place}", S3::BUCKET),
            None => self
                .folder
                .join(format!("lake/files/{place}"))
                .display()
                .to_string(),
        }
    }

    /// Puts a file there that no commit names.
    pub fn place(&self, place: &str, bytes: &[u8]) {
        match &self.grounds.s3 {
            Some(s3) => s3.place(&format!("some/where/{place}"), bytes),
            None => {
                self.folder.write(format!("lake/files/{place}"), bytes);
            }
        }
    }

    /// A number that the catalogue answers.
    pub async fn catalogue(&self, question: &str) -> i64 {
        let url = match &self.grounds.postgres {
            Some(engine) => format!("{}?options[search_path]=hearback_lake", engine.url()),
            None => format!(
                "sqlite://{}",
                self.folder.join("lake/catalogue.sqlite").display()
            ),
        };
        let mut connection = AnyConnection::connect(&url).await.unwrap();
        let question = sqlx::AssertSqlSafe(question.to_owned());
        sqlx::query_scalar(question)
            .fetch_one(&mut connection)
            .await
            .unwrap()
    }

    /// Everything that PostgreSQL holds, as text by table; nothing on SQLite.
    pub async fn database(&self) -> Vec<(String, String)> {
        match &self.grounds.postgres {
            Some(engine) => engine.dump().await,
            None => Vec::new(),
        }
    }
}

fn read(folder: &Path, place: &str, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let place = if place.is_empty() {
            name.to_owned()
        } else {
            format!("{place}/{name}")
        };
        if path.is_dir() {
            read(&path, &place, found);
        } else {
            found.insert(place, std::fs::read(&path).unwrap());
        }
    }
}
