//! Fjordnet's customers: who they are follows from their number alone.

use super::dice::Dice;

/// How many customers speak in the story; some more than once.
const CUSTOMERS: usize = 4_200;

/// The twelve stores: region, city, store.
pub(super) const STORES: [(&str, &str, &str); 12] = [
    ("North", "Tromsø", "Tromsø Center"),
    ("North", "Bodø", "Bodø Quay"),
    ("North", "Narvik", "Narvik Mall"),
    ("East", "Stockholm", "Stockholm Central"),
    ("East", "Gothenburg", "Gothenburg Old Town"),
    ("East", "Uppsala", "Uppsala Lakeside"),
    ("South", "Kristiansand", "Kristiansand Square"),
    ("South", "Arendal", "Arendal Market"),
    ("South", "Sandefjord", "Sandefjord Park"),
    ("West", "Bergen", "Bergen Harbor"),
    ("West", "Stavanger", "Stavanger Docks"),
    ("West", "Ålesund", "Ålesund Pier"),
];

const FIRST: [&str; 24] = [
    "quiet", "amber", "brisk", "calm", "dusky", "early", "faint", "gentle", "hazel", "ivory",
    "jolly", "keen", "late", "merry", "noble", "olive", "plain", "quick", "rusty", "silver",
    "tidy", "upper", "vivid", "windy",
];
const SECOND: [&str; 24] = [
    "heron", "birch", "cliff", "dune", "elm", "fjord", "gull", "harbor", "inlet", "juniper",
    "kelp", "lark", "moss", "nettle", "otter", "pine", "quartz", "reed", "spruce", "tern",
    "urchin", "vale", "willow", "yarrow",
];

const LANGUAGES: [(&str, f64); 7] = [
    ("en", 69.0),
    ("no", 11.0),
    ("de", 5.0),
    ("sv", 4.5),
    ("da", 4.5),
    ("fr", 3.0),
    ("es", 3.0),
];
const CONSUMER: [(&str, f64); 5] = [
    ("Mobile 10", 24.0),
    ("Mobile Unlimited", 26.0),
    ("Fiber 100", 18.0),
    ("Fiber 500", 20.0),
    ("Family", 12.0),
];
const BUSINESS: [(&str, f64); 2] = [("Office Fiber", 55.0), ("Team Mobile", 45.0)];

/// A customer of the story.
#[derive(Debug, Clone)]
pub(super) struct Person {
    /// Who they are; everything else follows from it.
    pub(super) number: u64,
    pub(super) email: String,
    /// Place in [`STORES`].
    pub(super) home: usize,
    pub(super) business: bool,
    pub(super) plan: &'static str,
    /// Completed years as a customer.
    pub(super) tenure_years: usize,
    pub(super) language: &'static str,
}

impl Person {
    /// Somebody; the same numbers give the same person.
    pub(super) fn any(dice: &mut Dice) -> Self {
        Self::of(dice.under(CUSTOMERS))
    }

    /// Somebody of a region.
    pub(super) fn of_region(dice: &mut Dice, region: &str) -> Self {
        loop {
            let person = Self::any(dice);
            if person.region() == region {
                return person;
            }
        }
    }

    fn of(number: usize) -> Self {
        let mut own = Dice::new(number as u64 ^ 0x0F70_12D5_EED5);
        let business = own.chance(0.18);
        let first = own.pick(&FIRST).copied().unwrap_or("quiet");
        let second = own.pick(&SECOND).copied().unwrap_or("heron");
        let plans: &[(&str, f64)] = if business { &BUSINESS } else { &CONSUMER };
        // Big towns have more customers.
        let home = own.weighted(
            &[6.0, 4.5, 3.5, 15.0, 6.0, 5.0, 8.0, 5.0, 5.0, 13.0, 8.0, 5.0]
                .iter()
                .copied()
                .enumerate()
                .collect::<Vec<_>>(),
            0,
        );
        Self {
            number: number as u64,
            email: format!("{first}.{second}.{number}@example.org"),
            home,
            business,
            plan: own.weighted(plans, "Mobile 10"),
            tenure_years: (own.share() * own.share() * 16.0) as usize,
            language: own.weighted(&LANGUAGES, "en"),
        }
    }

    /// Norway, or Sweden in the east.
    pub(super) fn country(&self) -> &'static str {
        match self.region() {
            "East" => "Sweden",
            _ => "Norway",
        }
    }

    /// North, East, South or West.
    pub(super) fn region(&self) -> &'static str {
        STORES[self.home].0
    }
}
