//! The whole brand: the same for a seed, of the stated shape, with what was planted to be found.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use world::brand::place::COUNTRIES;
use world::brand::response::Response;
use world::brand::visit::{CHANNELS, Visit};
use world::comment::Corpus;
use world::touchpoint::TOUCHPOINTS;
use world::{Brand, Size, files};

/// The demo's brands of two seeds.
fn brands() -> &'static [Brand; 2] {
    static BRANDS: OnceLock<[Brand; 2]> = OnceLock::new();
    BRANDS
        .get_or_init(|| [1, 2].map(|seed| Brand::simulate(seed, &Size::demo(), &Corpus::default())))
}

fn nps<'a>(responses: impl Iterator<Item = &'a Response>) -> (f64, f64, f64) {
    let (mut n, mut sum, mut squares) = (0.0, 0.0, 0.0);
    for response in responses {
        let x: f64 = match response.ltr {
            9.. => 1.0,
            7..=8 => 0.0,
            _ => -1.0,
        };
        n += 1.0;
        sum += x;
        squares += x * x;
    }
    let mean: f64 = sum / n;
    (mean, (squares / n - mean * mean) / n, n)
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let size = Size {
        customers: 300,
        stores: 8,
        months: 6,
        ..Size::demo()
    };
    let of = |seed| files::all(&Brand::simulate(seed, &size, &Corpus::default()));
    assert_eq!(of(7), of(7));
    assert_ne!(of(7), of(8));
    for file in of(7) {
        assert!(file.bytes.len() > 100, "{}", file.name);
    }
}

#[test]
fn visits_meet_the_touchpoints_as_often_as_stated() {
    for brand in brands() {
        let n = brand.visits.len() as f64;
        assert!((100_000.0..160_000.0).contains(&n), "{n} visits");
        for (k, touchpoint) in TOUCHPOINTS.iter().enumerate() {
            let share = brand.visits.iter().filter(|v| v.met[k]).count() as f64 / n;
            assert!(
                (share - touchpoint.encounter).abs() < 0.01,
                "{}: {share}",
                touchpoint.id
            );
        }
        let rate = brand.responses.len() as f64 / n;
        assert!(
            (0.04..0.12).contains(&rate),
            "{rate} of the visits answered"
        );
        let worded = brand.responses.iter().filter(|r| r.words.is_some()).count();
        assert!(worded > 2500, "{worded} comments");
        let reviews = brand.reviews.len() as f64 / (60.0 * 18.0);
        assert!(
            (3.0..5.0).contains(&reviews),
            "{reviews} reviews a store and month"
        );
    }
}

#[test]
fn the_strike_is_the_strongest_contrast_of_the_last_month() {
    for brand in brands() {
        let last = Brand::month(brand.size.first_of(brand.size.months - 1));
        let before = Brand::month(brand.size.first_of(brand.size.months - 2));
        let at = |r: &Response| {
            let v = &brand.visits[r.visit];
            (brand.stores[v.store].region, CHANNELS[v.channel].0)
        };
        let mut cells: BTreeMap<(&str, &str), f64> = BTreeMap::new();
        let regions: Vec<&str> = COUNTRIES
            .iter()
            .flat_map(|c| c.regions.iter().map(|r| r.0))
            .collect();
        for region in regions {
            for (channel, _) in CHANNELS {
                let of = |month: &str, inside: bool| {
                    nps(brand.responses.iter().filter(|r| {
                        Brand::month(brand.visits[r.visit].on) == month
                            && (at(r) == (region, channel)) == inside
                    }))
                };
                let [(a0, v0, n0), (a1, v1, n1)] = [of(&before, true), of(&last, true)];
                let [(b0, w0, _), (b1, w1, _)] = [of(&before, false), of(&last, false)];
                if n0 >= 10.0 && n1 >= 10.0 {
                    let z = ((a1 - a0) - (b1 - b0)) / (v0 + v1 + w0 + w1).sqrt();
                    cells.insert((region, channel), z);
                }
            }
        }
        let strongest = cells.iter().min_by(|a, b| a.1.total_cmp(b.1)).unwrap();
        assert_eq!(*strongest.0, ("North", "delivery"), "{cells:?}");
        assert!(*strongest.1 < -3.0, "{cells:?}");
        let said = brand.responses.iter().filter_map(|r| r.words.as_ref());
        let said = said.filter(|w| w.strike).count();
        let written = brand.reviews.iter().filter(|r| r.words.strike).count();
        assert!(
            said + written >= 15,
            "{said} comments, {written} reviews name the strike"
        );
        let truth = brand.truth();
        assert!(
            truth.strike_nps[1] < truth.strike_nps[0] - 60.0,
            "{:?}",
            truth.strike_nps
        );
    }
}

#[test]
fn the_reserved_country_is_as_satisfied_and_answers_lower() {
    for brand in brands() {
        let truth = brand.truth();
        let (uk, de) = (&truth.countries["UK"], &truth.countries["DE"]);
        assert!((uk.nps - de.nps).abs() < 8.0, "{uk:?} {de:?}");
        assert!(
            de.nps_as_answered < uk.nps_as_answered - 15.0,
            "{uk:?} {de:?}"
        );
    }
}

#[test]
fn one_store_slips_and_nobody_else() {
    for brand in brands() {
        let slip = &brand.incidents.slip;
        let months = brand.size.months;
        let mean = |store: &dyn Fn(&Visit) -> bool, months: std::ops::Range<u32>| {
            let here = brand
                .visits
                .iter()
                .filter(|v| store(v) && months.contains(&v.month));
            let all: Vec<f64> = here.map(|v| v.satisfaction).collect();
            all.iter().sum::<f64>() / all.len() as f64
        };
        let fall = |store: &dyn Fn(&Visit) -> bool| {
            mean(store, months - 3..months) - mean(store, slip.from_month - 3..slip.from_month)
        };
        assert!(fall(&|v| v.store == slip.place) < -0.6);
        let fell = fall(&|v| v.store != slip.place && !brand.struck(v));
        assert!(fell.abs() < 0.2, "{fell}");
    }
}

#[test]
fn the_truth_names_the_drivers_the_dip_and_who_answered_without_care() {
    for brand in brands() {
        let truth = brand.truth();
        let sum: f64 = truth.drivers.iter().map(|d| d.importance).sum();
        assert!((sum - 1.0).abs() < 0.001, "{sum}");
        let best = truth
            .drivers
            .iter()
            .max_by(|a, b| a.importance.total_cmp(&b.importance));
        assert_eq!(best.unwrap().touchpoint, "staff_attitude");
        assert!(truth.drivers.iter().all(|d| d.recoverable_loss >= 0.0));
        let careless = truth.careless.len() as f64 / brand.responses.len() as f64;
        assert!((careless - 0.10).abs() < 0.02, "{careless}");
        let dip = |months: std::ops::RangeInclusive<u32>| {
            let here = brand.visits.iter().filter(|v| months.contains(&v.tenure));
            let all: Vec<f64> = here.map(|v| v.satisfaction).collect();
            all.iter().sum::<f64>() / all.len() as f64
        };
        let beside = (dip(7..=10) + dip(15..=18)) / 2.0;
        assert!(
            (dip(11..=14) - beside + 0.45).abs() < 0.12,
            "{}",
            dip(11..=14) - beside
        );
    }
}
