//! Words that carry no theme: they neither begin nor end a phrase, and alone they are none.
//!
//! Short on purpose: function words, and the commonest words of praise, blame and courtesy,
//! which say how a thing was and not what it was. A language without a list has no stop words;
//! its commonest words are then told apart by the clauses that a topic explains.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

const LISTS: [(&str, &str); 14] = [
    (
        "en",
        "a able about after again all also always am an and any are aren't as at back bad be because been \
         before being best better but by can can't cannot could couldn't did didn't do does doesn't \
         doing don't done even ever every everything few find first for from get gets getting go going gone \
         good got great had hadn't has hasn't have haven't having he he's help her here hers him his how i i'd i'll \
         i'm i've if in into is isn't it it's its just last less let like lot made make many maybe me \
         more most much must my near need never new nice no nobody not nothing now of off ok okay on once one \
         only or other our out over own please quite rather really said same say she should show so some \
         something still such sure take than thank thanks that that's the their them then there there's \
         these they they're thing things think this those though three through time times to today told too try trying two \
         under until up us use used using very want wanted was wasn't way we we're well went were weren't \
         what when where which while who whole why will with without won't would wouldn't yes yet you \
         you're your \
         hour hours minute minutes day days week weeks month months year years asked came feel felt",
    ),
    (
        "de",
        "aber alle alles als also am an auch auf aus bei beim bin bis bitte da dabei damit danach dann \
         das dass dem den denn der des die dies diese diesem diesen dieser dieses doch dort du durch ein \
         eine einem einen einer eines einfach einmal er es etwas euch fast für ganz gar gegen gut gute \
         guten guter hab habe haben hat hatte hatten hier ich ihm ihn ihr ihre ihren im immer in ins ist \
         ja jede jeden jeder jetzt kann kein keine keinen können könnte leider mal man mehr mein meine \
         meinem meinen meiner mich mir mit muss nach nicht nichts nie noch nun nur ob oder ohne schlecht \
         schon sehr sein seine seit sich sie sind so super um und uns unser unsere unter viel viele vom \
         von vor war waren was weil wenn wer werden wie wieder wir wird wo wurde wurden zu zum zur zwei \
         über danke \
         stunde stunden minuten tag tage tagen woche wochen monat monate monaten jahr jahre jahren euro sogar drei",
    ),
    (
        "fr",
        "a ai aie alors après as assez au aucun aucune aussi autre aux avait avant avec avez avoir avons \
         beaucoup bien bon bonne c ce cela ces cet cette ceux chez comme d dans de depuis des deux dire \
         donc dont du elle elles en encore est et eu être fait faire fois ici il ils j jamais je juste l \
         la le les leur leurs lui là m ma mais mal me merci mes moi moins mon même n ne ni nos notre nous \
         on ont ou où par parce pas peu peut plus pour pourquoi qu quand que quel quelle qui quoi rien s \
         sa sans se ses si son sont sous suis sur t ta te tes toi ton toujours tous tout toute toutes \
         très trop tu un une va vers voilà vos votre vous vraiment y à ça était étaient été \
         heure heures minutes jour jours semaine semaines mois an ans euros",
    ),
    (
        "es",
        "a al algo alguna alguno antes así aunque bien bueno buena cada casi como con cual cuando de del \
         desde después donde dos el ella ellas ellos en entre era eran eres es esa ese eso esta estaba \
         estaban estado estamos estar estas este esto estos está están fue fueron gracias ha había han \
         hace hacer hacia hasta hay he hecho la las le les lo los mal malo mala me mi mis mucho muchas \
         muchos muy más nada ni no nos nosotros nuestra nuestro nunca o os otra otro para pero poco por \
         porque pues que qué quien se sea ser si sido siempre sin sobre solo son soy su sus sí también \
         tan tanto te tenemos tener tengo tiene tienen toda todas todo todos tu tus un una uno unos usted \
         va vez y ya yo él \
         hora horas minutos día días semana semanas mes meses año años euros",
    ),
    (
        "pt",
        "a agora ainda algo algum além antes ao aos aqui as assim até bem bom boa cada coisa com como da \
         das de dela dele depois desde dia disse do dois dos e ela elas ele eles em enquanto entre era \
         eram essa esse esta estava estavam este estou está estão eu faz fazer fez fica foi foram há isso \
         isto já lá mais mal mas me mesmo meu meus minha minhas muita muito muitos na nada nas nem nenhum \
         no nos nossa nosso nunca não o obrigado obrigada onde ou outra outro para pela pelo pois por \
         porque pouco pra quando quase que quem se sem sempre ser seu seus só sobre sou sua suas são \
         também tem tenho ter tinha toda todas todo todos tudo tão um uma umas uns vez vou você vocês à às \
         é \
         hora horas minutos dia dias semana semanas mês meses ano anos reais euros",
    ),
    (
        "it",
        "a abbiamo ad ai al alla alle allo anche ancora appena avere aveva avevo avuto ben bene bella \
         bello buona buono c che chi ci come con cosa così cui d da dagli dai dal dalla dalle degli dei \
         del della delle dello dentro di dopo dove due e ed era erano essere fa fare fatto fino fra già \
         gli grazie ha hai hanno ho i il in io l la le lei li lo loro lui ma mai male me meno mi mia mie \
         miei mio molto ne negli nei nel nella nelle nessun nessuno niente noi non nostra nostro nulla o \
         ogni ora però per perché più po poco poi prima proprio può qua quale quando quanto quasi quella \
         quello questa queste questi questo qui se sempre sempre senza si sia siamo sono sta stata stato \
         su sua sue sui sul sulla suo tra troppo tu tutta tutte tutti tutto un una uno va vi voi volta è \
         ora ore minuti giorno giorni settimana settimane mese mesi anno anni euro",
    ),
    (
        "nl",
        "aan al alle alles als altijd andere ben bij daar dan dat de deze die dit doen door dus een en er \
         erg ga gaan geen geweest goed goede had hadden heb hebben heeft heel hem het hier hij hoe hun ik \
         in is ja je jullie kan kon kunnen maar me meer met mij mijn moest moet na naar niet niets nog nu \
         of om omdat ons onze ook op over slecht te tegen toch toen tot twee u uit uw van veel voor want \
         waren was wat we weer wel werd wie wij worden wordt ze zeer zelf zelfs zich zij zijn zo zonder \
         zou bedankt \
         uur minuten dag dagen week weken maand maanden jaar euro",
    ),
    (
        "da",
        "ad af aldrig alle alt altid at blev blive bliver da de dem den denne der deres det dette dig din \
         disse dog du dårlig efter ej eller en end er et fik for fordi fra få får godt god gode gør gøre \
         ham han har have havde hele hen hende her hun hvad hvis hvor hvorfor i igen ikke ind ingen intet \
         jeg jer kan kom kun kunne lidt lige man mange med meget men mere mig min mine mit mod må når nej \
         ned noget nogle nu og også om op os over på selv sig sin skal skulle som så tak til to ud uden \
         under var ved vi vil ville været vores \
         time timer minutter dag dage uge uger måned måneder år kroner",
    ),
    (
        "sv",
        "aldrig all alla allt alltid att av bara blev bli blir bra de dem den denna deras dess det detta \
         dig din du då dåligt där efter eller en er ett fick finns för från få får går gör göra ha hade \
         han har hela henne hon hos hur här i igen in ingen inget inte ja jag kan kom kunde lite man med \
         men mer mig min mina mitt mot mycket måste ner ni nog nu något några när och också om oss på \
         redan sedan sig sin själv ska skulle som så tack till två under upp ut utan vad var vara varit \
         varför vart vi vid vill vår våra är även över \
         timme timmar minuter dag dagar vecka veckor månad månader år kronor",
    ),
    (
        "no",
        "aldri alle alt alltid at av bare ble bli blir bra da de dem den denne der deres det dette deg din \
         disse du dårlig eller en er et ett etter fikk for fordi fra få får gjør gjøre god gode godt ha \
         hadde han har hele henne her hos hun hva hvis hvor hvordan hvorfor i igjen ikke inn ingen ingenting \
         ja jeg kan kom kun kunne litt man mange med meg meget men mer min mine mitt mot mye må når nei ned \
         noe noen nå og også om opp oss over på selv seg sin skal skulle som så takk til to ut uten var \
         ved vi vil ville vært vår våre være \
         time timer minutter dag dager uke uker måned måneder år kroner",
    ),
    (
        "fi",
        "aina aivan ei eikä eivät ela en enemmän ennen et että hyvin hyvä hyvää hän häntä ihan ilman itse \
         ja jo joka joku jos jossa jota jotka juuri kaikki kanssa kerran koko koska kuin kuinka kun kyllä \
         liian me mikä minkä minua minulla minulle minun minä missä mitä mitään mukaan mutta myös ne niin \
         niitä noin nyt näin ole olen oli olin olisi olivat olla ollut on ovat paljon sama se sekä sen \
         sieltä siellä sitten sitä siis sillä silti tai tosi todella tulee tuli tämä tässä tätä vaan vai \
         vaikka vain vasta vielä voi vähän kiitos huono \
         tunti tuntia minuuttia päivä päivää viikko viikkoa kuukausi kuukautta vuosi vuotta euroa teidän siitä asti kertaa aika ajan",
    ),
    (
        "pl",
        "a aby albo ale ani bardzo bez bo był była było były być chyba ci co coś cały czy dla do dobra dobre \
         dobry dobrze dwa dziękuję dzięki gdy gdzie go i ich ile im inne ja jak jako je jest jestem jeszcze \
         jego jej już każdy kiedy kto która które który ma mam mi mieć mnie może można mój moja moje na nad \
         nam nas nawet nic nie niestety nigdy no o od ode on ona one oni oraz po pod podczas ponad potem przed \
         przez przy raz są się super swój ta tak taki także tam te tego tej ten teraz też to trzeba tu tutaj \
         ty tych tylko tym w wam was we więc wszystko wszyscy z za zawsze ze zły źle że żeby \
         godzina godziny godzin minut dzień dni tydzień tygodnie miesiąc miesięcy rok lat zł",
    ),
    (
        "tr",
        "acaba ama ancak artık asla aslında az bana bazı belki ben beni benim bile bir biraz biri bize biz \
         bizi bizim bu buna bunu bunun böyle bütün da daha de değil diye dolayı en fakat falan gayet gibi \
         göre hala hatta hem hep hepsi her herkes hiç iki ile ilk ise iyi için içinde kadar kendi ki kim \
         kötü mi mu mü mı nasıl ne neden nerede niye o olan olarak oldu olduğu olması on ona ondan onlar \
         onu onun sadece sanki sen siz sizi sizin sonra tam tüm ve var veya ya yani yok yüzünden zaten çok \
         çünkü önce şey şu teşekkürler teşekkür ederim \
         saat dakika gün hafta ay yıl lira kez defa",
    ),
    (
        "ja",
        "今日 昨日 明日 今回 前回 本当 残念 最高 最悪 最初 最後 普通 全部 自分 私 方 人 事 時 物 感 感謝 利用 使用 対応 思 \
         何度 一度 毎回 結構 十分 大変 少 \
         時間 分間 年間 何時 一時",
    ),
];

static STOP: LazyLock<HashMap<&str, HashSet<&str>>> = LazyLock::new(|| {
    LISTS
        .iter()
        .map(|(language, words)| (*language, words.split_whitespace().collect()))
        .collect()
});

/// Whether a lower-cased word carries no theme in this language (ISO 639-1).
pub(super) fn is_stop(language: &str, word: &str) -> bool {
    STOP.get(language).is_some_and(|words| words.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stop_word_of_one_language_is_a_word_of_another() {
        assert!(is_stop("de", "die") && !is_stop("en", "die"));
        assert!(!is_stop("xx", "the"));
    }

    #[test]
    fn no_list_is_empty_or_holds_what_no_word_can_be() {
        for (language, words) in LISTS {
            assert!(words.split_whitespace().count() >= 30, "{language}");
            assert_eq!(words, words.to_lowercase(), "{language}");
        }
    }
}
