//! Words around names and addresses, in the 14 languages, each list with what it says.

use super::lexicon::{
    ADDRESS_WORD, AFTER, CALLED, CLOSE, COUNTS, DOES, GERMAN, GREET, JOIN, LINK, PARTICLE, ROLE,
    SAINT, SPEAK, STREET_AFTER, STREET_BEFORE, STREET_ONLY, THANKS, TITLE, UNIT, WHERE,
};

/// Every list and its flag.
pub(super) const LISTS: &[(&str, u32)] = &[
    (
        "mr mrs ms miss mister mx dr prof professor rev capt sgt lt col maj gen \
         frau herr herrn frl fraeulein mme mlle \
         sr sra srta don dona senhor senhora dra \
         sig signor signora signorina dott dottssa avv ing rag geom arch \
         dhr mevr mw mevrouw meneer drs mr ir \
         hr fru hr froken fruen rouva herra neiti \
         pan pani pana panu panem pania panie \
         doc familie familien familjen famille familia famiglia rodzina",
        TITLE,
    ),
    (
        "monsieur madame mademoiselle maitre senor senora senorita doctor doctora doctores dottore \
         dottor dottoressa doctoor dokter doktor doktora docteur docteure laege lege lakare laakari \
         lekarz profesor professore sayin",
        TITLE | ROLE,
    ),
    (
        "bey hanim hanima beye beyin hanimin hoca hocam efendi abi abla usta teyze",
        AFTER,
    ),
    (
        "agent agents adviser advisor assistant attendant cashier clerk colleague consultant courier \
         driver engineer handyman lifeguard manager mechanic midwife nurse sister brother officer \
         operator owner plumber porter ranger receptionist rep representative stylist supervisor \
         surveyor teacher technician therapist trainer volunteer waiter waitress waiters warden \
         councillor father pastor chef barista bartender guide host hostess solicitor lawyer \
         accountant dentist surgeon physio wife husband son daughter mother mum mom dad partner \
         kid boyfriend girlfriend nephew niece uncle aunt grandson granddaughter neighbour neighbor \
         friend boss producer songwriter captain steward stewardess tenant buyer landlord \
         technicien technicienne conseiller conseillere vendeur vendeuse infirmier infirmiere \
         serveur serveuse livreur directeur directrice agente agent hotesse sage-femme collegue \
         femme mari fils fille voisin voisine maman papa \
         tecnico tecnica asesor asesora enfermero enfermera camarero camarera dependienta \
         dependiente vendedor vendedora conductor repartidor gerente recepcionista marido esposa \
         esposo hijo hija hermana vecino vecina abogado abogada companera companero moco rapaz moca \
         menina atendente funcionario funcionaria enfermeiro enfermeira motorista tecnica filho \
         filha marido esposa gerente advogado advogada \
         impiegato impiegata commesso commessa infermiere infermiera cameriere cameriera autista \
         corriere operatore operatrice consulente collega marito moglie figlio figlia vicino \
         medewerker medewerkster adviseur adviseuse monteur chauffeur verpleegster verpleegkundige \
         verloskundige doktersassistente assistente ober serveerster makelaar collega man vrouw zoon \
         dochter buurman buurvrouw huisarts notaris \
         montor sygeplejerske sygeplejersken jordemoder jordmor tekniker radgiver radgiveren \
         ekspedient tjener chauffor kollega kone mand son datter nabo rektor advokat kundeservice \
         montoren teknikeren sykepleier sykepleieren radgiver radgiveren kelner sjafor ektemann \
         sonnen datteren \
         sjukskoterska barnmorska saljare handlaggare radgivare chaufor fru make maka dotter granne \
         hoitaja katilo asentaja myyja asiakaspalvelija kuljettaja ortopedi hammaslaakari \
         isannoitsija tarkastaja tarkastajanne asiantuntija vaimo mies aviomies poika tytar naapuri \
         polozna pielegniarka pielegniarz babcia ciocia konsultant konsultantka konsultantke agentka sprzedawca \
         sprzedawczyni kelner kelnerka kierowca kurier doradca maz syn corka kolega kolezanka \
         doktor hemsire ebe garson kurye sofor gorevli temsilci mudur usta danisman teknisyen esim \
         kizim oglum komsu",
        ROLE,
    ),
    (
        "hi hello hey dear hallo hei hej heisann hejsan kaere kjaere kara basta liebe lieber liebes \
         cher chere bonjour salut hola querido querida estimado estimada caro cara ciao gentile \
         egregio beste geachte lieve hoi ola oi prezado prezada moi moikka terve hyva drogi droga \
         szanowny szanowna czesc witaj merhaba selam sayin sevgili",
        GREET,
    ),
    (
        "thanks thank cheers thx ty tysm kudos bravo tak takk tack kiitos merci gracias grazie danke \
         dank bedankt dankjewel obrigado obrigada valeu dzieki dziekuje podziekowania tesekkur \
         tesekkurler sagol welcome congrats bye sorry auguri",
        THANKS,
    ),
    (
        "regards sincerely faithfully yours truly wishes cordially respectfully signed hilsen hilsner \
         mvh vh gruss grusse grussen gruesse gruessen hochachtungsvoll mfg lg cordialement \
         salutations saludos atentamente cordialmente atenciosamente cumprimentos saluti groet \
         groeten hoogachtend gr vr mvg terveisin terveiset ystavallisesti kunnioittaen halsning \
         halsningar vanligen vanliga pozdrawiam pozdrowienia powazaniem saygilarimla saygilar \
         sevgiler best",
        CLOSE,
    ),
    (
        "name names named namn navn naam nimi nimeni nimelta nombre nom nome apellido sobrenome \
         cognome surname nachname navnet namnet vorname nachnamen familiennamen fornavn efternavn etternavn \
         efternamn fornamn achternaam voornaam sukunimi sukunimeni nazwisko nazwiska imie adi adim \
         ismi ismim soyadim called heet heisse heisst heiss hiess hedder heter hette chamo chama \
         chamava chiamo chiama chiamava llamo llama llamaba appelle appelait nazywam nazywa \
         heette kaldt kallad holder payee begunstigter \
         beneficiary titular titolare",
        CALLED,
    ),
    (
        "is s was are be on in under to for as of est ist es e er ar war era a se me him her \
         mi nome mig mir ist lautet the der il el le is het sie si ",
        LINK,
    ),
    (
        "van von der den de del della di da do dos das du la le el al bin ibn ben ter ten te zu zum \
         zur af av mac mc st y 't op d o abu",
        PARTICLE,
    ),
    (
        "was is isn has had did does said says told made helped helps took went gave came called \
         answered fixed sorted explained listened knew knows remembered remembers always never \
         deserves and who at behind from were wasn couldn rang phoned stayed met showed noticed \
         spotted spent lives shouted flew began kept keeps went works worked \
         can could will would should must wants wanted needs needed likes liked loves loved thinks \
         thought makes goes plays played sings sang writes wrote won lost died married does felt \
         war hat ist sagte half kam nahm konnte hilft \
         etait est avait fue era foi ficou heeft was kwam hielp kent er har kom sagde hjalp var sa \
         sade auttoi tuli kertoi jest byla byl pomogl pomogla",
        DOES,
    ),
    (
        "in near at outside aus nach im em chez around towards via",
        WHERE,
    ),
    ("and und et y e en og och ja i ve", JOIN),
    (
        "st saint sankt san santa sant sao sainte santo sint szent swiety swieta sv",
        SAINT,
    ),
    (
        "und ich nicht das ist eine einen einem fur wir auf zu auch dem sie mich mir wurde haben habe \
         hat sehr sind beim zum zur vom wie nur noch mehr kein keine aber bei \
         wenn dann schon gibt wieder nach seit uns unser unsere ihr euch ihren ware hatte kann wird \
         werden doch ohne zwei drei bis gegen hab ganz alles jetzt seid mein meine einer eines \
         diese dieser dieses damit weil dass",
        GERMAN,
    ),
    (
        "spoke speak spoken speaking talked talk chatted ask asked asking contacted met meet \
         starring directed says produced",
        SPEAK,
    ),
    (
        "street st str road rd avenue ave lane ln drive dr close court ct way crescent cres terrace \
         terr place pl square sq hill row parade gardens gdns grove quay boulevard blvd parkway pkwy \
         highway hwy walk mews rise view green mall circle cir loop trail alley esplanade wharf \
         sokak sok sokagi cadde cad caddesi bulvari mahallesi mah street. utca u ut utja ter rkp \
         strasse gasse weg platz allee straat laan plein gatan gata vagen gate vei veien vej gade \
         alle katu tie tee ulica",
        STREET_AFTER,
    ),
    (
        "rue avenue av ave boulevard bd bld impasse allee chemin place quai cours route ruelle square \
         via viale v.le piazza p.zza corso vicolo largo strada lungomare \
         calle c avenida avda plaza pza paseo carrer carretera ronda camino travesia glorieta \
         rua travessa praca estrada alameda rotunda beco \
         ul ulica ulicy al aleja alei os osiedle plac pl",
        STREET_BEFORE,
    ),
    (
        "apt ap apartment suite flat unit floor room no nr ste top stiege tur etage piso puerta escalera \
         esc bajo planta interno int scala palazzina lgh lagenhet leil apto bloco andar box po bp \
         postfach postbus postboks pobox psc kat daire d m lok bus appt appartement bat batiment",
        UNIT,
    ),
    (
        "rue avenue boulevard calle avenida avda paseo rua travessa alameda ulica ulicy ul",
        STREET_ONLY,
    ),
    (
        "oh zero one two three four five six seven eight nine double triple \
         null eins zwei zwo drei vier funf sechs sieben acht neun \
         deux trois quatre cinq sept huit neuf dix onze douze treize quatorze quinze seize vingt \
         trente quarante cinquante soixante \
         cero uno dos tres cuatro cinco seis siete ocho nueve diez \
         um dois quatro sete oito nove meia due tre quattro cinque sei sette otto \
         nul een twee drie vijf zes zeven negen \
         nul en to fire fem seks syv sju otte atte ni ett tva fyra sex sjutton nio noll \
         nolla yksi kaksi kolme nelja viisi kuusi seitseman kahdeksan yhdeksan \
         jeden dwa trzy cztery piec szesc siedem osiem dziewiec \
         sifir bir iki uc dort bes alti yedi sekiz dokuz \
         ten twenty thirty forty fifty sixty seventy eighty ninety \
         otuz kirk elli altmis yetmis seksen doksan yirmi yuz on",
        COUNTS,
    ),
    (
        "address addresses adress adresse adresses direccion domicilio domicile indirizzo residenza \
         adres adresu adresie osoite osoitteeni osoitteenmuutos osoitteemme endereco morada lives \
         live living located sent delivered deliver send meet sede wohne wohnhaft wohnt bor \
         bosatt vivo habito abito asun mieszkam oturuyorum ikamet adresim adresimiz located office \
         offices restaurant corner",
        ADDRESS_WORD,
    ),
];
