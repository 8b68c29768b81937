//! What one durable write costs on the disk that is measured.

use super::figures::percentile;
use crate::clock::Stopwatch;
use crate::error::Error;
use std::fs::File;
use std::io::Write;
use std::path::Path;

/// As much as a small commit writes.
const BLOCK: [u8; 4096] = [7; 4096];

/// Median and 99th percentile of write and `fdatasync`, in microseconds.
pub(super) struct Sync {
    pub(super) p50: Option<u32>,
    pub(super) p99: Option<u32>,
}

/// Appends blocks to a file in `folder` for `seconds`, each made durable before the next.
pub(super) fn sync(folder: &Path, seconds: f64) -> Result<Sync, Error> {
    let path = folder.join("sync-probe");
    let mut file = File::create(&path).map_err(Error::file(&path))?;
    let (mut took, watch) = (Vec::new(), Stopwatch::start());
    while watch.seconds() < seconds {
        let one = Stopwatch::start();
        file.write_all(&BLOCK)
            .and_then(|()| file.sync_data())
            .map_err(Error::file(&path))?;
        took.push((one.seconds() * 1e6) as u32);
    }
    drop(file);
    std::fs::remove_file(&path).map_err(Error::file(&path))?;
    Ok(Sync {
        p50: percentile(&mut took, 0.5),
        p99: percentile(&mut took, 0.99),
    })
}
