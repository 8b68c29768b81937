//! An S3-compatible bucket, as the operator configures it.

use super::Files;
use crate::{Error, Result};
use datafusion::execution::object_store::ObjectStoreUrl;
use object_store::aws::AmazonS3Builder;
use object_store::path::Path;
use object_store::{BackoffConfig, RetryConfig};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// An S3-compatible bucket. Its host may be private: only the operator sets it.
#[derive(Clone, Default)]
pub struct Bucket {
    /// Its name.
    pub name: String,
    /// What every key begins with; may be empty.
    pub prefix: String,
    /// `https://…` or `http://…` of the service; Amazon's own when absent.
    pub endpoint: Option<String>,
    /// As in `eu-north-1`.
    pub region: String,
    /// Whether the bucket's name stands in the path and not in the host.
    pub path_style: bool,
    /// Who asks.
    pub access_key_id: String,
    /// Signs what is asked.
    pub secret_access_key: String,
    /// Goes with temporary keys.
    pub session_token: Option<String>,
}

impl fmt::Debug for Bucket {
    /// Without what signs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bucket")
            .field("name", &self.name)
            .field("prefix", &self.prefix)
            .field("endpoint", &self.endpoint)
            .field("region", &self.region)
            .field("path_style", &self.path_style)
            .finish_non_exhaustive()
    }
}

/// The files of a bucket.
pub(super) fn files(bucket: &Bucket) -> Result<Files> {
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(&bucket.name)
        .with_region(&bucket.region)
        .with_access_key_id(&bucket.access_key_id)
        .with_secret_access_key(&bucket.secret_access_key)
        .with_virtual_hosted_style_request(!bucket.path_style)
        // A flush that cannot store its file is tried again by whoever asked for it.
        .with_retry(RetryConfig {
            backoff: BackoffConfig {
                init_backoff: Duration::from_millis(100),
                max_backoff: Duration::from_secs(5),
                base: 2.0,
            },
            max_retries: 4,
            retry_timeout: Duration::from_secs(60),
        });
    if let Some(endpoint) = &bucket.endpoint {
        let endpoint = endpoint.trim_end_matches('/');
        builder = builder
            .with_allow_http(endpoint.starts_with("http://"))
            .with_endpoint(if bucket.path_style {
                endpoint.to_owned()
            } else {
                hosted(endpoint, &bucket.name)
            });
    }
    if let Some(token) = &bucket.session_token {
        builder = builder.with_token(token);
    }
    let prefix = bucket.prefix.trim_matches('/');
    let root = format!("s3://{}", bucket.name);
    let url = ObjectStoreUrl::parse(&root).map_err(|_| {
        Error::Place(format!(
            "'{}' is no name of a bucket: use small letters, digits, dots and hyphens",
            bucket.name
        ))
    })?;
    Ok(Files {
        store: Arc::new(builder.build()?),
        data_path: match prefix {
            "" => format!("{root}/"),
            _ => format!("{root}/{prefix}/"),
        },
        base: Path::from(prefix),
        url: Some(url),
        folder: None,
    })
}

/// The endpoint with the bucket's name before its host, as the client wants it.
fn hosted(endpoint: &str, bucket: &str) -> String {
    match endpoint.split_once("://") {
        Some((scheme, host)) => format!("{scheme}://{bucket}.{host}"),
        None => endpoint.to_owned(),
    }
}
