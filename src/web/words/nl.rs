//! Dutch at B1: short sentences, “je”, no jargon.

use super::{Failure, Words};
use crate::{
    texts::{Language, asking},
    web::talk::{HideReason, Listing, Order},
};

/// Points as they are counted: one is no plural.
fn points(count: i32) -> String {
    if count == 1 { "1 punt".to_owned() } else { format!("{count} punten") }
}

pub(super) static WORDS: Words = Words {
    ask: asking(Language::Dutch),
    // On every page.
    skip: "Naar de inhoud",
    update: "Werk de pagina bij",
    save: "Bewaar profiel",
    wipe: "Wis alles",
    other_language: "English",
    steps: "Stappen",
    step_labels: ["Je werk", "Wat je kunt en wilt", "Kansen", "Je plan"],
    problems: "Kijk nog even naar deze velden",
    footer: "Deze pagina bewaart niets over jou. Mensen beslissen, niet dit programma.",
    glossary_link: "Wat betekenen de woorden?",
    add: "Voeg toe",
    remove: "Haal weg",
    search: "Zoek",
    // Start.
    start_title: "Op zoek naar ander werk?",
    start_lead: "Hier kijk je samen wat je kunt, wat je wilt en welk werk daarbij past. Je ziet ook welke opleiding de stap kleiner maakt. Aan het eind heb je een plan op papier.",
    start_begin: "Begin",
    start_open: "Heb je al een profiel bewaard?",
    start_open_hint: "Open het bestand en ga verder waar je was.",
    start_file: "Bestand met je profiel",
    start_open_button: "Open het bestand",
    start_example: "Eerst even proberen?",
    start_example_hint: "Kijk mee met een verzonnen medewerker van Burgerzaken.",
    start_example_button: "Open het voorbeeld",
    start_privacy: "Wat gebeurt er met je gegevens?",
    start_privacy_lines: &[
        "Wat je invult, gaat naar de server om te rekenen. De server bewaart het niet.",
        "Met “Bewaar profiel” zet je het in een bestand op je eigen computer.",
        "Met “Wis alles” begin je opnieuw. Sluit daarna het venster.",
    ],
    wiped: "Alles is gewist.",
    // Tasks.
    tasks_none: "Van deze afdeling is er geen lijst met taken. Op de volgende pagina vul je in wat je kunt.",
    tasks_gone: |count| match count {
        1 => "In je profiel stond een taak die we niet kennen. Die hebben we weggelaten.".to_owned(),
        _ => format!("In je profiel stonden {count} taken die we niet kennen. Die hebben we weggelaten."),
    },
    tasks_next: "Verder naar wat je kunt en wilt",
    // Profile: skills.
    profile_title: "Wat kun je en wat wil je?",
    skills_add_suggested: "Zet erbij wat ik heb aangekruist",
    skills_none: "Er staat nog niets. Kruis hierboven iets aan of typ het.",
    // Profile: background.
    // Profile: wishes.
    choose: "Kies",
    // Profile: criteria, budget, dial.
    criterion_new: "Zet er een bij",
    criterion_words_missing: "Zeg ook in je eigen woorden wat je nodig hebt.",
    profile_next: "Laat mijn kansen zien",
    // Options.
    options_title: "Jouw kansen",
    options_kinds: "Wat wil je zien?",
    kinds: &[
        (Listing::Vacancies, "Vacatures"),
        (Listing::Paths, "Vacatures met een opleiding ervoor"),
        (Listing::Routes, "Leer-werkpaden"),
    ],
    kind_hints: &[
        "Werk dat er nu is. Bovenaan staat wat het best past bij wat je invulde.",
        "Werk dat dichterbij komt met een opleiding of cursus. Je ziet de weg ernaartoe.",
        "Opleidingen, cursussen en plekken waar je leert en werkt.",
    ],
    options_filter: "Zoek gerichter",
    options_sector: "Sector",
    options_class: "Hoe dichtbij",
    options_distance: "Afstand",
    options_words: "Woorden in de tekst",
    options_order: "Volgorde",
    options_apply: "Pas toe",
    options_all: "alles",
    options_within: |km| format!("tot {km} km"),
    orders: &[(Order::Best, "wat het best past"), (Order::Near, "dichtst bij huis"), (Order::Pay, "hoogste loon")],
    options_notes: "Opmerkingen",
    options_list: "Wat we vonden",
    options_count: |shown, total| match (shown, total) {
        (0, 0) => "We vinden niets dat past. Kijk hieronder wat je kunt veranderen.".to_owned(),
        (0, _) => "Met deze keuze blijft er niets over.".to_owned(),
        _ => format!("Je ziet {shown} van de {total}."),
    },
    options_empty: "Je hebt nog niets ingevuld. Vul eerst iets in. Dan zie je hier wat bij je past.",
    options_empty_go: "Vul in wat je doet",
    options_looked_at: |count| format!("We rekenen met de {count} die het best passen."),
    options_more: |count| format!("Laat er {count} meer zien"),
    shortlist: "Wat je bewaart",
    shortlist_compare: "Leg naast elkaar",
    shortlist_plan: "Maak je plan",
    left_out_title: "Wat is weggelaten, en waarom?",
    absent_title: "Mis je een kans?",
    absent_hint: "Zoek hem op naam. Je ziet waarom hij niet of niet bovenaan in je lijst staat.",
    absent_words: "Naam of woorden",
    absent_none: "Daarmee vinden we niets.",
    hidden_title: "Wat je verborg",
    hidden_show: "Laat weer zien",
    hide_reasons: &[
        (HideReason::Work, "dit werk past niet bij mij"),
        (HideReason::Far, "te ver weg"),
        (HideReason::Hours, "uren of tijden passen niet"),
        (HideReason::Pay, "het loon is te laag"),
        (HideReason::Learning, "te veel om te leren"),
        (HideReason::Other, "iets anders"),
    ],
    // A card.
    of_points: |possible| format!("van {}", points(possible)),
    card_parts: "Waar komen de punten vandaan?",
    part_told: |part, gained, possible| match gained {
        ..0 => format!("{part}: {} eraf", points(-gained)),
        _ => format!("{part}: {gained} van {}", points(possible)),
    },
    card_fits: "Dit past:",
    card_learns: "Dit komt er onderweg bij:",
    card_partly: "Dit kun je voor een deel:",
    card_missing: "Dit mis je nog:",
    card_reached: "haalbaar",
    card_way: |now, then| format!("Nu: {now}. Na de opleiding: {then}."),
    card_look: "Bekijk",
    card_keep: "Bewaar",
    card_kept: "Bewaard, haal weg",
    card_hide: "Verberg",
    card_hide_why: "Waarom?",
    card_questions: |count| {
        if count == 1 { "1 vraag om te stellen".to_owned() } else { format!("{count} vragen om te stellen") }
    },
    card_similar: |count| {
        if count == 1 {
            "Er is nog 1 bijna dezelfde.".to_owned()
        } else {
            format!("Er zijn nog {count} bijna dezelfde.")
        }
    },
    // The overview.
    overview_title: "Waar liggen je kansen?",
    overview_hint: "Elke balk is een sector. Bovenaan staat waar nu het meeste haalbaar is. De getallen zijn aantallen.",
    overview_picture: "Balken: per sector het aantal kansen, verdeeld naar hoe dichtbij ze zijn. De tabel hieronder heeft dezelfde getallen.",
    overview_table: "Dezelfde getallen als tabel",
    overview_sector: "Sector",
    overview_total: "Samen",
    sector_unknown: "onbekend",
    // One option.
    option_back: "Terug naar je kansen",
    option_example: "Dit is een verzonnen voorbeeld.",
    option_why_not: "Waarom staat deze niet in je lijst?",
    option_place: "Waar staat deze in je lijst?",
    option_facts: "De feiten",
    option_text: "Lees de hele tekst",
    option_link: "Open de pagina van de aanbieder (nieuw venster)",
    option_wishes: "Wat je wilt",
    option_why_points: "Waarom?",
    points_gained: |gained, possible| match (gained, possible) {
        (..0, _) => format!("{} eraf", points(-gained)),
        (0, 0) => String::new(),
        (_, 0) => points(gained),
        _ => format!("{gained} van {}", points(possible)),
    },
    option_bridge: "De brug ernaartoe",
    option_bridge_hint: "Zo kun je leren wat je nog mist.",
    option_bridge_now: "Je hoeft niet eerst iets te leren: je kunt nu al reageren.",
    option_bridge_none: "We kennen hiervoor nu geen leer-werkpad. Bespreek met je loopbaanadviseur wat wel kan.",
    option_parts_taught: "Een deel van wat wordt gevraagd, kun je hier leren:",
    option_teaches: |route, provider, skills| format!("“{route}” van {provider}: {skills}."),
    option_bridge_more: "Meer over deze weg",
    // What if.
    what_if_title: "Wat als?",
    what_if_legend: "Kruis aan wat je zou kunnen leren of doen",
    what_if_show: "Laat het verschil zien",
    what_if_skill: |skill| format!("Stel: je kunt “{skill}”"),
    what_if_route: |route| format!("Stel: je hebt “{route}” gedaan"),
    what_if_points: |before, after| format!("Van {before} naar {}", points(after)),
    what_if_class: |before, after| {
        if before == after {
            format!("Hoe dichtbij: dat blijft “{after}”.")
        } else {
            format!("Hoe dichtbij: van “{before}” naar “{after}”.")
        }
    },
    what_if_entered: "Nieuw bij je beste 20:",
    // Compare.
    compare_title: "Naast elkaar",
    compare_lead: "Wat is anders aan wat je bewaart?",
    compare_facts: "De feiten",
    compare_points: "Punten",
    compare_asked: "Wat wordt gevraagd",
    compare_wishes: "Wat je wilt",
    compare_total: "Samen",
    compare_not_asked: "niet gevraagd",
    cell_points: |points, possible| format!("{points} van {possible}"),
    // The plan.
    plan_title: "Je plan",
    plan_lead: "Dit is jouw pagina. Vul samen in wat je wilt en wie je helpt.",
    plan_no_options: "Bewaar eerst een kans. Dan kan die in je plan.",
    plan_direction: "Waar wil je heen?",
    plan_direction_label: "In je eigen woorden",
    plan_room: "Hoeveel ruimte heb je om te leren?",
    plan_room_hint: "Laat je iets leeg, dan nemen we wat je eerder invulde.",
    plan_backing: "Wie helpt je?",
    plan_who: "Wie",
    plan_with: "Waarmee",
    plan_who_missing: "Zeg ook wie je hiermee helpt.",
    plan_hours: "Uur per week",
    plan_weeks: "Weken",
    plan_euros: "Eigen geld (euro)",
    plan_show: "Laat het plan zien",
    plan_nav: "Bij dit plan",
    plan_back: "Terug",
    plan_download: "Bewaar het plan",
    plan_print_hint: "Printen: druk op Ctrl+P. Dit stuk komt niet op papier.",
    plan_file_name: "mijn-plan.html",
    profile_file_name: "mijn-profiel.json",
    // The glossary.
    glossary_title: "Wat betekenen de woorden?",
    glossary: &[
        ("kans", "Een vacature of een leer-werkpad dat bij je kan passen."),
        ("leer-werkpad", "Een manier om te leren voor ander werk. Vaak werk je er ook bij."),
        ("punten", "Punten zeggen hoe goed een kans past bij wat jij invulde. Ze zeggen niets over hoe goed jij bent."),
        ("nu haalbaar", "Je kunt er ongeveer zoveel van als iemand uit een beroep dat erop lijkt. Je kunt reageren."),
        ("nog een korte cursus nodig", "Je mist nog iets. Dat leer je meestal in korte tijd."),
        (
            "nog een opleiding nodig",
            "Je mist nog zoveel dat een opleiding helpt. Bij de kans staat of we er een kennen.",
        ),
        ("ver weg", "Er is veel te leren. Kijk of dit echt is wat je wilt."),
        ("BBL", "Een mbo-opleiding waarbij je werkt en loon krijgt."),
        ("duaal", "Werken en leren op het hbo."),
        ("zij-instroom", "Je gaat al aan het werk in een nieuw beroep en leert het ondertussen."),
        ("EVC", "Iemand kijkt na wat je al kunt en zet het op papier: erkenning van verworven competenties."),
        ("VOG", "Verklaring omtrent het gedrag. Je vraagt hem aan bij de gemeente of op internet."),
        ("detachering", "Je blijft in dienst bij je werkgever en werkt een tijd ergens anders."),
        ("Ad", "Associate degree: een hbo-opleiding van twee jaar."),
        (
            "taalniveau",
            "Hoe goed je een taal spreekt en leest. A1 is een begin, B1 is goed genoeg voor gewone gesprekken, C2 is bijna als je moedertaal.",
        ),
        ("bruto", "Loon waar de belasting nog af gaat."),
    ],
    // What is wrong.
    shortlist_full: |max| format!("Je bewaart al {max} kansen. Haal er eerst een weg."),
    keep_gone: |keys| format!("Dit wordt niet (meer) aangeboden: {keys}. Daarom hebben we niets bewaard."),
    kept_gone: "Dit wordt niet meer aangeboden.",
    options_gone: |keys| format!("Dit is er niet meer: {keys}. We hebben het uit je lijst gehaald."),
    file_missing: "Kies eerst een bestand.",
    file_wrong: "Dit is geen profiel. Kies het bestand dat je hier bewaarde. Vaak heet het mijn-profiel.json.",
    profile_too_large: "Dit profiel is te groot voor deze pagina. Haal er wat tekst uit en probeer het opnieuw.",
    file_wrong_at: |line, field| match field.strip_prefix("profile.") {
        Some(field) => format!("We kunnen dit profiel niet lezen. Op regel {line} klopt iets niet: {field}."),
        // Perhaps nothing of a profile came before it went wrong, and it is another file.
        None => format!(
            "Dit bestand past niet bij een profiel. Op regel {line} klopt iets niet. Koos je het goede bestand? Vaak heet het mijn-profiel.json."
        ),
    },
    failure_start: "Naar het begin",
    failure: |failure| match failure {
        Failure::NotFound => ("Deze pagina is er niet", "Misschien is het adres veranderd."),
        Failure::Unreadable => (
            "We kunnen deze pagina niet lezen",
            "De gegevens in het venster zijn beschadigd of te groot. Begin opnieuw of open je bewaarde profiel.",
        ),
        Failure::NoTalk => (
            "Je antwoorden kwamen niet mee",
            "Daarom hebben we niets veranderd. Ga terug en probeer het opnieuw. Lukt dat niet? Begin dan opnieuw of open je bewaarde profiel.",
        ),
        Failure::OtherLetters => (
            "We kunnen de letters niet lezen",
            "Je browser stuurde de letters op een andere manier dan wij kunnen lezen (UTF-8). We hebben niets veranderd. Neem een andere browser en probeer het opnieuw.",
        ),
        Failure::OtherSite => ("Dit verzoek komt van een andere site", "Open deze pagina zelf en probeer het opnieuw."),
        Failure::Busy => ("Het is nu druk", "Wacht even en probeer het dan opnieuw. Met “terug” staat alles er nog."),
        Failure::Slow => ("Dit duurde te lang", "Probeer het opnieuw. Met “terug” staat alles er nog."),
        Failure::Fault => ("Er ging iets mis", "Dat ligt niet aan jou. Ga terug en probeer het opnieuw."),
    },
};
