//! The API's description as a committed snapshot.

use crate::error::Error;
use crate::{house, shell};
use std::path::Path;
use std::process::ExitCode;

const SNAPSHOT: &str = "web/api/openapi.json";

/// Writes the snapshot, or with `check` fails where it differs from what the code says.
pub(crate) fn run(root: &Path, check: bool) -> Result<ExitCode, Error> {
    compare_or_write(root, check)?;
    println!(
        "{SNAPSHOT} is {}",
        if check { "up to date" } else { "written" }
    );
    Ok(ExitCode::SUCCESS)
}

/// The same without words, for the test step.
pub(crate) fn compare_or_write(root: &Path, check: bool) -> Result<(), Error> {
    shell::run(
        shell::cargo()
            .args(["build", "--workspace"])
            .current_dir(root),
    )?;
    let mut text = shell::read(shell::program(house::binary(root, false)?).arg("openapi"))?;
    text.truncate(text.trim_end().len());
    text.push('\n');
    settle(root, SNAPSHOT, &text, check)
}

fn settle(root: &Path, name: &str, text: &str, check: bool) -> Result<(), Error> {
    let path = root.join(name);
    if !check {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(Error::file(folder))?;
        }
        return std::fs::write(&path, text).map_err(Error::file(&path));
    }
    if !path.is_file() {
        return Err(Error::Missing(format!(
            "{name} is missing: run 'cargo xtask openapi' and commit the result"
        )));
    }
    let committed = std::fs::read_to_string(&path).map_err(Error::file(&path))?;
    match first_difference(&committed, text) {
        None => Ok(()),
        Some((line, was, is)) => Err(Error::Failed(format!(
            "{name}:{line}: differs from the code\n  committed: {was}\n  code says: {is}\n  \
             mend: run 'cargo xtask openapi' and commit the result"
        ))),
    }
}

/// The first line that differs, counted from 1, as it is in both.
fn first_difference<'a>(left: &'a str, right: &'a str) -> Option<(usize, &'a str, &'a str)> {
    if left == right {
        return None;
    }
    let (mut left, mut right) = (left.lines(), right.lines());
    for line in 1.. {
        match (left.next(), right.next()) {
            (None, None) => {
                return Some((line, "(ends here)", "(ends here, with other line ends)"));
            }
            (a, b) if a != b => {
                return Some((line, a.unwrap_or("(ends here)"), b.unwrap_or("(ends here)")));
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drift_is_named_by_its_first_line() {
        assert_eq!(first_difference("a\nb\n", "a\nb\n"), None);
        assert_eq!(first_difference("a\nb\n", "a\nc\n"), Some((2, "b", "c")));
        assert_eq!(
            first_difference("a\n", "a\nc\n"),
            Some((2, "(ends here)", "c"))
        );
        assert!(first_difference("a", "a\n").is_some());
    }
}
