//! What the words before a number say it is, in the 14 languages.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::OnceLock;

use super::RedactionKind;
use super::lexicon::{Fnv, fold};
use crate::token::is_unspaced;

/// An order, booking, ticket, policy, claim or case.
pub(super) const ORDER: u8 = 1;
/// An account, a customer, a member, a user, a meter.
pub(super) const ACCOUNT: u8 = 2;
/// A person's number or document.
pub(super) const ID: u8 = 4;
/// A phone.
pub(super) const PHONE: u8 = 8;
/// A payment card.
pub(super) const CARD: u8 = 16;
/// A bank account by IBAN.
pub(super) const IBAN: u8 = 32;

/// Words, folded. Of five letters and more the beginning of a word is enough, so that
/// `kundennummer` and `tilausnumeroni` are found as well; shorter ones stand for themselves.
const LISTS: &[(&str, u8)] = &[
    (
        "order orders ordernumber booking bookings reservation ref refs reference policy ticket claim claims \
         invoice tracking parcel consignment shipment confirmation pnr locator voucher complaint \
         application receipt quote proj case contract docket rma return incident visa seal \
         bestellung bestellnummer bestellnr rechnung auftrag buchung vorgang aktenzeichen sendung police \
         schaden lieferung vertrag antrag ticketnummer paket paketnummer sendungsnummer referenz \
         commande dossier facture reservation contrat sinistre colis billet reference devis demande \
         localisateur vol \
         pedido factura reserva localizador poliza siniestro incidencia expediente referencia billete \
         vuelo envio reclamo caso radicado contrato \
         encomenda fatura apolice processo bilhete protocolo pedido reclamacao rastreio voo \
         ordine fattura prenotazione pratica polizza sinistro spedizione reclamo codice referto \
         riferimento bolletta biglietto volo contratto \
         bestelling bestelcode bestelnr bestelnummer factuur boeking boekingscode reservering dossier zaaknummer polis schadenummer \
         pakket referentie zending vlucht \
         ordre ordren faktura booking bookingnr sag sagsnr sagsnummer sagen skade skadenr police billet \
         forsendelse reservasjon bestilling sak saksnr saken saksnummer pakke referanse polise \
         bestallning bokning bokningen bokningsnummer arende arendet arendenummer skadenummer paket \
         referens biljett faktura \
         tilaus lasku varaus viite paketti lahetys vakuutus vahinko lippu hakemus tapaus tilauksen \
         vakuutusnumero asianumero \
         zamowienie zamowienia zamowieniu rezerwacja rezerwacji faktura faktury polisa polisy zgloszenie \
         zgloszenia przesylka paczka paczki bilet biletu sprawa sprawy szkoda szkody reklamacja \
         umowa umowy umowie kolli kollinr item tag \
         enquiry inquiry awb waybill belegnummer belegnr kassenbon gutschein auftragsnr rechnungsnr \
         vorgangsnummer meldenummer suivi intervention recommande albaran rastreo seguimiento folio \
         solicitud tramite rastreamento chamado ocorrencia segnalazione tracciamento scontrino rif \
         pacco raccomandata melding meldingsnummer ordernummer aanvraag fragtbrev klagenr \
         henvendelse kvitto arendenr ordernr sparning kvittering sporing kollinummer seurantatunnus \
         kuitti reklamaatio rachunek rachunku paragon wniosek wniosku skarga irsaliye sikayet gonderi \
         siparis rezervasyon police bilet fatura kargo takip talep dosya hasar basvuru referans",
        ORDER,
    ),
    (
        "account accounts acct customer member membership loyalty client user username userid login \
         subscriber tenancy meter patient mrn uhid card-holder hospital-no profile license-key \
         kunden kundennr kundennummer konto kontonummer mitglied mitgliedsnummer benutzer nutzer vertragskonto \
         compte client adherent abonne ligne identifiant membre \
         cuenta cliente socio usuario abonado conta utente assinante matricula \
         conto cliente utente tessera socio abbonato \
         klant klantnr klantnummer rekening lidnummer lid gebruiker relatienummer abonnee \
         kunde kundenr kundenummer medlem medlemsnr bruger brukernavn konto \
         kund kundnr kundnummer anvandare medlem kontonummer \
         asiakas tili tilin tilille asiakasnumero jasen kayttaja tunnus tilitunnus \
         klient klienta konto konta kontem uzytkownik czlonek \
         musteri hesap hesab uye abone kullanici \
         imei serial mpan zahlernummer zahlernr versichertennummer vertragsnummer depot compteur \
         matricule contatore suministro contador meternummer malernummer maalernummer malarnummer \
         anlaggningsid mittari kayttopaikka licznik licznika sayac tesisat",
        ACCOUNT,
    ),
    (
        "passport licence license ssn social nino national nhs insurance-number identity identification \
         taxpayer tin hospital driver driving id residence \
         personalausweis ausweis reisepass pass passnummer steuer steuernummer steueridentifikationsnummer \
         fuhrerschein sozialversicherungsnummer krankenversicherungsnummer idnr \
         passeport identite permis securite nir insee secu \
         pasaporte dni nie nif cedula curp rfc carnet nss cpf nif rg cnh passaporte cartao-cidadao \
         niss identidade contribuinte \
         passaporto codice-fiscale fiscale patente identita carta-identita \
         paspoort bsn burgerservicenummer identiteitskaart rijbewijs rijksregisternummer rijksregister \
         cpr cprnr cpr-nr personnummer personnr fodselsnummer fodselsnr pas passnr korekort forerkort \
         korkort legitimation samordningsnummer pers \
         hetu henkilotunnus henkilotunnukseni passi ajokortti sotu \
         pesel dowod dowodu dowodem paszport paszportu nip \
         kimlik tc tckn pasaport ehliyet",
        ID,
    ),
    (
        "tel phone telephone call calls mobile cell ring fax sms whatsapp text landline dial reach \
         answering desk registered \
         telefon telefonnummer handy handynummer mobil mobilnummer ruckruf anrufen erreichbar ruf rufen anruf \
         telefone telephone portable appel appelez appeler rappelez rappeler joindre gsm fixe \
         telefono movil celular llamar llame llamen llamenme llamada comunicarse fijo \
         telemovel telemovel ligar ligue ligue-me ligando liguem contactem contacte fone zap \
         chiamare chiamate chiamatemi chiami cellulare cell recapito richiamare richiamatemi fisso \
         bel bellen gebeld terugbellen telefoonnummer mobiel bereikbaar nummer \
         tlf tlfnr ring ringe telefonnr mobilnr opkald dagtimerne \
         ringa mobilnr nas telefonnr \
         puh puhelin puhelinnumero soita soittaa soittakaa soittoa numeroon numero numeroni \
         zadzwon zadzwonic dzwonic oddzwonic telefonu komorka kom numerem \
         telefon tel arayin ara arasin cep numaram numarasi numaradan gsm ulasabilirsiniz",
        PHONE,
    ),
    (
        "card cards visa mastercard amex cc karte kreditkarte kartennummer carte tarjeta cartao carta kaart \
         kort kortet kortnummer kortti kortilta kortiltani kortin karta karty karte kart kartim kartimdan",
        CARD,
    ),
    ("iban rib bankverbindung kontonummer bankrekening", IBAN),
];

/// The same for scripts without spaces; the words nearest before the number decide.
const UNSPACED: &[(&str, u8)] = &[
    ("注文", ORDER),
    ("予約", ORDER),
    ("受付番号", ORDER),
    ("証券番号", ORDER),
    ("追跡", ORDER),
    ("伝票", ORDER),
    ("お問い合わせ番号", ORDER),
    ("契約番号", ORDER),
    ("お客様番号", ACCOUNT),
    ("顧客番号", ACCOUNT),
    ("会員", ACCOUNT),
    ("口座", ACCOUNT),
    ("診察券", ACCOUNT),
    ("マイナンバー", ID),
    ("個人番号", ID),
    ("旅券", ID),
    ("パスポート", ID),
    ("免許", ID),
    ("保険証", ID),
    ("電話", PHONE),
    ("携帯", PHONE),
    ("連絡先", PHONE),
    ("日中は", PHONE),
    ("カード", CARD),
];

type Table = HashMap<String, u8, BuildHasherDefault<Fnv>>;

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = Table::default();
        for (list, flag) in LISTS {
            for word in list.split_whitespace() {
                *table.entry(word.to_owned()).or_default() |= flag;
            }
        }
        table
    })
}

/// What is announced, and by the word directly before or by one further away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// Of the nearest word that announces anything.
    pub nearest: u8,
    /// Of all words that stand near enough.
    pub any: u8,
}

impl Said {
    /// Whether any near word announces one of `kinds`.
    pub fn is(self, kinds: u8) -> bool {
        self.any & kinds != 0
    }
}

/// Words looked at before a number.
const WORDS_BACK: usize = 5;

/// What the words before byte `at` announce, in the same sentence.
pub(super) fn before(text: &str, at: usize) -> Said {
    let mut said = Said::default();
    let from = text.floor_char_boundary(at.saturating_sub(60));
    // A label may stand on a line of its own.
    let before = text[from..at].trim_end_matches(['\n', '\r', ' ', '#', '\'', '"']);
    let before = before.rsplit(['!', '?', '\n']).next().unwrap_or_default();
    if before
        .chars()
        .next_back()
        .is_some_and(|c| is_unspaced(c) || matches!(c, '：' | ':' | '「' | '、'))
    {
        let mut nearest = 0;
        for (word, flag) in UNSPACED {
            if let Some(place) = before
                .rfind(word)
                .filter(|place| before.len() - place <= 40)
            {
                said.any |= flag;
                if place >= nearest {
                    nearest = place;
                    said.nearest = *flag;
                }
            }
        }
        if said.any != 0 {
            return said;
        }
    }
    let mut key = String::new();
    if before.trim_end_matches([' ', ':', '.']).ends_with("a/c") {
        return Said {
            nearest: ACCOUNT,
            any: ACCOUNT,
        };
    }
    let words = before
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .rev()
        .take(WORDS_BACK);
    for word in words {
        fold(word, &mut key);
        let flags = of(&key);
        // "Meter reading: 48213" says what a meter shows, not whose it is.
        if matches!(key.as_str(), "reading" | "readings" | "zahlerstand") && said.any == 0 {
            return Said::default();
        }
        // "member ID", "order id": the word before says whose.
        if key == "id" {
            said.any |= ID;
            continue;
        }
        if flags != 0 && said.nearest == 0 {
            said.nearest = flags;
        }
        said.any |= flags;
    }
    if said.nearest == 0 {
        said.nearest = said.any;
    }
    said
}

/// Words between an announcement and its number: "my user name is", "mi usuario es".
const LINKS: [&str; 12] = [
    "is", "es", "ist", "lautet", "est", "er", "ar", "on", "to", "e", "no", "nr",
];

/// Whether the word directly before byte `at`, or before "is", announces one of `kinds`.
pub(super) fn directly(text: &str, at: usize, kinds: u8) -> bool {
    let from = text.floor_char_boundary(at.saturating_sub(40));
    let mut words = text[from..at]
        .trim_end_matches([' ', ':', '#', '.'])
        .rsplit(|c: char| !c.is_alphanumeric());
    let mut key = String::new();
    fold(words.next().unwrap_or_default(), &mut key);
    if of(&key) & kinds == 0 && LINKS.contains(&key.as_str()) {
        fold(words.next().unwrap_or_default(), &mut key);
    }
    of(&key) & kinds != 0
}

/// The folded word that ends before byte `at` and what stands between the two.
fn word_before(text: &str, at: usize, between: &[char]) -> String {
    let from = text.floor_char_boundary(at.saturating_sub(20));
    let before = text[from..at].trim_end_matches(between);
    let word = before.rsplit(|c: char| !c.is_alphanumeric()).next();
    let mut key = String::new();
    fold(word.unwrap_or_default(), &mut key);
    key
}

/// Whether the word directly before byte `at` says "flight".
pub(super) fn of_flight(text: &str, at: usize) -> bool {
    matches!(
        word_before(text, at, &[' ', ':']).as_str(),
        "flight"
            | "flug"
            | "vlucht"
            | "vuelo"
            | "vol"
            | "voo"
            | "volo"
            | "fly"
            | "flyet"
            | "flyg"
            | "flyget"
            | "lento"
            | "lot"
            | "lotu"
            | "ucus"
            | "flugnummer"
            | "vluchtnummer"
    )
}

/// Words that say "ending in" of a card or an account.
const ENDINGS: &[&str] = &[
    "ending",
    "ends",
    "final",
    "terminada",
    "terminado",
    "termina",
    "acabada",
    "endend",
    "endet",
    "endziffern",
    "terminant",
    "termine",
    "finissant",
    "konczaca",
    "konczacej",
    "konczacy",
    "koncowka",
    "eindigend",
    "eindigt",
    "slutar",
    "slutter",
    "ender",
    "paattyva",
    "sonu",
    "biten",
    "four",
    "finale",
];

/// Of four digits that start at byte `at`: what they end, if the words before say that they are
/// the last of a card or an account.
pub(super) fn ending(text: &str, at: usize) -> Option<RedactionKind> {
    let from = text.floor_char_boundary(at.saturating_sub(24));
    let mut key = String::new();
    let said = text[from..at]
        .rsplit(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(3)
        .any(|word| {
            fold(word, &mut key);
            ENDINGS.contains(&key.as_str())
        });
    if !said {
        return None;
    }
    if text[from..at].contains("a/c ") {
        return Some(RedactionKind::Account);
    }
    let said = before(text, at);
    if said.is(CARD) {
        Some(RedactionKind::Card)
    } else {
        said.is(ACCOUNT | IBAN).then_some(RedactionKind::Account)
    }
}

/// Whether "number" or "no." stands directly before byte `at`.
pub(super) fn numbered(text: &str, at: usize) -> bool {
    matches!(
        word_before(text, at, &[' ', ':', '#', ',', '.']).as_str(),
        "number" | "nummer" | "nr" | "no" | "numero" | "numeron" | "numer" | "numara" | "numarasi"
    )
}

/// What one folded word announces.
fn of(word: &str) -> u8 {
    let table = table();
    if let Some(flags) = table.get(word) {
        return *flags;
    }
    (5..word.len())
        .rev()
        .filter_map(|at| word.get(..at))
        .find_map(|beginning| table.get(beginning).copied())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compounds_and_endings_announce_as_well() {
        for (text, kind) in [
            ("Kundennummer: ", ACCOUNT),
            ("tilausnumeroni on ", ORDER),
            ("rezervasyonumuz ", ORDER),
            ("my order number is ", ORDER),
            ("Personalausweis ", ID),
            ("soittakaa minulle numeroon ", PHONE),
            ("お客様番号", ACCOUNT),
            ("kortiltani ", CARD),
        ] {
            assert!(before(text, text.len()).is(kind), "{text}");
        }
    }

    #[test]
    fn another_sentence_announces_nothing() {
        let text = "Where is my order? We paid ";
        assert_eq!(before(text, text.len()), Said::default());
    }
}
