//! Ranks of draws from the posterior.

/// How a place fared over all draws.
pub(super) struct Standing {
    pub worst: f64,
    pub best: f64,
    pub low: u64,
    pub high: u64,
}

/// Ranks every draw (values of all places, in order) and counts.
pub(super) fn standings(
    draws: impl Iterator<Item = Vec<f64>>,
    places: usize,
    low_is_worst: bool,
    alpha: f64,
) -> Vec<Standing> {
    let tenth = places.div_ceil(10);
    let mut ranks: Vec<Vec<u32>> = (0..places).map(|_| Vec::new()).collect();
    let mut order: Vec<usize> = (0..places).collect();
    for values in draws {
        order.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
        if !low_is_worst {
            order.reverse();
        }
        for (rank, &place) in order.iter().enumerate() {
            ranks[place].push(rank as u32);
        }
    }
    let standing = |mut ranks: Vec<u32>| {
        let count = ranks.len() as f64;
        ranks.sort_unstable();
        let worst = ranks.partition_point(|&r| (r as usize) < tenth) as f64;
        let rest = ranks.partition_point(|&r| (r as usize) < places - tenth) as f64;
        let at = |p: f64| {
            let at = ((count * p) as usize).min(ranks.len() - 1);
            u64::from(ranks[at]) + 1
        };
        Standing {
            worst: worst / count,
            best: (count - rest) / count,
            low: at(alpha / 2.0),
            high: at(1.0 - alpha / 2.0),
        }
    };
    ranks.into_iter().map(standing).collect()
}
