//! A brand as files: CSV tables that anybody can read, and the truth as JSON.

use csv::Writer;

use crate::brand::customer::{AGES, Customer};
use crate::brand::panel::ITEMS;
use crate::brand::place::COUNTRIES;
use crate::brand::response::Cell;
use crate::brand::truth::response_id;
use crate::brand::visit::CHANNELS;
use crate::brand::{Brand, PERKS};
use crate::touchpoint::TOUCHPOINTS;

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name in the folder.
    pub name: &'static str,
    /// Its content, UTF-8.
    pub bytes: Vec<u8>,
}

/// Every file of a brand: `responses.csv` and `reviews.csv` can be imported as they are; the
/// others are what a brand knows of itself; `truth.json` is what nobody there knows.
///
/// Touchpoints are scored from 1 to 5, 6 says that it was not encountered, an empty cell that
/// it was left out. Money is in minor units. Instants are UTC.
#[must_use]
pub fn all(brand: &Brand) -> Vec<File> {
    vec![
        table("customers.csv", |t| customers(brand, t)),
        table("stores.csv", |t| stores(brand, t)),
        table("visits.csv", |t| visits(brand, t)),
        table("responses.csv", |t| responses(brand, t)),
        table("reviews.csv", |t| reviews(brand, t)),
        table("operations.csv", |t| operations(brand, t)),
        table("beliefs.csv", |t| beliefs(brand, t)),
        table("perks.csv", |t| perks(brand, t)),
        table("population.csv", |t| population(brand, t)),
        File {
            name: "truth.json",
            bytes: truth(brand),
        },
    ]
}

/// Rows of cells, the first one being the header.
struct Rows(Writer<Vec<u8>>);

impl Rows {
    fn row<I: IntoIterator<Item = S>, S: AsRef<[u8]>>(&mut self, cells: I) {
        // A vector takes every byte, and all rows of a table have the header's length.
        let _ = self.0.write_record(cells);
    }
}

fn table(name: &'static str, fill: impl FnOnce(&mut Rows)) -> File {
    let mut rows = Rows(Writer::from_writer(Vec::new()));
    fill(&mut rows);
    File {
        name,
        bytes: rows.0.into_inner().unwrap_or_default(),
    }
}

fn truth(brand: &Brand) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(&brand.truth()).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn visit_id(place: usize) -> String {
    format!("V{:07}", place + 1)
}

fn instant(on: jiff::civil::Date, minute: u32) -> String {
    format!("{on}T{:02}:{:02}:00Z", minute / 60, minute % 60)
}

fn yes(it: bool) -> &'static str {
    if it { "1" } else { "0" }
}

fn month_of(brand: &Brand, month: i32) -> String {
    let start = brand
        .size
        .start
        .saturating_add(jiff::Span::new().months(month));
    Brand::month(start)
}

fn customers(brand: &Brand, rows: &mut Rows) {
    rows.row([
        "customer", "country", "region", "store", "segment", "age", "switched", "joined", "left",
    ]);
    for c in &brand.customers {
        let left = c.left_month.map(|month| month_of(brand, month));
        rows.row([
            c.id.as_str(),
            c.country,
            c.region,
            &c.store,
            c.segment,
            c.age,
            yes(c.switched),
            &month_of(brand, c.joined_month),
            &left.unwrap_or_default(),
        ]);
    }
}

fn stores(brand: &Brand, rows: &mut Rows) {
    rows.row(["store", "country", "region"]);
    for s in &brand.stores {
        rows.row([s.id.as_str(), s.country, s.region]);
    }
}

fn visits(brand: &Brand, rows: &mut Rows) {
    rows.row([
        "visit",
        "customer",
        "store",
        "channel",
        "on",
        "path",
        "failed",
        "bought_again",
        "lost",
    ]);
    for (place, v) in brand.visits.iter().enumerate() {
        let failed: Vec<&str> = TOUCHPOINTS
            .iter()
            .zip(v.failed)
            .filter_map(|(t, failed)| failed.then_some(t.id))
            .collect();
        rows.row([
            visit_id(place).as_str(),
            &brand.customers[v.customer].id,
            &brand.stores[v.store].id,
            CHANNELS[v.channel].0,
            &v.on.to_string(),
            &v.path(),
            &failed.join(" "),
            yes(!v.lost),
            yes(v.lost),
        ]);
    }
}

fn responses(brand: &Brand, rows: &mut Rows) {
    let mut header: Vec<&str> = vec![
        "response",
        "answered_at",
        "month",
        "visit",
        "customer",
        "store",
        "country",
        "region",
        "channel",
        "segment",
        "age",
        "switched",
        "tenure_months",
        "language",
        "weight",
        "invitations_90d",
        "seconds",
        "ltr",
        "osat",
        "ces",
        "expected",
        "experienced",
    ];
    header.extend(TOUCHPOINTS.iter().map(|t| t.id));
    header.extend(["anchor_1", "anchor_2", "anchor_3", "anchor_4", "comment"]);
    rows.row(header);
    for (place, r) in brand.responses.iter().enumerate() {
        let v = &brand.visits[r.visit];
        let c = &brand.customers[v.customer];
        let mut cells = vec![
            response_id(place),
            instant(r.on, r.minute),
            Brand::month(r.on),
            visit_id(r.visit),
            c.id.clone(),
            brand.stores[v.store].id.clone(),
            c.country.to_owned(),
            brand.stores[v.store].region.to_owned(),
            CHANNELS[v.channel].0.to_owned(),
            c.segment.to_owned(),
            c.age.to_owned(),
            yes(c.switched).to_owned(),
            v.tenure.to_string(),
            r.language.to_owned(),
            r.weight.to_string(),
            r.invitations.to_string(),
            r.seconds.to_string(),
            r.ltr.to_string(),
            r.osat.to_string(),
            r.ces.to_string(),
            r.expected.to_string(),
            r.experienced.to_string(),
        ];
        cells.extend(r.touchpoints.map(|cell| match cell {
            Cell::Score(score) => score.to_string(),
            Cell::NotEncountered => "6".to_owned(),
            Cell::Blank => String::new(),
        }));
        let anchor = |k: usize| r.anchors.map_or(String::new(), |a| a[k].to_string());
        cells.extend((0..4).map(anchor));
        cells.push(r.words.as_ref().map_or(String::new(), |w| w.text.clone()));
        rows.row(cells);
    }
}

fn reviews(brand: &Brand, rows: &mut Rows) {
    rows.row([
        "review",
        "written_at",
        "store",
        "country",
        "region",
        "stars",
        "language",
        "text",
    ]);
    for (place, r) in brand.reviews.iter().enumerate() {
        let store = &brand.stores[brand.visits[r.visit].store];
        rows.row([
            format!("W{:06}", place + 1).as_str(),
            &instant(r.on, r.minute),
            &store.id,
            store.country,
            store.region,
            &r.stars.to_string(),
            r.language,
            &r.words.text,
        ]);
    }
}

fn operations(brand: &Brand, rows: &mut Rows) {
    rows.row([
        "store",
        "month",
        "visits",
        "sales_minor",
        "goal_minor",
        "missed",
        "prior_index",
        "staffing",
        "promotion",
        "weather",
        "competition",
    ]);
    let months = brand.size.months as usize;
    let mut visits = vec![0_u32; brand.operations.len()];
    for v in &brand.visits {
        visits[v.store * months + v.month as usize] += 1;
    }
    for (o, visits) in brand.operations.iter().zip(visits) {
        rows.row([
            o.store.as_str(),
            &o.month,
            &visits.to_string(),
            &o.sales_minor.to_string(),
            &o.goal_minor.to_string(),
            yes(o.missed),
            &o.prior_index.to_string(),
            &o.staffing.to_string(),
            &o.promotion.to_string(),
            &o.weather.to_string(),
            &o.competition.to_string(),
        ]);
    }
}

fn beliefs(brand: &Brand, rows: &mut Rows) {
    let mut header = vec!["person".to_owned(), "group".to_owned()];
    header.extend(ITEMS.iter().map(|item| item.id.to_owned()));
    header.extend(TOUCHPOINTS.iter().map(|t| format!("believed_{}", t.id)));
    rows.row(header);
    for (place, b) in brand.beliefs.iter().enumerate() {
        let group = if b.of_brand { "brand" } else { "customers" };
        let mut cells = vec![format!("P{:04}", place + 1), group.to_owned()];
        cells.extend(b.ticked.map(|t| yes(t).to_owned()));
        let believed = |k: usize| b.guessed.map_or(String::new(), |g| g[k].to_string());
        cells.extend((0..TOUCHPOINTS.len()).map(believed));
        rows.row(cells);
    }
}

fn perks(brand: &Brand, rows: &mut Rows) {
    rows.row(["person", "task", "shown", "best", "worst"]);
    for (place, task) in brand.perks.tasks.iter().enumerate() {
        rows.row([
            format!("P{:04}", task.person + 1).as_str(),
            &(place + 1).to_string(),
            &task.shown.map(|k| PERKS[k]).join(" "),
            PERKS[task.best],
            PERKS[task.worst],
        ]);
    }
}

/// Customers of the last month by country and age: what responses may be weighted to.
fn population(brand: &Brand, rows: &mut Rows) {
    rows.row(["country", "age", "customers"]);
    let there = |c: &&Customer| c.left_month.is_none();
    for country in COUNTRIES {
        for (age, _) in AGES {
            let here = brand.customers.iter().filter(there);
            let n = here
                .filter(|c| c.country == country.code && c.age == age)
                .count();
            rows.row([country.code, age, &n.to_string()]);
        }
    }
}
