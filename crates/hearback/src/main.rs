//! The one binary.

use std::process::ExitCode;

fn main() -> ExitCode {
    hearback::cli::run()
}
