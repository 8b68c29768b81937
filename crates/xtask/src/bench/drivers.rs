//! Drivers of an outcome over many signals, beside a scan that only averages the same columns.

use super::figures::{grouped, table};
use super::process::Server;
use super::watched::measured;
use super::{Bench, data, queries};
use crate::clock::Stopwatch;
use crate::error::Error;
use crate::shell;
use std::fmt::Write as _;

/// Touchpoints beside the outcome.
const DRIVERS: usize = 30;
/// Drivers up to which importance is averaged over all orders.
const EXACT: usize = 16;
/// Each question is asked this often; the shortest time counts.
const TIMES: u32 = 3;
/// At most this many times the averaging scan is aimed at.
const AIM: f64 = 3.0;
/// At most this long, in seconds, for the exact importance of [`EXACT`] drivers.
const AIM_S: f64 = 2.0;

/// The section of the report.
pub(super) fn section(bench: &Bench) -> Result<String, Error> {
    let rows = bench.import_rows;
    bench.say(&format!("drivers over {} signals", grouped(rows as f64)));
    let folder = bench.folder("drivers")?;
    let (file, map, home) = (
        folder.join("rows.csv"),
        folder.join("map.toml"),
        folder.join("data"),
    );
    data::rated_rows(&file, 0..rows, DRIVERS)?;
    std::fs::write(&map, data::rated_map(DRIVERS)).map_err(Error::file(&map))?;
    let mut command = shell::program(&bench.hearback);
    command.args(["import", "--json", "--quiet", "--post", "bench", "--map"]);
    command.arg(&map).arg("--data").arg(&home).arg(&file);
    let ended = measured(&mut command)?;
    bench.say(&format!("  they are in after {:.0} s", ended.seconds));
    let server = Server::hearback(&bench.hearback, &home)?;
    let mut wire = server.wire()?;

    let names: Vec<String> = (1..=DRIVERS).map(|n| format!("d{n}")).collect();
    let mut columns = vec!["avg(q_y)".to_owned()];
    columns.extend(names.iter().map(|name| format!("avg(q_{name})")));
    let averages = format!("select {} from signals", columns.join(", "));
    let mut scan = f64::INFINITY;
    for _ in 0..TIMES {
        scan = scan.min(queries::ask(&mut wire, &averages)?.0);
    }
    let mut analyze = |names: &[String]| -> Result<f64, Error> {
        let path = format!(
            "/api/v1/analyses/drivers?outcome=y&drivers={}",
            names.join(",")
        );
        let mut best = f64::INFINITY;
        for _ in 0..TIMES {
            let watch = Stopwatch::start();
            let answer = wire.get(&path);
            best = best.min(watch.seconds());
            let (status, text) =
                answer.map_err(|e| Error::Failed(format!("{path} was not answered: {e}")))?;
            if status != 200 {
                let text = String::from_utf8_lossy(&text);
                return Err(Error::Failed(format!("{path}: {status} {text}")));
            }
        }
        Ok(best)
    };
    let all = analyze(&names)?;
    let exact = analyze(&names[..EXACT])?;
    let verdict = |met: bool| if met { "met" } else { "short" }.to_owned();
    let lines = [
        vec![
            format!("averages of {} columns in one scan", DRIVERS + 1),
            format!("{:.0} ms", scan * 1e3),
            "1×".to_owned(),
            String::new(),
        ],
        vec![
            format!("drivers: {DRIVERS} touchpoints, by relative weights"),
            format!("{:.0} ms", all * 1e3),
            format!("{:.1}×", all / scan),
            verdict(all <= AIM * scan),
        ],
        vec![
            format!("drivers: {EXACT} touchpoints, over all orders (LMG)"),
            format!("{:.0} ms", exact * 1e3),
            format!("{:.1}×", exact / scan),
            verdict(exact <= AIM_S),
        ],
    ];
    let mut out = format!("## Drivers over {} signals\n\n", grouped(rows as f64));
    let _ = writeln!(
        out,
        "Over HTTP, best of {TIMES}; {DRIVERS} touchpoints of which each person met about 70 %. The analysis scans twice (references, then sums of products in 200 parts) and draws 1,000 samples again for its intervals. Aims: ≤ {AIM}× the averages for all, ≤ {AIM_S} s for {EXACT}.\n"
    );
    out += &table(&["what", "time", "of the averages", ""], &lines);
    drop(wire);
    drop(server);
    bench.clear(&folder)?;
    Ok(out)
}
