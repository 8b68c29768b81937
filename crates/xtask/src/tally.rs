//! How many tests passed and failed, read from what the runners print.

/// Tests counted over all runners.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl Tally {
    pub(crate) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// How one line of a runner is read.
type Reader = fn(&str) -> Option<Tally>;

/// Adds up the summaries of the runner that speaks in `said`. The first that is heard counts
/// alone: what a runner repeats of its tests may look like a summary of another one.
pub(crate) fn read(said: &str) -> Tally {
    let said = plain(said);
    let readers: [Reader; 4] = [nextest, cargo_test, vitest, node];
    let mut heard = readers
        .iter()
        .map(|reader| said.lines().filter_map(reader).collect::<Vec<_>>());
    let mut tally = Tally::default();
    if let Some(found) = heard.find(|found| !found.is_empty()) {
        found.into_iter().for_each(|one| tally.add(one));
    }
    tally
}

/// `Summary [   1.2s] 5 tests run: 4 passed (1 slow), 1 failed, 2 skipped`. What nextest calls
/// skipped was filtered out by us and runs in another step; `#[ignore]` is forbidden by tidy.
fn nextest(line: &str) -> Option<Tally> {
    let (head, counts) = line
        .trim_start()
        .strip_prefix("Summary [")?
        .split_once(" run: ")?;
    if !head.ends_with("test") && !head.ends_with("tests") {
        return None;
    }
    let counts = without_brackets(counts);
    let mut tally = Tally::default();
    for (n, what) in pairs(&counts, ',') {
        match what {
            "passed" => tally.passed += n,
            "skipped" => {}
            _ => tally.failed += n,
        }
    }
    Some(tally)
}

/// `test result: ok. 3 passed; 1 failed; 1 ignored; 0 measured; 2 filtered out; finished in 0.1s`
fn cargo_test(line: &str) -> Option<Tally> {
    let counts = line.strip_prefix("test result: ")?.split_once(". ")?.1;
    Some(by_name(counts, ';'))
}

/// `Tests  1 failed | 11 passed | 2 skipped (14)`
fn vitest(line: &str) -> Option<Tally> {
    let counts = line.trim().strip_prefix("Tests ")?;
    Some(by_name(&without_brackets(counts), '|'))
}

/// `# pass 3` or `ℹ pass 3`, and the same with fail, cancelled, skipped.
fn node(line: &str) -> Option<Tally> {
    let counts = line
        .strip_prefix("# ")
        .or_else(|| line.strip_prefix("ℹ "))?;
    let (what, n) = counts.split_once(' ')?;
    let n = n.parse().ok()?;
    let mut tally = Tally::default();
    match what {
        "pass" => tally.passed = n,
        "fail" | "cancelled" => tally.failed = n,
        "skipped" | "todo" => tally.skipped = n,
        _ => return None,
    }
    Some(tally)
}

fn by_name(counts: &str, between: char) -> Tally {
    let mut tally = Tally::default();
    for (n, what) in pairs(counts, between) {
        match what {
            "passed" => tally.passed += n,
            "failed" => tally.failed += n,
            "skipped" | "ignored" | "todo" => tally.skipped += n,
            _ => {}
        }
    }
    tally
}

/// `4 passed, 1 failed` as pairs; the words after a number are kept whole.
fn pairs(counts: &str, between: char) -> impl Iterator<Item = (u64, &str)> {
    counts.split(between).filter_map(|part| {
        let (n, what) = part.trim().split_once(' ')?;
        Some((n.parse().ok()?, what.trim()))
    })
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0u32;
    let mut kept = String::new();
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

/// The text without terminal colors (`ESC [ … letter`).
fn plain(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        kept.push_str(before);
        let end = after.find(|c: char| c.is_ascii_alphabetic());
        rest = end.map_or("", |end| &after[end + 1..]);
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(passed: u64, failed: u64, skipped: u64) -> Tally {
        Tally {
            passed,
            failed,
            skipped,
        }
    }

    #[test]
    fn nextest_summaries_add_up_and_filtered_tests_do_not_count() {
        let said = "\u{1b}[32;1m     Summary\u{1b}[0m [   0.003s] \u{1b}[1m1\u{1b}[0m test run: 1 passed, 9 skipped\n\
             Summary [  12.1s] 7/9 tests run: 4 passed (1 slow, 1 flaky), 1 failed, 1 timed out, 1 exec failed, 2 skipped\n";
        assert_eq!(read(said), told(5, 3, 0));
    }

    #[test]
    fn what_a_runner_repeats_of_its_tests_is_not_counted_again() {
        let said = "  stdout ───\n    test result: FAILED. 0 passed; 1 failed; 0 ignored\n# pass 7\n\
             Summary [ 1s] 3 tests run: 2 passed, 1 failed, 0 skipped\n";
        assert_eq!(read(said), told(2, 1, 0));
        let said = "# pass 7\ntest result: ok. 1 passed; 0 failed; 0 ignored\n";
        assert_eq!(read(said), told(1, 0, 0));
    }

    #[test]
    fn cargo_test_summaries_add_up() {
        let said = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out; finished in 0.00s\n\
             test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n";
        assert_eq!(read(said), told(4, 2, 1));
    }

    #[test]
    fn web_runners_are_read() {
        assert_eq!(
            read(" Test Files  2 passed (2)\n      Tests  1 failed | 11 passed | 2 skipped (14)\n"),
            told(11, 1, 2)
        );
        assert_eq!(
            read("# tests 4\n# pass 3\n# fail 1\n# skipped 0\n# duration_ms 5\n"),
            told(3, 1, 0)
        );
        assert_eq!(
            read("ℹ pass 2\nℹ fail 0\nℹ cancelled 1\nℹ todo 1\n"),
            told(2, 1, 1)
        );
    }

    #[test]
    fn other_words_count_nothing() {
        assert_eq!(
            read("Compiling 3 passed\n1 failed\n# a title\n"),
            told(0, 0, 0)
        );
    }
}
