//! A dry run: what would become of the rows, without storing them.

use crate::import::occurrence::fingerprint;
use domain::WorkspaceId;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};
use store::{Incoming, Receipt, Store};

/// Which ids the file has used so far, with the hash of their content: 16 bytes each.
#[derive(Default)]
pub(super) struct Dry {
    seen: HashMap<u64, u64>,
}

impl Dry {
    /// What storing would answer. Erased persons are not looked for: a dry run says of them that
    /// they would be accepted, and the import refuses them.
    pub(super) async fn receipts(
        &mut self,
        store: &Store,
        workspace: &WorkspaceId,
        incoming: &[Incoming],
    ) -> store::Result<Vec<Receipt>> {
        let mut by_post: BTreeMap<_, Vec<&str>> = BTreeMap::new();
        for item in incoming {
            by_post
                .entry(&item.signal.post)
                .or_default()
                .push(&item.signal.external_id);
        }
        let mut stored = HashMap::new();
        for (post, ids) in by_post {
            for known in store.known_signals(workspace, post, &ids).await? {
                stored.insert((post, known.external_id), known.body_hash);
            }
        }
        Ok(incoming
            .iter()
            .map(|item| {
                let signal = &item.signal;
                let id = signal.id.clone();
                if let Some(hash) = stored.get(&(&signal.post, signal.external_id.clone())) {
                    return same(*hash == item.body_hash, id);
                }
                let key = print(&format!("{}\u{1f}{}", signal.post, signal.external_id));
                let content = print(&item.body_hash);
                match self.seen.insert(key, content) {
                    None => Receipt::Accepted(id),
                    Some(before) => {
                        self.seen.insert(key, before);
                        same(before == content, id)
                    }
                }
            })
            .collect())
    }
}

fn same(is_same: bool, id: domain::SignalId) -> Receipt {
    if is_same {
        Receipt::Duplicate(id)
    } else {
        Receipt::Conflict(id)
    }
}

fn print(text: &str) -> u64 {
    fingerprint(&Sha256::digest(text.as_bytes()))
}
