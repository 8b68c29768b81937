//! Delivering to endpoints: signed webhooks, and Slack-shaped ones.

use super::attempt::Attempt;
use super::{Secret, backoff};
use crate::egress::{Egress, Sending};
use domain::EndpointId;
use domain::time::Micros;
use store::Store;
use store::outbox::Notice;

/// Tries one notice; the store is asked for the endpoint as it is now.
pub(super) async fn attempt(
    store: &Store,
    egress: &Egress,
    notice: &Notice,
    now: Micros,
) -> Attempt {
    let id = EndpointId::new(notice.recipient.clone());
    let endpoint = match store.endpoint(&notice.workspace, &id).await {
        Ok(Some(endpoint)) => endpoint,
        Ok(None) => return Attempt::never("the endpoint was removed: nothing to do"),
        Err(error) => return Attempt::later(error.to_string()),
    };
    if endpoint.disabled_at.is_some() {
        return Attempt::never("the endpoint is switched off: switch it on and replay");
    }
    let body = notice.body.to_string().into_bytes();
    let mut headers = vec![("content-type", "application/json".to_owned())];
    if notice.channel == "webhook" {
        let secret = match Secret::parse(&endpoint.secret) {
            Ok(secret) => secret,
            Err(error) => return Attempt::never(error.to_string()),
        };
        let at_s = now.div_euclid(1_000_000);
        headers.push(("webhook-id", notice.id.to_string()));
        headers.push(("webhook-timestamp", at_s.to_string()));
        headers.push((
            "webhook-signature",
            secret.signature(notice.id.as_str(), at_s, &body),
        ));
    }
    match egress.post(&endpoint.url, Sending { headers, body }).await {
        Ok(reply) => judged(reply.status, reply.retry_after.as_deref(), now),
        Err(error) if error.is_transient() => Attempt::later(error.to_string()),
        Err(error) => Attempt::never(error.to_string()),
    }
}

/// What a status means: 2xx taken, 410 gone, 408, 429 and 5xx later, other 4xx never.
pub(super) fn judged(status: u16, retry_after: Option<&str>, now: Micros) -> Attempt {
    match status {
        200..=299 => Attempt::Delivered,
        410 => Attempt::Never {
            why: "the endpoint said 410 gone and was switched off".into(),
            gone: true,
        },
        408 | 425 | 429 | 500.. => Attempt::Later {
            why: format!("the endpoint said {status}"),
            asked_s: backoff::asked_s(retry_after, now),
        },
        _ => Attempt::never(format!(
            "the endpoint said {status}: mend the endpoint or its address and replay"
        )),
    }
}
