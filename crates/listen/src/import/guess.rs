//! What each column seems to be, and why: a guess that people see and correct.

mod names;

use super::header::Header;
use super::mapping::{Column, Role};
use super::profile::Profile;
use domain::name::key_of;
use names::{CUSTOMER, DEMOGRAPHIC, PERSONAL, SCORES, TIMES, WORDS, is_question, words_of};
use std::collections::HashSet;

pub(super) use names::says_id;

/// The guess for all columns of a file with this many rows.
pub(super) fn columns(headers: &[Header], profiles: &[Profile], rows: u64) -> Vec<Column> {
    let mut columns: Vec<Column> = headers
        .iter()
        .zip(profiles)
        .map(|(header, profile)| column(header, profile, rows))
        .collect();
    keep_best(&mut columns, Role::ExternalId, |_, i| {
        usize::from(!says_id(&headers[i].name))
    });
    keep_best(&mut columns, Role::OccurredAt, |column, _| {
        let words = words_of(&column.column);
        TIMES
            .iter()
            .position(|t| words.iter().any(|w| w == t))
            .unwrap_or(TIMES.len())
    });
    for role in [
        Role::Customer,
        Role::Location,
        Role::Channel,
        Role::Touchpoint,
        Role::Language,
        Role::Weight,
        Role::Stratum,
        Role::Cluster,
        Role::Test,
    ] {
        keep_best(&mut columns, role, |column, _| {
            usize::from(column.kind.as_deref() != Some("email"))
        });
    }
    own_keys(&mut columns);
    columns
}

fn column(header: &Header, profile: &Profile, rows: u64) -> Column {
    let (role, reason) = role(header, profile, rows);
    let mut column = Column::new(header.name.clone(), role);
    column.reason = Some(reason);
    if role.is_answer() && header.label != header.name {
        column.label = Some(header.label.chars().take(500).collect());
    }
    if role == Role::Customer {
        let mail = profile.share(profile.mails) > 0.9;
        column.kind = Some(if mail {
            "email".into()
        } else {
            kind_of(&header.name)
        });
    }
    if role == Role::Test && key_of(&header.name) == "status" {
        column.when = ["1", "2", "Survey Preview", "Survey Test"]
            .map(str::to_owned)
            .to_vec();
    }
    let numeric = profile.filled > 0 && profile.whole == profile.filled;
    column.whole = matches!(
        role,
        Role::Attribute | Role::Choice | Role::Stratum | Role::Cluster
    ) && numeric
        && profile.pointed > 0;
    if role == Role::Score && words_of(&header.name).iter().any(|w| w == "nps") {
        (column.low, column.high) = (Some(0.0), Some(10.0));
    }
    column
}

/// `customer`, `member` …: the word of the name that refers to someone.
fn kind_of(name: &str) -> String {
    let words = words_of(name);
    CUSTOMER
        .iter()
        .find(|c| words.iter().any(|w| w == *c))
        .map_or_else(|| "customer".into(), |c| (*c).to_owned())
}

fn role(header: &Header, profile: &Profile, rows: u64) -> (Role, String) {
    let key = key_of(&header.name);
    let words = words_of(&header.name);
    let says = |list: &[&str]| words.iter().any(|w| list.contains(&w.as_str()));
    let different = profile.distinct.len();
    let numeric = profile.share(profile.numbers);
    if profile.filled == 0 {
        return (Role::Ignore, "it has no values".into());
    }
    if key.starts_with("rejected_") {
        return (
            Role::Ignore,
            "a rejects file of an earlier import has it".into(),
        );
    }
    if let Some(role) = qualtrics(&header.name) {
        return (role.0, role.1.into());
    }
    if profile.share(profile.mails) > 0.9 {
        return (Role::Customer, "the values are mail addresses".into());
    }
    if says(PERSONAL) {
        return (
            Role::Ignore,
            "it says who someone is; set a role if you need it".into(),
        );
    }
    if (says(&["weight", "wt", "wgt"])) && numeric > 0.99 && profile.negative == 0 {
        return (
            Role::Weight,
            "the name says weight, the values are numbers".into(),
        );
    }
    if says(&["strata", "stratum"]) {
        return (Role::Stratum, "the name says so".into());
    }
    if says(&["psu", "cluster"]) {
        return (Role::Cluster, "the name says so".into());
    }
    if profile.is_unique() && rows > 1 {
        return (
            Role::ExternalId,
            format!("all {rows} values differ, and the name says id"),
        );
    }
    if says(CUSTOMER) && says_id(&header.name) {
        return (Role::Customer, "the name refers to a customer".into());
    }
    if let Some(row) = profile
        .not_an_id
        .filter(|_| profile.many && says_id(&header.name))
    {
        return (
            Role::Ignore,
            format!("the name says id, but the value of row {row} is blank or was there before"),
        );
    }
    if profile.share(profile.times) > 0.95 {
        return (Role::OccurredAt, "the values are times".into());
    }
    if says(&["test", "istest"]) && different <= 2 && numeric < 0.01 {
        return (Role::Test, "the name says test".into());
    }
    if says(&["lang", "language", "locale", "sprache"]) && profile.share(profile.tags) > 0.95 {
        return (Role::Language, "the values are language tags".into());
    }
    let few = !profile.many && (different as u64 * 2 <= profile.filled || rows <= 200);
    if key == "channel" && few && numeric < 0.5 {
        return (Role::Channel, "the name says so".into());
    }
    if key == "touchpoint" && few {
        return (Role::Touchpoint, "the name says so".into());
    }
    if matches!(
        key.as_str(),
        "location" | "site" | "store_name" | "branch_name"
    ) && numeric < 0.5
    {
        return (Role::Location, "the name says a place".into());
    }
    if let Some(reason) = words_here(profile, says(WORDS), rows) {
        return (Role::Verbatim, reason);
    }
    if let Some(reason) = score(header, profile, says(DEMOGRAPHIC), says(SCORES)) {
        return (Role::Score, reason);
    }
    if different == 1 && profile.filled < rows && !says(DEMOGRAPHIC) && numeric > 0.99 {
        return (Role::Choice, "one value or blank: it marks rows".into());
    }
    if few && profile.longest <= 200 {
        return (
            Role::Attribute,
            format!("{different} different values: something to group by"),
        );
    }
    if numeric > 0.98 && profile.whole < profile.numbers && !says(DEMOGRAPHIC) {
        return (Role::Score, "measured numbers".into());
    }
    (
        Role::Choice,
        "many different values: kept with the answers, no column of its own".into(),
    )
}

/// The columns that every Qualtrics export has, by ImportId or by name.
fn qualtrics(name: &str) -> Option<(Role, &'static str)> {
    let key = name.to_ascii_lowercase().replace(['-', '_', ' '], "");
    Some(match key.as_str() {
        "responseid" | "recordid" => (Role::ExternalId, "the id of a Qualtrics response"),
        "recipientemail" | "panelrecipientemail" | "emailaddress" => {
            (Role::Customer, "the recipient's mail address")
        }
        "userlanguage" => (Role::Language, "the language shown"),
        "distributionchannel" => (Role::Channel, "how the survey was sent"),
        "recipientlastname"
        | "recipientfirstname"
        | "panelrecipientlastname"
        | "panelrecipientfirstname"
        | "ipaddress" => (
            Role::Ignore,
            "it says who someone is; set a role if you need it",
        ),
        "responseset"
        | "responsesetid"
        | "locationlatitude"
        | "locationlongitude"
        | "locationaccuracy"
        | "progress"
        | "externaldatareference"
        | "panelexternaldatareference"
        | "externalreference" => (Role::Ignore, "a field of the survey tool"),
        _ => return None,
    })
}

/// Why a column holds the person's own words, if it does.
fn words_here(profile: &Profile, says_so: bool, rows: u64) -> Option<String> {
    if profile.share(profile.numbers) > 0.5 || profile.share(profile.times) > 0.5 {
        return None;
    }
    let mean = profile.mean_words();
    let different = profile.distinct.len() as u64;
    let varied = profile.many || different * 2 > profile.filled || different > 200;
    let sentences = rows <= 200 && mean >= 3.0 && profile.longest > 20;
    if says_so && sentences {
        return Some(format!("the name says words, {mean:.1} of them on average"));
    }
    if says_so && varied && (mean >= 1.5 || rows <= 200 || profile.longest > 40) {
        return Some(format!("the name says words, {mean:.1} of them on average"));
    }
    (varied && mean >= 4.0).then(|| format!("varied texts of {mean:.1} words on average"))
}

/// Why a column holds a score, if it does.
fn score(header: &Header, profile: &Profile, demographic: bool, says_so: bool) -> Option<String> {
    const MOST: f64 = 0.98;
    let different = profile.distinct.len();
    let asked = says_so || is_question(&header.name);
    let whole = profile.share(profile.whole);
    let small = profile.share(profile.small) >= MOST || profile.share(profile.signed) >= MOST;
    if says_so && !profile.many && profile.share(profile.numbers) >= 0.9 && different >= 2 {
        return Some("the name says score, the values are numbers".into());
    }
    if demographic || whole < MOST || !small {
        return None;
    }
    let enough = if asked { 2 } else { 4 };
    (different >= enough).then(|| {
        let range = if profile.negative > 0 {
            "−5 and 5"
        } else {
            "0 and 11"
        };
        format!("whole numbers between {range}, {different} different ones")
    })
}

/// Of several columns with a role that only one may have, keeps that of the lowest rank.
fn keep_best(columns: &mut [Column], role: Role, rank: impl Fn(&Column, usize) -> usize) {
    let best = columns
        .iter()
        .enumerate()
        .filter(|(_, c)| c.role == role)
        .min_by_key(|(i, c)| (rank(c, *i), *i))
        .map(|(i, c)| (i, c.column.clone()));
    let Some((best, name)) = best else { return };
    for (i, column) in columns.iter_mut().enumerate() {
        if column.role == role && i != best {
            column.role = Role::Ignore;
            column.kind = None;
            column.when.clear();
            column.reason = Some(format!("'{name}' has this role already"));
        }
    }
}

/// Gives columns whose names make the same key different ones.
fn own_keys(columns: &mut [Column]) {
    let mut taken = HashSet::new();
    for column in columns {
        let keyed = column.role.is_answer() || column.role == Role::Attribute;
        if !keyed {
            continue;
        }
        let base = column.key();
        let mut n = 1;
        while !taken.insert((column.role.is_answer(), column.key())) {
            n += 1;
            let room: String = base.chars().take(40).collect();
            column.key = Some(format!("{room}_{n}"));
        }
    }
}
