//! Words of questions in a terminal in Dutch.

use crate::cli::texts::AskerWords;

pub(super) const ASKER: AskerWords = AskerWords {
    enter_means: |label| format!("Alleen Enter: {label}."),
    enter_skips: "Alleen Enter: overslaan.",
    enter_ends: "Alleen Enter: klaar.",
    choice_wrong: "Typ een van de nummers.",
    many_hint: "Typ de nummers, met een komma ertussen. Alleen Enter: geen.",
    many_wrong: "Typ nummers uit de lijst, met een komma ertussen.",
    yes_wrong: "Typ ja of nee.",
    strange: "Hier staat een teken dat we niet kunnen lezen. Typ het opnieuw.",
    opening: &[
        "Je maakt een profiel: wat je doet, wat je kunt en wat je wilt. Dat kan ook samen met een adviseur.",
        "Druk op Enter bij wat je niet wilt zeggen. Een naam of leeftijd is niet nodig: zet die er niet in.",
        "Pas na de laatste vraag wordt er iets bewaard. Stoppen kan altijd met Ctrl+C.",
    ],
    task_of: |place, count| format!("taak {place} van {count}"),
    tasks_none: "Van deze afdeling is er geen lijst met taken.",
    none_of_these: "geen van deze",
    done: "klaar",
    own_words: "mijn eigen woorden",
    no_lookup: "We kunnen nu niet opzoeken wat dit betekent. Je kunt het in je eigen woorden toevoegen.",
    change: "Klopt het zo?",
    change_hint: "Typ een nummer om er meer over te zeggen, of -2 om nummer 2 weg te halen. Alleen Enter: het klopt.",
    change_wrong: "Typ een nummer uit de lijst, met of zonder min ervoor.",
    no_travel: "Zonder postcode weten we niet hoe ver iets is. Daarom vragen we niet hoe ver je wilt reizen.",
    hours_left_out: "Je uren staan niet in je profiel. Wil je ze erbij? Open het bestand straks op de pagina en vul ze daar in.",
    written: |file| format!("Je profiel staat in {file}."),
    next: |file| format!("Bekijk je kansen met: loopbaanbrug match --profile {file}"),
    unchecked: |file| format!("Nakijken lukte niet. Doe dat later met: loopbaanbrug profile check {file}"),
    profile_right: "Het profiel is goed.",
};
