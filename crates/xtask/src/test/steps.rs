//! The checks that are one command each.

use super::Run;
use crate::error::Error;
use crate::{openapi, shell, tidy};

pub(super) fn fmt(run: &mut Run) -> Result<(), Error> {
    run.check(shell::cargo().args(["fmt", "--all", "--check"]))
}

pub(super) fn tidy(run: &mut Run) -> Result<(), Error> {
    let done = tidy::check(&run.root);
    run.count(&done);
    done
}

pub(super) fn clippy(run: &mut Run) -> Result<(), Error> {
    run.check(shell::cargo().args([
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]))
}

pub(super) fn openapi(run: &mut Run) -> Result<(), Error> {
    let done = openapi::compare_or_write(&run.root, true);
    run.count(&done);
    done
}
