//! The web app: its own checks, then browser tests against the real binary.

use super::Run;
use crate::error::Error;
use crate::{house, shell, tools, ui};

/// What `web/app` must have; the other packages run what they have.
const SCRIPTS: [&str; 4] = ["typecheck", "lint", "test", "build"];

pub(super) fn unit(run: &mut Run) -> Result<(), Error> {
    tools::node()?;
    let web = run.root.join("web");
    run.check(shell::npm(&web).arg("ci"))?;
    for package in ui::PACKAGES {
        let folder = web.join(package);
        for script in SCRIPTS {
            if !ui::has_script(&folder, script)? {
                if package == "app" {
                    return Err(Error::Missing(format!(
                        "web/app/package.json has no script '{script}': add it"
                    )));
                }
                continue;
            }
            let mut command = shell::npm(&folder);
            command.args(["run", script]);
            match script {
                "test" => run.tests(&mut command)?,
                _ => run.check(&mut command)?,
            }
        }
    }
    // The browser tests run in their own step; how they are written is checked here.
    let folder = web.join("e2e");
    for script in ["typecheck", "lint"] {
        if ui::has_script(&folder, script)? {
            run.check(shell::npm(&folder).args(["run", script]))?;
        }
    }
    Ok(())
}

pub(super) fn browser(run: &mut Run) -> Result<(), Error> {
    let chromium = tools::chromium()?;
    ui::run(&run.root)?;
    run.check(shell::cargo().args(["build", "--workspace"]))?;
    let mut command = shell::npm(&run.root.join("web/e2e"));
    command.arg("test");
    command.env("HEARBACK_BIN", house::binary(&run.root, false)?);
    command.env("CHROMIUM", chromium);
    run.tests(&mut command)
}
