//! What a word may be to a finder of names and addresses: one hash look-up per word.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;

use super::signals;

/// A first name.
pub(super) const FIRST: u32 = 1;
/// A family name.
pub(super) const FAMILY: u32 = 1 << 1;
/// A first name that is another word far more often: only an introduction makes it a name.
pub(super) const NEVER: u32 = 1 << 2;
/// A first name that is also a word of some language: doubtful where a sentence begins.
pub(super) const START: u32 = 1 << 3;
/// A word that is no part of a name, however it is written.
pub(super) const GUARD: u32 = 1 << 4;
/// Stands before a name: Mr, Frau, Mme. It is removed with the name.
pub(super) const TITLE: u32 = 1 << 5;
/// Stands after a name: Bey, Hanım. It is removed with the name.
pub(super) const AFTER: u32 = 1 << 6;
/// Who somebody is to the writer: nurse, technicien, wife, advokat. It stays.
pub(super) const ROLE: u32 = 1 << 7;
/// Opens a letter: dear, hi, kære.
pub(super) const GREET: u32 = 1 << 8;
/// Thanks: cheers, tack, merci.
pub(super) const THANKS: u32 = 1 << 9;
/// Closes a letter: regards, mvh, Grüßen.
pub(super) const CLOSE: u32 = 1 << 10;
/// Asks for or gives a name: name, heiße, called, nazywam.
pub(super) const CALLED: u32 = 1 << 11;
/// Stands between an introduction and the name: is, on, est, to.
pub(super) const LINK: u32 = 1 << 12;
/// Stands inside a name in lower case: van, de, al.
pub(super) const PARTICLE: u32 = 1 << 13;
/// What a person does or is after a name that begins a sentence: was, from, helped.
pub(super) const DOES: u32 = 1 << 14;
/// Stands before a place, not a person: in, near, aus.
pub(super) const WHERE: u32 = 1 << 15;
/// Joins two names: and, und, og.
pub(super) const JOIN: u32 = 1 << 16;
/// Speaking to somebody: spoke, talked, asked, met.
pub(super) const SPEAK: u32 = 1 << 17;
/// A family name that is also an everyday word.
pub(super) const COMMON_FAMILY: u32 = 1 << 18;
/// A street's kind after its name: Street, Close, Sokak.
pub(super) const STREET_AFTER: u32 = 1 << 19;
/// A street's kind before its name: rue, via, calle, ul.
pub(super) const STREET_BEFORE: u32 = 1 << 20;
/// A part of a house: flat, apt, suite, No.
pub(super) const UNIT: u32 = 1 << 21;
/// Says that an address follows: address, lives, Adresse.
pub(super) const ADDRESS_WORD: u32 = 1 << 22;

/// Makes the next word a saint, a church or a town: St Luke's, São Paulo.
pub(super) const SAINT: u32 = 1 << 23;
/// A function word of German, where capitals say nothing of names.
pub(super) const GERMAN: u32 = 1 << 24;

/// A digit or a small number in words: zero, sieben, onze. Runs of them are phone numbers.
pub(super) const COUNTS: u32 = 1 << 25;
/// A street's kind before its name and hardly anything else: rua, calle, ulica.
pub(super) const STREET_ONLY: u32 = 1 << 26;

/// FNV-1a: the keys are short and come from our own lists, not from an attacker.
#[derive(Default)]
pub(super) struct Fnv(u64);

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        let seed = if self.0 == 0 {
            0xcbf2_9ce4_8422_2325
        } else {
            self.0
        };
        self.0 = bytes.iter().fold(seed, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
        });
    }
}

/// Hands a hash on that is one already.
#[derive(Default)]
pub(super) struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash(bytes);
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// What each word may be, by the hash of the folded word: most words are in no list, and to find
/// that out must not cost a walk through memory. Among 50,000 words two share a hash of 64 bits
/// once in ten thousand million lists.
#[derive(Debug)]
pub(super) struct Words {
    flags: HashMap<u64, u32, BuildHasherDefault<Hashed>>,
    /// Hashes of names in lower case with the accents that a list gives them.
    accented: HashSet<u64, BuildHasherDefault<Hashed>>,
}

impl Words {
    /// What the word may be that folds to `key`.
    pub fn of(&self, key: &str) -> u32 {
        self.flags.get(&hash(key.as_bytes())).copied().unwrap_or(0)
    }

    /// Whether a list has a name with just the accents of `word`. They may be left out, but
    /// nobody adds any: `døra` is a door and not Dora.
    pub fn has_accents(&self, word: &str) -> bool {
        self.accented.contains(&hash(lower(word).as_bytes()))
    }
}

/// Lower case without combining marks.
fn lower(word: &str) -> String {
    word.chars()
        .flat_map(char::to_lowercase)
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
        .collect()
}

fn hash(bytes: &[u8]) -> u64 {
    let mut fnv = Fnv::default();
    fnv.write(bytes);
    // The table looks at the top bits first, which FNV mixes least in short words.
    fnv.0 ^ fnv.0.rotate_left(32).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// First names on the first line, family names on the second.
const NAMES: [&str; 14] = [
    include_str!("names/en.txt"),
    include_str!("names/de.txt"),
    include_str!("names/fr.txt"),
    include_str!("names/es.txt"),
    include_str!("names/pt.txt"),
    include_str!("names/it.txt"),
    include_str!("names/nl.txt"),
    include_str!("names/da.txt"),
    include_str!("names/sv.txt"),
    include_str!("names/no.txt"),
    include_str!("names/fi.txt"),
    include_str!("names/pl.txt"),
    include_str!("names/tr.txt"),
    include_str!("names/world.txt"),
];

/// First names that are rarely names, first names that are also words, family names that are.
const COMMON: &str = include_str!("names/common.txt");
/// Words that are no part of a name.
const GUARDS: &str = include_str!("names/guard.txt");

/// The look-up table, made on first use.
pub(super) fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(build)
}

fn build() -> Words {
    let mut words = Words {
        flags: HashMap::default(),
        accented: HashSet::default(),
    };
    let mut key = String::new();
    let mut add = |list: &str, flag: u32| {
        for word in list.split_whitespace() {
            fold(word, &mut key);
            *words.flags.entry(hash(key.as_bytes())).or_default() |= flag;
            if flag & (FIRST | FAMILY) != 0 && !word.is_ascii() {
                words.accented.insert(hash(lower(word).as_bytes()));
            }
        }
    };
    for names in NAMES {
        let mut lines = names.lines();
        add(lines.next().unwrap_or_default(), FIRST);
        add(lines.next().unwrap_or_default(), FAMILY);
    }
    let mut lines = COMMON.lines();
    add(lines.next().unwrap_or_default(), NEVER);
    add(lines.next().unwrap_or_default(), START);
    add(lines.next().unwrap_or_default(), COMMON_FAMILY);
    add(GUARDS, GUARD);
    for (list, flag) in signals::LISTS {
        add(list, *flag);
    }
    words
}

/// Lower case without accents, into `out`: `Łukasz` and `lukasz` are one key.
pub(super) fn fold(word: &str, out: &mut String) {
    out.clear();
    for c in word.chars() {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
            continue;
        }
        for c in c.to_lowercase() {
            out.push_str(plain(c).unwrap_or_else(|| {
                // A combining dot, as in the lower case of İ, is dropped.
                if ('\u{300}'..='\u{36f}').contains(&c) {
                    return "";
                }
                "\u{fffd}"
            }));
            if out.ends_with('\u{fffd}') {
                out.pop();
                out.push(c);
            }
        }
    }
}

fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ğ' | 'ģ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => "i",
        'ķ' => "k",
        'ł' | 'ľ' | 'ļ' => "l",
        'ñ' | 'ń' | 'ň' | 'ņ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => "o",
        'œ' => "oe",
        'ř' | 'ŕ' => "r",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'ß' => "ss",
        'ť' | 'ţ' | 'ț' => "t",
        'þ' => "th",
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' | 'ų' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(word: &str) -> u32 {
        let mut key = String::new();
        fold(word, &mut key);
        words().of(&key)
    }

    #[test]
    fn case_and_accents_do_not_matter() {
        for word in ["Siobhán", "SIOBHAN", "siobhán", "Łukasz", "İbrahim", "Gül"] {
            assert_ne!(of(word) & FIRST, 0, "{word}");
        }
        assert_ne!(of("Müller") & FAMILY, 0);
        assert_eq!(of("queue") & (FIRST | FAMILY), 0);
    }

    #[test]
    fn words_that_are_names_by_accident_are_marked() {
        assert_ne!(of("may") & NEVER, 0);
        assert_ne!(of("grace") & START, 0);
        assert_ne!(of("amazon") & GUARD, 0);
    }
}
