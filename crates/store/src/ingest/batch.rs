//! One group commit: resolve customers, claim keys, write hot rows, announce.

use super::{Incoming, Receipt};
use crate::hot::{SIGNALS, batch_key};
use crate::tx::HotRow;
use crate::{Result, Store, Tx, erase};
use domain::fact::SIGNALS_RECEIVED;
use domain::{CustomerId, Fact, SignalId, WorkspaceId};
use serde_json::json;
use sqlx::Row;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Writes all parts in one transaction; receipts come back in the parts' order.
pub(super) async fn write(
    store: &Store,
    parts: &[(&WorkspaceId, &[Incoming])],
) -> Result<Vec<Vec<Receipt>>> {
    let mut by_workspace: BTreeMap<&WorkspaceId, Vec<(usize, usize)>> = BTreeMap::new();
    for (part, (workspace, signals)) in parts.iter().enumerate() {
        by_workspace
            .entry(workspace)
            .or_default()
            .extend((0..signals.len()).map(|i| (part, i)));
    }
    let mut receipts: Vec<Vec<Receipt>> = parts
        .iter()
        .map(|(_, s)| vec![Receipt::Erased; s.len()])
        .collect();
    let mut tx = store.begin().await?;
    for (workspace, places) in by_workspace {
        let signals: Vec<&Incoming> = places.iter().map(|(p, i)| &parts[*p].1[*i]).collect();
        let outcome = write_workspace(&mut tx, workspace, &signals).await?;
        for ((part, i), receipt) in places.into_iter().zip(outcome) {
            receipts[part][i] = receipt;
        }
    }
    tx.commit().await?;
    Ok(receipts)
}

async fn write_workspace(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    signals: &[&Incoming],
) -> Result<Vec<Receipt>> {
    let at = signals
        .iter()
        .map(|s| s.signal.received_at)
        .max()
        .unwrap_or(0);
    let erased = erased(tx, workspace, signals).await?;
    let wanted: Vec<usize> = (0..signals.len()).filter(|i| !erased.contains(i)).collect();
    let claimed = claim_keys(tx, workspace, signals, &wanted).await?;
    let customers = resolve_customers(tx, workspace, signals, &claimed.fresh, at).await?;

    let mut rows = Vec::with_capacity(claimed.fresh.len());
    for &i in &claimed.fresh {
        let mut signal = signals[i].signal.clone();
        if let Some(reference) = &signals[i].customer {
            signal.customer = customers
                .get(&(reference.kind.clone(), reference.value.clone()))
                .cloned();
        }
        let body = serde_json::to_string(&signal).map_err(|source| crate::Error::Unreadable {
            what: "signal",
            source,
        })?;
        rows.push(HotRow {
            id: signal.id.as_str().to_owned(),
            customer: signal.customer.as_ref().map(|c| c.as_str().to_owned()),
            body,
        });
    }
    if !rows.is_empty() {
        let seq = tx.append_hot(workspace, SIGNALS, &rows, at).await?;
        let fact = Fact::new(SIGNALS_RECEIVED, json!({ "seq": seq, "n": rows.len() }));
        tx.announce(workspace, &fact, &batch_key(SIGNALS, seq), at)
            .await?;
    }
    Ok(receipts(signals, &erased, &claimed))
}

fn receipts(signals: &[&Incoming], erased: &HashSet<usize>, claimed: &Claimed) -> Vec<Receipt> {
    let fresh: HashSet<usize> = claimed.fresh.iter().copied().collect();
    signals
        .iter()
        .enumerate()
        .map(|(i, incoming)| {
            if erased.contains(&i) {
                return Receipt::Erased;
            }
            if fresh.contains(&i) {
                return Receipt::Accepted(incoming.signal.id.clone());
            }
            let key = (
                incoming.signal.post.as_str().to_owned(),
                incoming.signal.external_id.clone(),
            );
            match claimed.standing.get(&key) {
                Some((signal, hash)) if *hash == incoming.body_hash => {
                    Receipt::Duplicate(signal.clone())
                }
                Some((signal, _)) => Receipt::Conflict(signal.clone()),
                // The key was refused, so it is there; only an erasure in between can hide it.
                None => Receipt::Erased,
            }
        })
        .collect()
}

struct Claimed {
    fresh: Vec<usize>,
    standing: HashMap<(String, String), (SignalId, String)>,
}

async fn claim_keys(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    signals: &[&Incoming],
    wanted: &[usize],
) -> Result<Claimed> {
    let key = |i: &usize| {
        let s = signals[*i];
        json!({ "post": s.signal.post, "external_id": s.signal.external_id, "signal": s.signal.id, "hash": s.body_hash })
    };
    let keys = serde_json::Value::Array(wanted.iter().map(key).collect()).to_string();
    let sql = tx.dialect().insert_signal_keys();
    let inserted = sqlx::query(sql)
        .bind(workspace.as_str())
        .bind(keys.clone())
        .fetch_all(tx.connection())
        .await?;
    let inserted: HashSet<String> = inserted
        .iter()
        .map(|r| r.try_get(0))
        .collect::<std::result::Result<_, _>>()?;
    let fresh: Vec<usize> = wanted
        .iter()
        .copied()
        .filter(|i| inserted.contains(signals[*i].signal.id.as_str()))
        .collect();
    let mut standing = HashMap::new();
    if fresh.len() < wanted.len() {
        let sql = tx.dialect().read_signal_keys();
        for row in sqlx::query(sql)
            .bind(workspace.as_str())
            .bind(keys)
            .fetch_all(tx.connection())
            .await?
        {
            let signal = SignalId::new(row.try_get::<String, _>(2)?);
            standing.insert(
                (row.try_get(0)?, row.try_get(1)?),
                (signal, row.try_get(3)?),
            );
        }
    }
    Ok(Claimed { fresh, standing })
}

async fn resolve_customers(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    signals: &[&Incoming],
    fresh: &[usize],
    at: i64,
) -> Result<HashMap<(String, String), CustomerId>> {
    let mut candidates = BTreeMap::new();
    for &i in fresh {
        if let Some(reference) = &signals[i].customer {
            candidates
                .entry((reference.kind.as_str(), reference.value.as_str()))
                .or_insert(&signals[i].fresh_customer);
        }
    }
    if candidates.is_empty() {
        return Ok(HashMap::new());
    }
    let list: Vec<_> = candidates
        .iter()
        .map(|((kind, value), customer)| json!({ "kind": kind, "value": value, "customer": customer }))
        .collect();
    let list = serde_json::Value::Array(list).to_string();
    let insert = tx.dialect().insert_aliases();
    sqlx::query(insert)
        .bind(workspace.as_str())
        .bind(list.clone())
        .execute(tx.connection())
        .await?;
    let read = tx.dialect().read_aliases();
    let rows = sqlx::query(read)
        .bind(workspace.as_str())
        .bind(list)
        .fetch_all(tx.connection())
        .await?;
    let mut found = HashMap::new();
    for row in rows {
        found.insert(
            (row.try_get(0)?, row.try_get(1)?),
            CustomerId::new(row.try_get::<String, _>(2)?),
        );
    }
    let ids: HashSet<&str> = found.values().map(CustomerId::as_str).collect();
    let customers = tx.dialect().insert_customers();
    sqlx::query(customers)
        .bind(workspace.as_str())
        .bind(json!(ids).to_string())
        .bind(at)
        .execute(tx.connection())
        .await?;
    Ok(found)
}

/// Which of the signals may not come (back) in because their person, or they, were erased.
async fn erased(
    tx: &mut Tx,
    workspace: &WorkspaceId,
    signals: &[&Incoming],
) -> Result<HashSet<usize>> {
    let Some(key) = erase::tombstone_key(tx, workspace).await? else {
        return Ok(HashSet::new());
    };
    let mut places: HashMap<String, Vec<usize>> = HashMap::new();
    for (i, incoming) in signals.iter().enumerate() {
        let signal = &incoming.signal;
        let own = erase::tombstone(
            &key,
            "signal",
            &format!("{}\u{1f}{}", signal.post, signal.external_id),
        );
        places.entry(own).or_default().push(i);
        if let Some(reference) = &incoming.customer {
            places
                .entry(erase::tombstone(&key, &reference.kind, &reference.value))
                .or_default()
                .push(i);
        }
    }
    let hashes: Vec<&String> = places.keys().collect();
    let sql = tx.dialect().read_tombstones();
    let rows = sqlx::query(sql)
        .bind(workspace.as_str())
        .bind(json!(hashes).to_string())
        .fetch_all(tx.connection())
        .await?;
    let mut erased = HashSet::new();
    for row in rows {
        let hash: String = row.try_get(0)?;
        erased.extend(places.get(&hash).into_iter().flatten().copied());
    }
    Ok(erased)
}
