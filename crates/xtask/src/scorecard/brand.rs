//! The whole brand, in which everything happens at once: what was planted is found.

use super::goal::{Goal, Row, Shown, Target, mean, sd};
use super::{kendall, words};
use stats::cause::{Cell, Cube, Direction, Period, Rules as CauseRules, Tally, find};
use stats::change::{Family, Question, Verdict, between, judge};
use stats::nps::Counts;
use stats::style::{Pair, equate};
use stats::{Rules, nps};
use world::brand::response::Response;
use world::brand::visit::CHANNELS;
use world::comment::Corpus;
use world::trial::careless::Care;
use world::{Brand, Size};

pub(super) static ROW: Row = Row {
    name: "The whole brand",
    world: "The demo's brand: 30,000 customers, 60 stores, three countries and 18 months, with halo, response style, fatigue and nonresponse, a delivery strike in the North in the last month, a store that slips for eight months, and Germany, which only answers differently; about 8,000 responses. `cause::find` by region and channel on the last month and the one before; `change::judge` over the stores' last four months against the year before; `style::equate` on the anchor stories; `maxdiff` counts.",
    goals: &[
        Goal {
            what: "the strike's cell first",
            naive: "lowest score",
            best: "–",
            target: Target::AtLeast(0.9),
            slack: 0.5,
            digits: 2,
        },
        Goal {
            what: "the slipping store named",
            naive: "lowest score",
            best: "–",
            target: Target::AtLeast(0.8),
            slack: 0.8,
            digits: 2,
        },
        Goal {
            what: "other stores named, outside the strike's region",
            naive: "each at p < .05",
            best: "0",
            target: Target::AtMost(0.5),
            slack: 1.0,
            digits: 2,
        },
        Goal {
            what: "Germany less UK with anchors, standard deviations",
            naive: "raw means",
            best: "0",
            target: Target::Between(-0.1, 0.1),
            slack: 0.15,
            digits: 3,
        },
        Goal {
            what: "Kendall's tau of the perks",
            naive: "",
            best: ".99",
            target: Target::AtLeast(0.95),
            slack: 0.05,
            digits: 3,
        },
    ],
    measure,
};

fn measure(seed: u64) -> Result<Vec<Shown>, String> {
    let brand = Brand::simulate(seed, &Size::demo(), &Corpus::default());
    let (slip, others) = stores(&brand)?;
    Ok(vec![
        strike(&brand)?,
        slip,
        others,
        country(&brand)?,
        Shown::ours(perks(&brand)),
    ])
}

fn value(response: &Response) -> f64 {
    match response.ltr {
        9.. => 100.0,
        7..=8 => 0.0,
        _ => -100.0,
    }
}

/// Whether the strike's cell comes first among the regions' channels and what holds them.
fn strike(brand: &Brand) -> Result<Shown, String> {
    let last = brand.size.months - 1;
    let mut regions: Vec<&str> = brand.stores.iter().map(|s| s.region).collect();
    regions.sort_unstable();
    regions.dedup();
    let number = |region: &str| regions.iter().position(|r| *r == region).unwrap_or(0) as u32;
    let mut cube = Cube::new(2);
    for response in &brand.responses {
        let visit = &brand.visits[response.visit];
        let period = match last - visit.month {
            0 => Period::After,
            1 => Period::Before,
            _ => continue,
        };
        let at = [
            number(brand.stores[visit.store].region),
            visit.channel as u32,
        ];
        let value = value(response);
        cube.push(&at, period, &Tally::unweighted(1, value, value * value))
            .map_err(words)?;
    }
    let rules = CauseRules {
        direction: Direction::Fall,
        ..CauseRules::default()
    };
    let found = find(&cube, &rules).map_err(words)?;
    let planted = &brand.incidents.strike;
    let channel = CHANNELS
        .iter()
        .position(|c| c.0 == planted.channel)
        .unwrap_or(0);
    let planted = Cell(vec![(0, number(planted.region)), (1, channel as u32)]);
    let first = |cell: Option<&Cell>| f64::from(u8::from(cell == Some(&planted)));
    let lowest = found
        .suspects
        .iter()
        .min_by(|a, b| a.after.total_cmp(&b.after));
    Ok(Shown::both(
        first(lowest.map(|s| &s.cell)),
        first(found.suspects.first().map(|s| &s.cell)),
    ))
}

/// Whether the slipping store is named, and how many others are.
fn stores(brand: &Brand) -> Result<(Shown, Shown), String> {
    let recent = brand.size.months - 4;
    let slips = &brand.incidents.slip;
    let mut counts = vec![[Counts::default(); 2]; brand.stores.len()];
    for response in &brand.responses {
        let visit = &brand.visits[response.visit];
        let period = match visit.month {
            m if m >= recent => 1,
            m if m < slips.from_month => 0,
            _ => continue,
        };
        counts[visit.store][period]
            .observe(f64::from(response.ltr))
            .map_err(words)?;
    }
    let rules = Rules::default();
    let changes = counts
        .iter()
        .map(|[before, after]| {
            let (before, after) = (nps::estimate(before, &rules), nps::estimate(after, &rules));
            between(&before, &after, &Question::default()).map_err(words)
        })
        .collect::<Result<Vec<_>, _>>()?;
    let judged = judge(&changes, Family::DASHBOARD).map_err(words)?;
    let named: Vec<usize> = (0..judged.len())
        .filter(|&s| judged[s].verdict == Verdict::Down)
        .collect();
    let alone: Vec<usize> = (0..changes.len())
        .filter(|&s| changes[s].p.is_some_and(|p| p < 0.05))
        .collect();
    let score = |c: &Counts| (c.promoters as f64 - c.detractors as f64) / c.n().max(1) as f64;
    let lowest =
        (0..counts.len()).min_by(|&a, &b| score(&counts[a][1]).total_cmp(&score(&counts[b][1])));
    let yes = |it: bool| f64::from(u8::from(it));
    let struck = brand.incidents.strike.region;
    let others = |list: &[usize]| {
        let other = |s: &&usize| **s != slips.place && brand.stores[**s].region != struck;
        list.iter().filter(other).count() as f64
    };
    Ok((
        Shown::both(
            yes(lowest == Some(slips.place)),
            yes(named.contains(&slips.place)),
        ),
        Shown::both(others(&alone), others(&named)),
    ))
}

/// How far the country that answers differently seems to lie below the other.
fn country(brand: &Brand) -> Result<Shown, String> {
    let of = |code: &str| -> Vec<Pair> {
        let here = brand.responses.iter().filter(|r| {
            let store = &brand.stores[brand.visits[r.visit].store];
            store.country == code && r.care == Care::Attentive
        });
        here.filter_map(|r| {
            let anchors = r.anchors?.iter().map(|&a| f64::from(a)).collect();
            let score = f64::from(r.osat);
            Some(Pair { score, anchors })
        })
        .collect()
    };
    let (uk, de) = (of("UK"), of("DE"));
    let scores = |list: &[Pair]| list.iter().map(|p| p.score).collect::<Vec<f64>>();
    let (a, b) = (scores(&uk), scores(&de));
    let raw = (mean(&b) - mean(&a)) / ((sd(&a).powi(2) + sd(&b).powi(2)) / 2.0).sqrt();
    let found = equate(&[uk, de], &Rules::default()).map_err(words)?;
    let [a, b] = &found.groups[..] else {
        return Err("two countries gave other than two scores".to_owned());
    };
    let spread = ((a.sd.powi(2) + b.sd.powi(2)) / 2.0).sqrt();
    let apart = b.corrected.value.zip(a.corrected.value).map(|(b, a)| b - a);
    Ok(Shown::both(raw, apart.unwrap_or(f64::NAN) / spread))
}

fn perks(brand: &Brand) -> f64 {
    let mut score = [0.0; world::trial::maxdiff::ITEMS];
    for task in &brand.perks.tasks {
        score[task.best] += 1.0;
        score[task.worst] -= 1.0;
    }
    kendall(&score, &brand.perks.utility)
}
