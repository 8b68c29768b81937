//! Themes as people read them.

use serde_json::Value;

fn list<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    value[name].as_array().into_iter().flatten()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or("–")
}

fn number(value: &Value, name: &str) -> String {
    value[name]
        .as_f64()
        .map_or_else(|| "–".to_owned(), |x| format!("{x:.1}"))
}

/// The tree.
pub fn tree(answer: &Value) {
    for group in list(answer, "groups") {
        println!("{} ({})", text(group, "label"), text(group, "id"));
        for topic in list(group, "topics") {
            let net = &topic["net"];
            println!(
                "  {:30} {:26} {:>8} comments  net {:>6} ({} .. {})  n {}{}",
                text(topic, "label"),
                text(topic, "topic"),
                topic["verbatims"],
                number(net, "score"),
                number(net, "low"),
                number(net, "high"),
                net["n"],
                if topic["retired"] == true {
                    "  retired"
                } else {
                    ""
                }
            );
        }
    }
    println!(
        "{} comments, {} of them without a topic; version {}",
        answer["verbatims"], answer["untagged"], answer["version"]
    );
    if let Some(replay) = answer.get("replay").filter(|r| !r.is_null()) {
        println!(
            "version {} is on its way: {} of {} signals are read again",
            answer["newest"], replay["signals_done"], replay["signals_total"]
        );
    }
}

/// One topic.
pub fn topic(topic: &Value) {
    println!(
        "{} ({}), in {}",
        text(topic, "label"),
        text(topic, "topic"),
        text(topic, "parent")
    );
    println!("{}", text(topic, "definition"));
    let aliases: Vec<&str> = list(topic, "aliases").filter_map(Value::as_str).collect();
    if !aliases.is_empty() {
        println!("merged into it: {}", aliases.join(", "));
    }
    for (language, phrases) in topic["patterns"].as_object().into_iter().flatten() {
        let phrases: Vec<&str> = phrases
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        println!("{language}: {}", phrases.join(", "));
    }
    println!(
        "{} mentions in {} comments: {} negative, {} neutral, {} positive",
        topic["mentions"],
        topic["verbatims"],
        topic["negative"],
        topic["neutral"],
        topic["positive"]
    );
}

/// Versions.
pub fn versions(answer: &Value) {
    for row in list(answer, "rows") {
        let shown = if row["version"] == answer["on_show"] {
            "on show"
        } else {
            ""
        };
        println!(
            "{:>5}  {:20}  {:8} {}",
            row["version"],
            text(row, "made_at"),
            shown,
            text(row, "note")
        );
    }
}

/// Runs.
pub fn runs(answer: &Value) {
    for row in list(answer, "rows") {
        println!(
            "{:40} {:10} {:>9} of {:>9} signals  since {}",
            text(row, "run"),
            text(row, "state"),
            row["signals_done"],
            row["signals_total"],
            text(row, "started_at")
        );
    }
}

/// What would change.
pub fn preview(answer: &Value) {
    for row in list(answer, "topics") {
        println!(
            "{:30} {:26} {:>8} -> {:>8} comments",
            text(row, "label"),
            text(row, "topic"),
            row["before"]["verbatims"],
            row["after"]["verbatims"]
        );
    }
    println!(
        "without a topic: {} -> {}, of the newest {} comments",
        answer["untagged"]["before"], answer["untagged"]["after"], answer["verbatims"]
    );
}

/// What was made.
pub fn applied(answer: &Value) {
    match answer["run"].as_str() {
        Some(run) => println!(
            "version {} is made; run {run} reads by it",
            answer["version"]
        ),
        None => println!(
            "version {} is made; nothing has to be read again",
            answer["version"]
        ),
    }
}
