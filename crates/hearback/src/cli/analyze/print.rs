//! A report as a person reads it in a terminal.

use serde_json::Value;

/// Rows shown before the rest is only counted.
const SHOWN: usize = 40;

/// Prints method, n, results as a table, then warnings and what was left out.
pub fn print(report: &Value) {
    let text = |name: &str| report[name].as_str().unwrap_or("").to_owned();
    println!("{} · {} · n {}", text("kind"), text("method"), report["n"]);
    for (name, value) in report.as_object().into_iter().flatten() {
        let usual = [
            "kind", "method", "n", "results", "warnings", "refused", "card",
        ];
        if !usual.contains(&name.as_str()) && !value.is_null() {
            println!("{name}: {}", cell(value));
        }
    }
    if let Some(why) = report["refused"].as_str() {
        println!("not shown: {why}");
    }
    let rows: Vec<&Value> = report["results"].as_array().into_iter().flatten().collect();
    table(&rows);
    if rows.len() > SHOWN {
        println!("… and {} more; --json prints all", rows.len() - SHOWN);
    }
    for warning in report["warnings"].as_array().into_iter().flatten() {
        println!("note: {}", warning.as_str().unwrap_or(""));
    }
    for left in report["card"]["left_out"].as_array().into_iter().flatten() {
        println!("left out: {} ({})", left["rows"], cell(&left["why"]));
    }
}

fn table(rows: &[&Value]) {
    let Some(first) = rows.first().and_then(|row| row.as_object()) else {
        return;
    };
    let names: Vec<&String> = first.keys().collect();
    let shown: Vec<Vec<String>> = rows
        .iter()
        .take(SHOWN)
        .map(|row| names.iter().map(|name| cell(&row[name.as_str()])).collect())
        .collect();
    let width = |at: usize| {
        let cells = shown.iter().map(|row| row[at].chars().count());
        cells.max().unwrap_or(0).max(names[at].chars().count())
    };
    let line = |cells: &[String]| {
        let padded: Vec<String> = cells
            .iter()
            .enumerate()
            .map(|(at, cell)| format!("{cell:<width$}", width = width(at)))
            .collect();
        println!("{}", padded.join("  ").trim_end());
    };
    line(&names.iter().map(|name| (*name).clone()).collect::<Vec<_>>());
    shown.iter().for_each(|row| line(row));
}

/// A value in a cell: numbers with at most four decimals, objects as `name=value`.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => text.clone(),
        Value::Number(number) => match number.as_f64() {
            Some(x) if !number.is_i64() && !number.is_u64() => short(x),
            _ => number.to_string(),
        },
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Value::Array(list) => list.iter().map(cell).collect::<Vec<_>>().join(" "),
        Value::Object(map) => {
            let pairs = map
                .iter()
                .map(|(name, value)| format!("{name}={}", cell(value)));
            pairs.collect::<Vec<_>>().join(" ")
        }
    }
}

fn short(x: f64) -> String {
    let text = format!("{x:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_lose_zeros_and_objects_become_pairs() {
        assert_eq!(cell(&json!(0.25)), "0.25");
        assert_eq!(cell(&json!(3.0)), "3");
        assert_eq!(cell(&json!(12)), "12");
        assert_eq!(cell(&json!(null)), "–");
        assert_eq!(cell(&json!({ "area": "N", "n": 3 })), "area=N n=3");
    }
}
