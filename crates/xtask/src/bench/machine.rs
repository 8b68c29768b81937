//! What the figures were measured on, without its name.

/// Cores, processor, memory and system in one line.
pub(super) fn words() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
    let field = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name));
        line.and_then(|line| line.split_once(':'))
            .map(|(_, value)| value.trim().to_owned())
    };
    let processor = field(&read("/proc/cpuinfo"), "model name");
    let memory = field(&read("/proc/meminfo"), "MemTotal").and_then(|told| {
        let kib: u64 = told.split(' ').next()?.parse().ok()?;
        Some(format!("{:.1} GiB of memory", kib as f64 / 1_048_576.0))
    });
    let rest = [processor, memory].into_iter().flatten();
    let all: Vec<String> = std::iter::once(format!("{cores} cores"))
        .chain(rest)
        .chain([std::env::consts::OS.to_owned()])
        .collect();
    all.join(", ")
}
