//! Numbers for people: percentiles, units, ratios, tables.

/// The value below which `share` (0–1) of the values lie, by nearest rank; `None` of nothing.
///
/// The values need no order; they are sorted on the way.
pub(super) fn percentile(values: &mut [u32], share: f64) -> Option<u32> {
    values.sort_unstable();
    let rank = (share.clamp(0.0, 1.0) * values.len() as f64).ceil() as usize;
    values.get(rank.max(1) - 1).copied()
}

/// `1234567` → `1,234,567`.
pub(super) fn grouped(value: f64) -> String {
    let digits = format!("{:.0}", value.max(0.0));
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Microseconds as milliseconds.
pub(super) fn millis(micros: Option<u32>) -> String {
    micros.map_or_else(
        || "none".to_owned(),
        |micros| format!("{:.2} ms", f64::from(micros) / 1_000.0),
    )
}

/// KiB as MiB.
pub(super) fn mebibytes(kib: u64) -> String {
    format!("{:.0} MiB", kib as f64 / 1_024.0)
}

/// A share as percent; `none` where there is nothing to divide by.
pub(super) fn percent(part: f64, whole: f64) -> String {
    if whole > 0.0 {
        format!("{:.1} %", 100.0 * part / whole)
    } else {
        "none".to_owned()
    }
}

/// A Markdown table, columns after the first right-aligned.
pub(super) fn table(heads: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let heads: Vec<String> = heads.iter().map(|head| (*head).to_owned()).collect();
    let rule: Vec<String> = (0..heads.len())
        .map(|at| if at == 0 { "---" } else { "---:" }.to_owned())
        .collect();
    let mut out = line(&heads) + &line(&rule);
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| cell.replace('|', "\\|")).collect();
        out += &line(&cells);
    }
    out + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_were_seen() {
        let mut values: Vec<u32> = (1..=100).rev().collect();
        assert_eq!(percentile(&mut values, 0.5), Some(50));
        assert_eq!(percentile(&mut values, 0.99), Some(99));
        assert_eq!(percentile(&mut values, 1.0), Some(100));
        assert_eq!(percentile(&mut [7], 0.0), Some(7));
        assert_eq!(percentile(&mut [], 0.5), None);
    }

    #[test]
    fn numbers_read_as_people_write_them() {
        assert_eq!(grouped(1_234_567.4), "1,234,567");
        assert_eq!(grouped(999.0), "999");
        assert_eq!(millis(Some(1_250)), "1.25 ms");
        assert_eq!(millis(None), "none");
        assert_eq!(mebibytes(2_048), "2 MiB");
        assert_eq!(percent(1.0, 4.0), "25.0 %");
        assert_eq!(percent(1.0, 0.0), "none");
    }

    #[test]
    fn a_table_has_a_head_a_rule_and_its_rows() {
        let rows = [vec!["a|b".to_owned(), "2".to_owned()]];
        assert_eq!(
            table(&["what", "n"], &rows),
            "| what | n |\n| --- | ---: |\n| a\\|b | 2 |\n\n"
        );
    }
}
