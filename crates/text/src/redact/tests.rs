//! Every kind, found and left alone.

use super::*;

fn kinds(text: &str) -> Vec<&'static str> {
    redact(text)
        .spans
        .iter()
        .map(|span| span.kind.name())
        .collect()
}

fn stays(texts: &[&str]) {
    for text in texts {
        let redacted = redact(text);
        assert_eq!(redacted.text, *text, "{:?}", redacted.spans);
    }
}

fn becomes(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(redact(text).text, *expected, "{text}");
    }
}

#[test]
fn each_kind_is_found() {
    for (text, kind) in [
        ("mail jo.doe+x@mail.example.co.uk now", "email"),
        ("call +44 20 7946 0958", "phone"),
        ("call (415) 555-0132 please", "phone"),
        ("Tel. 0151 23456789", "phone"),
        ("ring 20 30 40 50", "phone"),
        ("06 12 34 56 78", "phone"),
        ("Rückruf unter 0711 / 489 21 76", "phone"),
        ("oddzwoni jeszcze dziś, 512 907 334", "phone"),
        ("comunicarse al 55 3184 2907", "phone"),
        ("call me on 450 0840", "phone"),
        ("beni arayın: 0532 417 88 06", "phone"),
        ("card 4111 1111 1111 1111 was charged", "card"),
        ("3530111333300000", "card"),
        ("IBAN DE89 3704 0044 0532 0130 00 bitte", "iban"),
        ("gb82west12345698765432", "iban"),
        ("from 192.168.10.254, again", "ip"),
        ("2001:db8::8a2e:370:7334 timed out", "ip"),
        ("https://a.example/reset?token=abc", "url"),
        ("https://a.example/r/9f8e7d6c5b4a39281706f5e4", "url"),
        ("panel.example/s/aXk29fQ7LmT", "url"),
        ("my order number is 7741203", "order"),
        ("booking ref XK72-99812", "order"),
        ("account 123456789012", "account"),
        ("Kundennummer: 884213", "account"),
        ("SSN 078-05-1120", "id"),
    ] {
        assert_eq!(kinds(text), [kind], "{text}");
    }
}

#[test]
fn orders_and_accounts_are_announced_in_every_language() {
    for (text, kind) in [
        ("Booking K7QX2P is lost", "order"),
        ("Buchung K7PQ2X.", "order"),
        ("réservation HB-662019", "order"),
        ("reserva QH7TZM", "order"),
        ("localizador WX3KPL", "order"),
        ("prenotazione HB-55291", "order"),
        ("Boekingscode K8TRZQ", "order"),
        ("sagsnummer 2024-118873", "order"),
        ("ärende SK-773-1184", "order"),
        ("saksnr 88213-44", "order"),
        ("tilausnumero 2024-774512", "order"),
        ("rezerwacja LO-9XZ2FM", "order"),
        ("PNR TKQ8V3", "order"),
        ("証券番号SZ-4410-882913", "order"),
        ("client FB20418876", "account"),
        ("cliente 0049-3382017", "account"),
        ("Klantnummer 70338215", "account"),
        ("Kundnr 5502-8819-3", "account"),
        ("お客様番号HK-20877314", "account"),
        ("member ID XJR 90442187", "account"),
    ] {
        assert_eq!(kinds(text), [kind], "{text}");
    }
    stays(&[
        "order 4711 is late",
        "ISO-27001 and EN-12345 are standards",
        "the WH-1000XM4 and an RTX-4090",
        "a 14-year-old and a 10-minute wait",
        "le vol de 18h55 est annulé",
        "flight BA117 at 7:15, gate B42, size 38-40",
    ]);
}

#[test]
fn national_numbers_are_found_by_their_check_digits() {
    for text in [
        "NINO QQ 12 34 56 C",
        "NHS 943 476 5919",
        "Steuer-ID 86095742719",
        "255081416802538",
        "DNI 12345678Z",
        "12345678-Z",
        "X1234567L",
        "codice fiscale RSSMRA85T10A562S",
        "NIF 261363972",
        "BSN 111222333",
        "85.07.30-033.28",
        "cpr 140367-2248",
        "personnummer 811228-9874",
        "01010750160",
        "hetu 120374-922K",
        "44051401359",
        "10000000146",
        "マイナンバーは123456789018です",
        "540.881.835-76",
        "passport 533904712",
        "passport (C08837719)",
        "Personalausweis L7KP04TC2",
    ] {
        assert_eq!(kinds(text), ["id"], "{text}");
    }
    for text in ["12345678A", "RSSMRA85T10A5629", "44051401358"] {
        assert_ne!(kinds(text), ["id"], "{text}");
    }
}

#[test]
fn names_are_found_where_something_says_so() {
    becomes(&[
        (
            "My name is Thandeka and I waited",
            "My name is [name] and I waited",
        ),
        (
            "Dear Mrs Pemberton, we got home",
            "Dear [name], we got home",
        ),
        ("Frau Dr. Hollerbach hat geholfen", "[name] hat geholfen"),
        ("Elif Hanım sabırlıydı", "[name] sabırlıydı"),
        (
            "cheers Jonno, that was painless",
            "cheers [name], that was painless",
        ),
        (
            "Maureen in the branch knows me",
            "[name] in the branch knows me",
        ),
        (
            "she was kind. Best regards, Rasa Petrauskienė",
            "she was kind. Best regards, [name]",
        ),
        ("Groet, Ria en Kees van Dongen", "Groet, [name]"),
        (
            "Your agent Marcus at desk 14",
            "Your agent [name] at desk 14",
        ),
        ("Grace was so helpful", "[name] was so helpful"),
        ("Invoice shows Mr. A. Kowalczyk", "Invoice shows [name]"),
        (
            "met vriendelijke groet, J.W. Terpstra-Hoekema",
            "met vriendelijke groet, [name]",
        ),
        ("Siobhán O'Sullivan rang", "[name] rang"),
        ("maureen is a hero, thanks", "[name] is a hero, thanks"),
        ("Ingrid helped. ask Ingrid", "[name] helped. ask [name]"),
        ("spoke to Youssef El Amrani", "spoke to [name]"),
        ("Nele Zyxo, 0151 23456789", "[name], [phone]"),
    ]);
}

#[test]
fn words_that_look_like_names_stay() {
    stays(&[
        "May I ask Will they come in June or August",
        "Summer in Paris with Amazon and Vodafone",
        "Grace period over",
        "The Bill was wrong. Mark my words",
        "St Luke's and São Paulo and Sankt Hans",
        "4 Jan, 11 Jan and 20 Jan",
        "Die Portionen waren klein und die Kassen zu, ich habe nur das Zimmer nicht",
        "Dear Sir or Madam, dear Team",
        "THANK YOU SO MUCH FOR NOTHING",
        "I called Vodafone twice. Nobody at Customer Service answered",
        "Form A requires form B. Form B is gone",
        "we were told the ward is full and the nurse let me wait",
    ]);
}

#[test]
fn addresses_go_with_their_flat_postcode_and_town() {
    becomes(&[
        (
            "out loud, 14 Larkspur Close, Swindon, in the hall",
            "out loud, [address], in the hall",
        ),
        ("Flat 6, 81 Clanbrassil Street, Dublin 8", "[address]"),
        ("Am Mühlbach 3, 97318 Kitzingen", "[address]"),
        ("8 impasse des Glycines, 44600 Saint-Nazaire", "[address]"),
        (
            "via Garibaldi 41, Chioggia il semaforo",
            "[address] il semaforo",
        ),
        (
            "Pihlajakatu 14 B 22, 33500 Tampere, voimassa",
            "[address], voimassa",
        ),
        ("ul. Wiśniowa 18, Radom nie", "[address] nie"),
        ("Menekşe Sok. No: 12/5 Karşıyaka, İzmir.", "[address]."),
        ("Dorpsstraat 63, Heeswijk, is", "[address], is"),
        ("Hauptstraße 5", "[address]"),
        ("P.O. Box 149", "[address]"),
    ]);
    stays(&[
        "on 12 March 2024 we paid",
        "Parkplatz 12 war frei, Bahnsteig 3 auch",
        "5 stars for the gate agent",
        "a needs-a-clock sign by gate 4",
        "Levering 3: ging niet door",
        "we came for 3 nights and 2 more",
    ]);
}

#[test]
fn dates_prices_and_counts_stay() {
    stays(&[
        "On 2024-01-31 10:30 I paid 1,299.00",
        "am 31.12.2024 um 18:45 Uhr",
        "12/05/2023 and 05-12-23",
        "20240131 was a Wednesday",
        "€ 1.234.567,89 or $1,234,567 or 12 345 678 kr",
        "we waited 45 minutes, 3 times, since 1998",
        "rooms 101, 102, 103 and 104",
        "version 2.10.3 of the app",
        "24/7 service, 100% great, 5 stars 10/10",
        "see https://shop.example/help/returns",
        "@support is slow, a@b is no address",
        "No support and was not accessible to anyone",
        "The case of 12 ad-2600 players in contact with 4500 people",
        "1990-2020 and 2019/2020, pages 100-250",
    ]);
}

#[test]
fn a_wrong_check_digit_is_no_card_and_no_iban() {
    assert!(!kinds("DE88370400440532013000").contains(&"iban"));
    assert!(!kinds("4111111111111112").contains(&"card"));
}

#[test]
fn spans_are_offsets_into_the_original() {
    let text = "Ää: ä@ö.example — x@y.example, +49 30 1234567.";
    let redacted = redact(text);
    let parts: Vec<&str> = redacted
        .spans
        .iter()
        .map(|s| &text[s.start..s.end])
        .collect();
    assert_eq!(parts, ["ä@ö.example", "x@y.example", "+49 30 1234567"]);
    assert_eq!(redacted.text, "Ää: [email] — [email], [phone].");
}

#[test]
fn what_is_mistyped_or_bracketed_is_found_still() {
    for (text, kind) in [
        ("to GB71 QVBR 4020 7718 3356 04 sent", "iban"),
        ("op NL12 TEST 0456 7890 12.", "iban"),
        ("Mon IP est bloquée (192.0.2.77)", "ip"),
        ("cenno al 340 1188 276.", "phone"),
        ("got a number, 770319.", "account"),
        ("Bestelcode R-5561.", "order"),
        ("mi usuario es lolita_perea77", "account"),
        ("w umowie nr 2023/88120 mam", "order"),
        ("konto 8327-9 112 004 556-1,", "account"),
    ] {
        assert_eq!(kinds(text), [kind], "{text}");
    }
    stays(&[
        "GB71 is a code and so is FR76 3000",
        "Meter reading as requested: 48213",
        "vlucht XB218 werd geannuleerd",
        "låg nere 07.10-07.50 i morse",
        "number 64 in the line",
    ]);
}

#[test]
fn accents_and_german_nouns_tell_words_from_names() {
    stays(&[
        "vond stol, trekk fra døra",
        "ni tar 150:- för att låna handduk",
        "Der var orden. Køen var lang",
        "Wäre fein, wenn man Rechnungen auch stapelweise als PDF rausziehen könnte.",
        "Am Sonntag saß man Rücken an Rücken mit dem Nachbartisch, ohne uns zu sehen.",
        "køleskabet op på fjerde sal uden at brokke sig. Det er ikke hver dag",
        "los bomberos de Penacova vinieron",
    ]);
    becomes(&[
        ("siobhán was kind", "[name] was kind"),
        ("Søren was kind", "[name] was kind"),
    ]);
}

#[test]
fn what_only_people_do_tells_two_unknown_words_a_name() {
    becomes(&[(
        "Quorvin Maltrast laughs a lot at the till",
        "[name] laughs a lot at the till",
    )]);
    stays(&["Quorvin Maltrast delivers a lot"]);
}

#[test]
fn streets_keep_their_names_and_people_their_particles() {
    stays(&[
        "queria saber se tem fibra na rua Bento Gonçalves em Pelotas",
        "Water off, Fern St and the top end",
        "lampadaires éteints à 23h rue des Lices",
        "appuntamento alle 9 visto alle 11.20",
        "the tab is under Preferences",
    ]);
    becomes(&[
        (
            "Vroeger kende meneer De Wit ons",
            "Vroeger kende [name] ons",
        ),
        (
            "Det sto Kåre, og fikk Kåres medisin",
            "Det sto [name], og fikk [name] medisin",
        ),
        ("It works. Cheers, Tam Nguyen", "It works. Cheers, [name]"),
        (
            "half eight, it's under Brannigan",
            "half eight, it's under [name]",
        ),
        ("連絡先:090-5550-0183（村瀬）", "連絡先:[phone]（[name]）"),
        (
            "ありがとうございました。須藤",
            "ありがとうございました。[name]",
        ),
    ]);
}
