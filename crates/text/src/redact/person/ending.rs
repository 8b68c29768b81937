//! Endings of family names, and the few words that are told apart by their spelling.

/// Endings that family names have and hardly anything else; what ends so is at least as long
/// as the number says.
const ENDINGS: &[(&str, usize)] = &[
    ("sson", 6),
    ("dottir", 8),
    ("dóttir", 8),
    ("sen", 7),
    ("ová", 5),
    ("ovic", 6),
    ("ović", 6),
    ("evic", 6),
    ("ević", 6),
    ("cki", 6),
    ("ski", 7),
    ("ska", 8),
    ("cka", 8),
    ("dze", 7),
    ("shvili", 8),
    ("enko", 6),
    ("inen", 7),
    ("onen", 7),
    ("önen", 7),
    ("unen", 7),
    ("ič", 5),
    ("oč", 5),
    ("ić", 5),
    ("ovich", 7),
    ("evich", 7),
    ("ðason", 8),
    ("arson", 8),
    ("qvist", 7),
    ("quist", 7),
    ("ström", 6),
    ("gaard", 6),
    ("gård", 6),
    ("oğlu", 6),
    ("opoulos", 9),
    ("akis", 7),
    ("ov", 6),
    ("ev", 6),
    ("ova", 7),
    ("eva", 7),
    ("idis", 7),
    ("haug", 6),
    ("blad", 6),
    ("mann", 6),
    ("enbach", 8),
    ("escu", 6),
    ("yan", 7),
    ("wicz", 6),
    ("czyk", 6),
    ("czak", 6),
    ("iak", 6),
    ("zadeh", 7),
];

/// Endings among those that towns, adjectives and nouns have as well: alone they prove nothing.
pub(super) const WEAK: &[&str] = &[
    "sen", "ski", "ska", "cki", "cka", "mann", "yan", "haug", "blad", "nova", "neva", "skov",
    "behov", "enbach", "iak", "cova", "dova", "gova",
];

/// Kin and clergy that are part of a name when they have a capital.
pub(super) fn is_kin_title(word: &str) -> bool {
    matches!(
        word,
        "Sister"
            | "Father"
            | "Brother"
            | "Aunt"
            | "Uncle"
            | "Pastor"
            | "Big"
            | "Lady"
            | "Lord"
            | "Sir"
    )
}

/// Titles that are written in lower case inside a sentence.
pub(super) fn is_lower_title(word: &str) -> bool {
    matches!(
        word,
        "signora"
            | "signor"
            | "signorina"
            | "dona"
            | "don"
            | "doña"
            | "pan"
            | "pani"
            | "panią"
            | "pana"
            | "herr"
            | "fru"
            | "frøken"
            | "fröken"
            | "rouva"
            | "herra"
            | "mevrouw"
            | "meneer"
            | "drs"
            | "dr"
            | "rag"
            | "avv"
            | "ing"
            | "dott"
            | "sig"
            | "mr"
            | "mrs"
            | "ms"
            | "miss"
            | "mme"
            | "doctor"
            | "doctora"
            | "doktor"
            | "docteur"
            | "dottoressa"
            | "dottore"
            | "dottor"
            | "monsieur"
            | "madame"
            | "senhor"
            | "senhora"
            | "señor"
            | "señora"
            | "familie"
            | "familien"
            | "familjen"
            | "famille"
            | "familia"
            | "família"
            | "famiglia"
            | "sr"
            | "sra"
    )
}

/// Words that tell a person's name and hardly anything else's.
pub(super) fn introduces(word: &str) -> bool {
    let word = word.to_lowercase();
    matches!(
        word.as_str(),
        "name"
            | "surname"
            | "navn"
            | "namn"
            | "naam"
            | "nimeni"
            | "nombre"
            | "apellido"
            | "nom"
            | "nome"
            | "cognome"
            | "sobrenome"
            | "nachname"
            | "imię"
            | "nazwisko"
            | "nazwiska"
            | "adım"
            | "ismim"
            | "soyadım"
            | "heiße"
            | "heisse"
            | "chamo"
            | "chiamo"
            | "llamo"
            | "appelle"
            | "nazywam"
            | "holder"
            | "payee"
            | "titular"
            | "navnet"
            | "namnet"
    )
}

/// "a girl called", "jeg hedder": what is called so is a person.
pub(super) fn is_person(called: &str, before: &str) -> bool {
    match called {
        "called" | "named" => matches!(
            before,
            "girl"
                | "boy"
                | "woman"
                | "man"
                | "lady"
                | "gentleman"
                | "guy"
                | "lad"
                | "lass"
                | "chap"
                | "fella"
                | "bloke"
                | "person"
                | "someone"
                | "somebody"
                | "colleague"
                | "agent"
                | "m"
                | "am"
        ),
        "hedder" | "heter" | "heet" => matches!(
            before,
            "jeg" | "Jeg" | "jag" | "Jag" | "eg" | "Eg" | "ik" | "Ik"
        ),
        _ => false,
    }
}

/// Whether the word ends as family names do.
pub(super) fn has_ending(word: &str) -> bool {
    ENDINGS
        .iter()
        .any(|(ending, long)| word.ends_with(ending) && word.chars().count() >= *long)
}
