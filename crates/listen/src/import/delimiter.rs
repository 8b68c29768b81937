//! Which character separates the cells.

/// What may separate cells, the likeliest first.
const CANDIDATES: [u8; 4] = *b",;\t|";
/// Records that are looked at.
const LOOKED_AT: usize = 200;

/// The delimiter under which the first records have the most equal widths; a comma for a table
/// of one column. `cut` says that the text ends in the middle.
pub(super) fn delimiter_of(head: &str, cut: bool) -> u8 {
    let mut best = (0.0, b',');
    for candidate in CANDIDATES {
        let score = score(head, candidate, cut);
        if score > best.0 {
            best = (score, candidate);
        }
    }
    best.1
}

/// Share of records as wide as most are, with a little more for wider ones; 0 for one column.
fn score(head: &str, delimiter: u8, cut: bool) -> f64 {
    let mut widths = Vec::new();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(head.as_bytes());
    for record in reader.records().take(LOOKED_AT) {
        let Ok(record) = record else { break };
        widths.push(record.len());
    }
    if cut && widths.len() > 1 {
        widths.pop();
    }
    let Some(usual) = usual(&widths) else {
        return 0.0;
    };
    if usual < 2 {
        return 0.0;
    }
    let same = widths.iter().filter(|w| **w == usual).count() as f64 / widths.len() as f64;
    // The first record is the header: when it has the usual width, that says more than a body row.
    let header = if widths.first() == Some(&usual) {
        1.0
    } else {
        0.5
    };
    same * header * (1.0 + (usual as f64).ln() / 10.0)
}

fn usual(widths: &[usize]) -> Option<usize> {
    let mut counts = std::collections::BTreeMap::new();
    for width in widths {
        *counts.entry(*width).or_insert(0usize) += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(width, n)| (*n, *width))
        .map(|(width, _)| width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters_are_told_apart_even_when_others_stand_in_the_text() {
        assert_eq!(delimiter_of("a,b\n1,2\n", false), b',');
        assert_eq!(delimiter_of("a;b\n1,5;\"x, y\"\n2,5;z\n", false), b';');
        assert_eq!(delimiter_of("a\tb\tc\nx, y\t1;2\t3\n", false), b'\t');
        assert_eq!(delimiter_of("comment\nGood, really\nBad\n", false), b',');
        assert_eq!(delimiter_of("", false), b',');
    }
}
