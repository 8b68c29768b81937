//! Two countries that live the same and answer differently.

use crate::Draw;
use crate::draw::answer;

/// How the people of a country use a scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// Factor on what they feel; below 1 they keep to the middle.
    pub stretch: f64,
    /// What they add, in latent standard deviations.
    pub shift: f64,
}

/// The country that answers straight.
pub const PLAIN: Style = Style {
    stretch: 1.0,
    shift: 0.0,
};

/// The country that keeps to the middle and to the lower end.
pub const RESERVED: Style = Style {
    stretch: 0.8,
    shift: -0.35,
};

/// How satisfied the persons of the anchor stories are, in latent standard deviations.
pub const ANCHORS: [f64; 4] = [-1.0, -0.3, 0.3, 1.0];

/// The answers of one country, all from 1 to 10.
#[derive(Debug, Clone, Default)]
pub struct Country {
    /// Ten items about one's own experience.
    pub items: Vec<[u8; 10]>,
    /// Four anchor stories, the same everywhere.
    pub anchors: Vec<[u8; 4]>,
}

/// `n` people of one country, truly `level` standard deviations above the other.
#[must_use]
pub fn country(seed: u64, stream: u64, n: usize, style: Style, level: f64) -> Country {
    let draw = &mut Draw::new(seed, stream);
    let mut all = Country::default();
    for _ in 0..n {
        let own = 0.6 * draw.normal() + level;
        let stretch = (0.2 * draw.normal()).exp() * style.stretch;
        let shift = style.shift + 0.3 * draw.normal();
        let say = |felt: f64| answer(7.0 + 1.5 * (stretch * felt + shift), 1, 10);
        let noise = &mut |sd: f64| sd * draw.normal();
        let items = std::array::from_fn(|item| {
            let place = -0.6 + 1.2 * item as f64 / 9.0;
            say(own + place + noise(0.8))
        });
        all.items.push(items);
        all.anchors
            .push(std::array::from_fn(|k| say(ANCHORS[k] + noise(0.4))));
    }
    all
}

/// Both countries of one world, equally satisfied: the plain one, then the reserved one.
#[must_use]
pub fn equal_pair(seed: u64, n: usize) -> (Country, Country) {
    (
        country(seed, 6, n, PLAIN, 0.0),
        country(seed, 7, n, RESERVED, 0.0),
    )
}
