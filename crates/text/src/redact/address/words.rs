//! Words that make or unmake a street.

/// Endings of street names that are written in one word.
pub(super) const ENDINGS: &[&str] = &[
    "straße", "strasse", "str", "gasse", "weg", "platz", "allee", "ufer", "damm", "steig",
    "straat", "laan", "plein", "gracht", "kade", "dijk", "singel", "steeg", "vej", "gade",
    "stræde", "vænge", "torv", "bakken", "gatan", "gata", "gränd", "vägen", "väg", "torget",
    "stigen", "gate", "gaten", "vei", "veien", "veg", "vegen", "katu", "tie", "kuja", "polku",
    "raitti", "kaari", "penger", "rinne", "stræti", "gatu", "braut", "gård", "garden", "stien",
    "krogen",
];

/// Words with such an ending that are no streets.
pub(super) const NO_STREETS: &[&str] = &[
    "parkplatz",
    "sitzplatz",
    "stellplatz",
    "arbeitsplatz",
    "spielplatz",
    "campingplatz",
    "zeltplatz",
    "bahnsteig",
    "fensterplatz",
    "hering",
    "spring",
    "monitoring",
    "engineering",
    "colgate",
    "sortie",
    "partie",
    "artie",
    "during",
    "string",
    "ordering",
    "catering",
    "garden",
    "hosting",
    "booking",
    "parking",
    "roaming",
    "streaming",
    "shipping",
];

/// Guard words that are towns and countries.
pub(super) fn is_town(word: &str) -> bool {
    const TOWNS: &[&str] = &[
        "London",
        "Paris",
        "Berlin",
        "Madrid",
        "Rome",
        "Milan",
        "Lisbon",
        "Amsterdam",
        "Copenhagen",
        "Stockholm",
        "Oslo",
        "Helsinki",
        "Warsaw",
        "Istanbul",
        "Ankara",
        "Tokyo",
        "Dublin",
        "Belfast",
        "Manchester",
        "Birmingham",
        "Glasgow",
        "Edinburgh",
        "Leeds",
        "York",
        "Bern",
        "Wien",
        "Zürich",
        "München",
        "Hamburg",
        "Köln",
        "Frankfurt",
        "Lyon",
        "Bruxelles",
        "Roma",
        "Milano",
        "New",
        "UK",
        "USA",
        "US",
        "Deutschland",
        "France",
        "España",
        "Italia",
        "Portugal",
        "Brasil",
        "Danmark",
        "Sverige",
        "Norge",
        "Suomi",
        "Polska",
        "Türkiye",
        "Nederland",
        "België",
        "Österreich",
    ];
    TOWNS.iter().any(|town| town.eq_ignore_ascii_case(word))
}

/// Small words inside a street's or a town's name.
pub(super) fn is_article(word: &str) -> bool {
    matches!(
        word,
        "des"
            | "los"
            | "las"
            | "dei"
            | "degli"
            | "delle"
            | "della"
            | "dell"
            | "aux"
            | "au"
            | "nad"
            | "upon"
            | "am"
            | "an"
            | "in"
            | "im"
            | "bei"
            | "sur"
            | "sous"
            | "sul"
    )
}

/// Months and weekdays: "12 March 2024" is no address.
pub(super) fn is_calendar(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "januar",
        "februar",
        "märz",
        "mai",
        "juni",
        "juli",
        "oktober",
        "dezember",
    ];
    WORDS.iter().any(|known| known.eq_ignore_ascii_case(word))
}
