//! One writer per catalogue: on SQLite the lock of the data folder sees to it, on PostgreSQL, which
//! several machines can reach, a lock of the database.

use crate::{Error, Result};
use sqlx::{Connection, PgConnection};
use std::time::Duration;

/// Names the lock in the database; the letters "hearback".
const LOCK: i64 = 0x6865_6172_6261_636B;
/// A killed predecessor's connection may live a little longer than it.
const PATIENCE: Duration = Duration::from_secs(10);

/// Takes the lock; it lasts as long as the connection.
pub(super) async fn take(url: &str) -> Result<PgConnection> {
    let mut connection = PgConnection::connect(url).await?;
    let asking = async {
        loop {
            let taken: bool = sqlx::query_scalar("SELECT pg_try_advisory_lock($1)")
                .bind(LOCK)
                .fetch_one(&mut connection)
                .await?;
            if taken {
                return Ok::<_, Error>(());
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    match tokio::time::timeout(PATIENCE, asking).await {
        Ok(taken) => taken.map(|()| connection),
        Err(_) => Err(Error::Place(
            "another hearback writes to the lake of this database: stop it, or name another database".into(),
        )),
    }
}
