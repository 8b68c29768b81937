//! Small closed word lists per language: what negates, contrasts, strengthens and softens.
//!
//! The lists are ours. A language without a list gets none: its words still count, only
//! negation and contrast are not scoped there.

/// What a word does to the words after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cue {
    /// Turns what follows round.
    Negates,
    /// What follows outweighs what stood before.
    Contrasts,
    /// Makes what follows stronger.
    Strengthens,
    /// Makes what follows weaker.
    Softens,
}

struct Lists {
    language: &'static str,
    negates: &'static str,
    contrasts: &'static str,
    strengthens: &'static str,
    softens: &'static str,
}

const LISTS: &[Lists] = &[
    Lists {
        language: "en",
        negates: "not no never none nobody nothing neither nor cannot cant dont doesnt didnt wont isnt wasnt arent werent wouldnt couldnt shouldnt hardly barely without lack lacks lacking can't don't doesn't didn't won't isn't wasn't aren't weren't wouldn't couldn't shouldn't hasn't haven't hadn't ain't",
        contrasts: "but however although though yet except unfortunately",
        strengthens: "very really so extremely absolutely totally super too incredibly completely highly most truly utterly",
        softens: "slightly somewhat kinda little fairly quite rather almost",
    },
    Lists {
        language: "de",
        negates: "nicht kein keine keinen keiner keinem keines nie niemals ohne nichts niemand weder kaum",
        contrasts: "aber jedoch leider allerdings trotzdem obwohl",
        strengthens: "sehr wirklich extrem absolut total super zu unglaublich völlig äußerst besonders",
        softens: "etwas ziemlich relativ eher fast recht",
    },
    Lists {
        language: "fr",
        negates: "pas jamais aucun aucune sans rien personne plus ni guère",
        contrasts: "mais cependant pourtant toutefois malheureusement dommage",
        strengthens: "très vraiment extrêmement absolument trop tellement totalement super hyper",
        softens: "peu assez plutôt presque",
    },
    Lists {
        language: "es",
        negates: "no nunca jamás ningún ninguna ninguno sin nada nadie ni tampoco",
        contrasts: "pero aunque sin embargo lamentablemente desgraciadamente",
        strengthens: "muy realmente extremadamente totalmente demasiado súper super tan",
        softens: "poco algo bastante casi",
    },
    Lists {
        language: "nl",
        negates: "niet geen nooit zonder niets niemand nergens nauwelijks",
        contrasts: "maar echter helaas hoewel toch",
        strengthens: "heel erg zeer echt extreem absoluut te super ontzettend enorm",
        softens: "beetje redelijk vrij bijna nogal",
    },
    Lists {
        language: "da",
        negates: "ikke ingen aldrig uden intet hverken næppe",
        contrasts: "men dog desværre selvom",
        strengthens: "meget virkelig ekstremt helt super rigtig alt så utrolig",
        softens: "lidt ret næsten nogenlunde",
    },
    Lists {
        language: "no",
        negates: "ikke ingen aldri uten intet verken neppe",
        contrasts: "men dessverre likevel selv",
        strengthens: "veldig virkelig ekstremt helt super svært så utrolig",
        softens: "litt ganske nesten",
    },
    Lists {
        language: "sv",
        negates: "inte ingen inget inga aldrig utan knappast varken ej",
        contrasts: "men dock tyvärr däremot fast",
        strengthens: "mycket väldigt verkligen extremt helt super jätte så otroligt",
        softens: "lite ganska nästan rätt",
    },
    Lists {
        language: "fi",
        negates: "ei en et emme ette eivät ilman koskaan mitään kukaan tuskin älä",
        contrasts: "mutta kuitenkin valitettavasti vaikka",
        strengthens: "todella erittäin tosi hyvin aivan täysin liian",
        softens: "hieman vähän melko aika melkein",
    },
    Lists {
        language: "pt",
        negates: "não nunca jamais nenhum nenhuma sem nada ninguém nem",
        contrasts: "mas porém contudo infelizmente embora",
        strengthens: "muito realmente extremamente totalmente demais super tão bastante",
        softens: "pouco quase meio",
    },
    Lists {
        language: "it",
        negates: "non mai nessun nessuno nessuna senza niente nulla né neanche nemmeno",
        contrasts: "ma però tuttavia purtroppo peccato",
        strengthens: "molto davvero estremamente assolutamente troppo super totalmente così",
        softens: "poco abbastanza quasi piuttosto",
    },
    Lists {
        language: "pl",
        negates: "nie nigdy żaden żadna bez nic nikt ani",
        contrasts: "ale jednak niestety chociaż",
        strengthens: "bardzo naprawdę całkowicie zbyt super tak",
        softens: "trochę dość prawie",
    },
    Lists {
        language: "ru",
        negates: "не ни нет никогда без ничего никто",
        contrasts: "но однако зато хотя",
        strengthens: "очень слишком совсем абсолютно так",
        softens: "немного почти довольно",
    },
    Lists {
        language: "uk",
        negates: "не ні немає ніколи без нічого ніхто",
        contrasts: "але однак проте хоча",
        strengthens: "дуже занадто зовсім абсолютно так",
        softens: "трохи майже досить",
    },
];

/// Every cue as (language, word, what it does).
pub fn all() -> impl Iterator<Item = (&'static str, &'static str, Cue)> {
    LISTS.iter().flat_map(|lists| {
        [
            (lists.softens, Cue::Softens),
            (lists.strengthens, Cue::Strengthens),
            (lists.contrasts, Cue::Contrasts),
            (lists.negates, Cue::Negates),
        ]
        .into_iter()
        .flat_map(move |(words, cue)| {
            words
                .split(' ')
                .map(move |word| (lists.language, word, cue))
        })
    })
}

/// Whether `word` turns a clause in `language`: used to cut clauses.
pub fn contrasts(language: &str, word: &str) -> bool {
    LISTS
        .iter()
        .find(|lists| lists.language == language)
        .is_some_and(|lists| lists.contrasts.split(' ').any(|cue| cue == word))
}
