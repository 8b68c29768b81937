//! What the name of a column says about it.

use domain::name::key_of;

/// Names of columns that number persons, places or periods and are no scores.
pub(super) const DEMOGRAPHIC: &[&str] = &[
    "year",
    "age",
    "income",
    "day",
    "month",
    "week",
    "weekday",
    "hour",
    "quarter",
    "period",
    "gender",
    "sex",
    "lang",
    "language",
    "country",
    "nationality",
    "region",
    "state",
    "county",
    "city",
    "district",
    "area",
    "zone",
    "zip",
    "zipcode",
    "postcode",
    "postal",
    "code",
    "weight",
    "strata",
    "stratum",
    "cluster",
    "peak",
    "gate",
    "terminal",
    "purpose",
    "education",
    "marital",
    "household",
    "ethnic",
    "ethnicity",
    "race",
    "religion",
    "segment",
    "wave",
    "version",
    "occupation",
    "employment",
    "tenure",
    "children",
    "visits",
    "count",
    "num",
    "qty",
    "quantity",
    "size",
    "floor",
    "room",
    "store",
    "branch",
    "index",
    "row",
    "line",
    "flight",
    "duration",
    "progress",
    "finished",
    "latitude",
    "longitude",
    "accuracy",
    "status",
    "method",
    "recency",
    "id",
];
/// Names of columns that say that they hold a score.
pub(super) const SCORES: &[&str] = &[
    "nps",
    "netpro",
    "netpromoter",
    "promoter",
    "score",
    "rating",
    "rate",
    "rated",
    "sat",
    "csat",
    "satisfaction",
    "ces",
    "effort",
    "stars",
    "star",
    "likelihood",
    "likely",
    "recommend",
    "recommendation",
    "criticality",
    "grade",
    "sentiment",
];
/// Names of columns that say that they hold words.
pub(super) const WORDS: &[&str] = &[
    "feedback",
    "comment",
    "comments",
    "verbatim",
    "verbatims",
    "text",
    "why",
    "review",
    "answer",
    "message",
    "body",
    "description",
    "suggestion",
    "suggestions",
    "improve",
    "improvement",
    "remark",
    "remarks",
    "note",
    "notes",
    "opinion",
    "complaint",
    "reason",
    "explain",
    "describe",
    "transcript",
    "freitext",
    "kommentar",
];
/// Names of columns that hold who someone is, and are not imported unless asked for.
pub(super) const PERSONAL: &[&str] = &[
    "ip",
    "ipaddress",
    "firstname",
    "lastname",
    "surname",
    "fullname",
    "password",
    "birthdate",
    "dob",
    "ssn",
    "authenticity",
    "signature",
    "photo",
];
/// Names of columns that refer to a customer.
pub(super) const CUSTOMER: &[&str] = &[
    "customer",
    "client",
    "user",
    "member",
    "account",
    "loyalty",
    "contact",
    "guest",
    "patient",
    "passenger",
    "requester",
    "subscriber",
    "crm",
];
/// Names of times, the one that says best when it happened first.
pub(super) const TIMES: &[&str] = &[
    "occurred",
    "happened",
    "visited",
    "submitted",
    "completed",
    "recorded",
    "recordeddate",
    "end",
    "enddate",
    "answered",
    "responded",
    "created",
    "date",
    "datetime",
    "timestamp",
    "time",
    "start",
    "startdate",
];

/// Whether a column's name says that it may identify rows.
pub(in crate::import) fn says_id(name: &str) -> bool {
    let key = key_of(name);
    let words = words_of(name);
    let last = words.last().map_or("", String::as_str);
    matches!(
        key.as_str(),
        "id" | "recordid"
            | "_recordid"
            | "responseid"
            | "respnum"
            | "row_index"
            | "index"
            | "key"
            | "uuid"
            | "guid"
    ) || matches!(
        last,
        "id" | "uuid"
            | "guid"
            | "respnum"
            | "number"
            | "no"
            | "nr"
            | "num"
            | "index"
            | "ref"
            | "recordid"
            | "responseid"
    ) || (name.len() > 3 && (name.ends_with("Id") || name.ends_with("ID")))
}

/// The words of a name: cut at punctuation and at capitals, digits at the end dropped.
pub(super) fn words_of(name: &str) -> Vec<String> {
    let mut cut = String::with_capacity(name.len() + 8);
    let mut before = ' ';
    for c in name.chars() {
        if c.is_uppercase() && before.is_lowercase() {
            cut.push('_');
        }
        cut.push(c);
        before = c;
    }
    let mut words: Vec<String> = key_of(&cut)
        .split('_')
        .map(|w| w.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned())
        .filter(|w| !w.is_empty())
        .collect();
    let whole = key_of(name).replace('_', "");
    if !words.contains(&whole) {
        words.push(whole);
    }
    words
}

/// Whether a name begins like a numbered question: `q7_art`, `Q12`, `QID5`.
pub(super) fn is_question(name: &str) -> bool {
    let key = key_of(name);
    let rest = key
        .strip_prefix("qid")
        .or_else(|| key.strip_prefix('q'))
        .unwrap_or("");
    rest.starts_with(|c: char| c.is_ascii_digit())
}
