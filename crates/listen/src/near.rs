//! Which known names look like one that is not known.

/// Up to three of `known` within a third of the letters of `name` (Levenshtein), nearest first.
pub(crate) fn near<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Vec<String> {
    let wanted = name.to_lowercase();
    let most = (wanted.chars().count() / 3).max(1);
    let mut found: Vec<(usize, &str)> = known
        .map(|k| (distance(&wanted, &k.to_lowercase()), k))
        .filter(|(d, _)| *d <= most)
        .collect();
    found.sort();
    found
        .into_iter()
        .take(3)
        .map(|(_, k)| k.to_owned())
        .collect()
}

/// Insertions, deletions and replacements between two texts of at most 64 letters each.
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().take(64).collect();
    let b: Vec<char> = b.chars().take(64).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = corner + usize::from(x != y);
            corner = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(corner + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_near_and_another_word_is_not() {
        let known = ["store-visit", "airport", "default"];
        assert_eq!(near("store-vist", known.into_iter()), ["store-visit"]);
        assert_eq!(near("Default", known.into_iter()), ["default"]);
        assert!(near("kiosk", known.into_iter()).is_empty());
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
