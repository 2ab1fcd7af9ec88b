//! Dutch at B1.

use super::BridgePhrases;
use crate::{
    domain::{NlqfLevel, Payer, RouteKind, Verdict},
    matching::{BudgetCheck, BudgetLimit, Class, EntryAsked, EntryVerdict, Opens, WayPart, WayReason},
    texts::{
        Language,
        language::advice,
        phrases,
        writing::{grouped, joined},
    },
};
use jiff::civil::Date;

pub(super) struct Dutch;

const MONTHS: [&str; 12] = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
];

fn day(date: Date) -> String {
    let month = usize::try_from(date.month() - 1).ok().and_then(|month| MONTHS.get(month)).unwrap_or(&"");
    format!("{} {month} {}", date.day(), date.year())
}

fn euro(euros: u32) -> String {
    format!("€ {}", grouped(euros.into(), '.'))
}

fn education(level: NlqfLevel) -> &'static str {
    phrases(Language::Dutch).education(level)
}

fn vacancies(count: u64) -> String {
    if count == 1 { "1 vacature".to_owned() } else { format!("{} vacatures", grouped(count, '.')) }
}

fn weeks(weeks: u32) -> String {
    if weeks == 1 { "1 week".to_owned() } else { format!("{weeks} weken") }
}

impl BridgePhrases for Dutch {
    fn part(&self, part: WayPart) -> &'static str {
        match part {
            WayPart::New => "hoeveel je nieuw moet leren",
            WayPart::Detour => "wat je leert en hier niet nodig hebt",
            WayPart::Time => "hoe lang de weg duurt",
            WayPart::Cost => "wat je zelf betaalt",
            WayPart::Budget => "meer tijd of geld dan je kunt missen",
            WayPart::Wage => "loon onderweg",
            WayPart::Guarantee => "baangarantie",
            WayPart::Distance => "afstand tot de lessen",
            WayPart::Start => "wachten op de start",
            WayPart::Entry => "nog te vragen voor je begint",
        }
    }

    fn class_change(&self, before: Class, after: Class) -> String {
        let now = match before {
            Class::Now => "Dit werk is nu al haalbaar",
            Class::ShortCourse => "Dit werk is nu net niet haalbaar",
            Class::Route => "Dit werk is nu niet haalbaar",
            Class::Far => "Dit werk is nu nog ver weg",
        };
        let then = match after {
            Class::Now => "Na deze weg is dit werk haalbaar",
            Class::ShortCourse => "Na deze weg heb je nog een korte cursus nodig",
            Class::Route | Class::Far => {
                "Deze weg brengt het dichterbij, maar daarna heb je nog een leer-werkpad nodig"
            }
        };
        format!("{now}. {then}.")
    }

    fn closes_before(&self, closes: Date, by_working: bool) -> String {
        let closed =
            format!("Reageren op deze vacature kan tot en met {}. Dan ben je nog niet klaar met leren.", day(closes));
        if by_working {
            format!("{closed} Reageer nu, en vraag of je daar werkend kunt leren.")
        } else {
            format!(
                "{closed} Zoek daarna werk dat hierop lijkt. Of reageer nu, en vraag of je het op het werk kunt leren."
            )
        }
    }

    fn learns(&self, labels: &[&str], evc_only: bool) -> String {
        if evc_only {
            return format!("Je krijgt een bewijs voor wat je al kunt: {}.", joined(labels, "en"));
        }
        format!("Dit leer je van wat je nog mist: {}.", joined(labels, "en"))
    }

    fn earns(&self, names: &[&str]) -> String {
        format!("Dit krijg je op papier, en dat mis je nu: {}.", joined(names, "en"))
    }

    fn remains(&self, labels: &[&str]) -> String {
        format!("Hierin moet je daarna nog groeien: {}.", joined(labels, "en"))
    }

    fn nothing_remains(&self) -> &'static str {
        "Daarna kun je alles wat de vacature vraagt."
    }

    fn remaining_gates(&self, names: &[&str]) -> String {
        format!("Dit heb je dan nog niet: {}.", joined(names, "en"))
    }

    fn over_budget(&self) -> &'static str {
        "Let op: deze weg vraagt meer tijd of geld dan je wilde. Bespreek of dat kan."
    }

    fn step(&self, title: &str, provider: &str, kind: RouteKind) -> String {
        let how = match kind {
            RouteKind::Bbl => "Je werkt en leert tegelijk op het mbo",
            RouteKind::Dual => "Je werkt en leert tegelijk",
            RouteKind::ZijInstroom => "Je begint met werken en leert het vak daarbij",
            RouteKind::Evc => "Een beoordelaar kijkt wat je al kunt",
            RouteKind::DerdeLeerweg => "Dit is mbo voor volwassenen",
            RouteKind::Certificate => "Je haalt een certificaat",
            RouteKind::ShortCourse => "Dit is een korte cursus",
            RouteKind::SecondmentWithTraining => "Je werkt tijdelijk ergens anders en krijgt daar les",
            RouteKind::WorkPlacement => "Je werkt een tijd mee om het werk te leren kennen",
        };
        format!("{title}, bij {provider}. {how}.")
    }

    fn may_begin(&self, verdict: EntryVerdict) -> &'static str {
        match verdict {
            EntryVerdict::Met => "Je voldoet aan wat ze vooraf vragen.",
            EntryVerdict::NotMet => "Je voldoet nog niet aan wat ze vooraf vragen.",
            EntryVerdict::Unknown => "Vraag na of je mag beginnen: niet alles is bekend.",
            EntryVerdict::EvcPossible => {
                "Op papier heb je niet wat ze vragen. Misschien is een ervaringscertificaat (EVC) genoeg. Vraag dat na."
            }
        }
    }

    fn asks_nothing(&self) -> &'static str {
        "Ze vragen vooraf niets."
    }

    fn entry(&self, asked: &EntryAsked, verdict: EntryVerdict, lacking: &[&str]) -> String {
        match asked {
            EntryAsked::Level { asked, held, by_step } => {
                let level = education(*asked);
                match (verdict, held) {
                    (EntryVerdict::Met, _) if *by_step => format!("Ze vragen {level}. Dat heb je na de vorige stap."),
                    (EntryVerdict::Met, _) => format!("Ze vragen {level}. Dat heb je."),
                    (EntryVerdict::EvcPossible, _) => {
                        format!("Ze vragen {level}. Dat heb je niet op papier. Vraag of een EVC genoeg is.")
                    }
                    (_, None) => format!("Ze vragen {level}. Jouw niveau is niet bekend."),
                    (_, Some(held)) => format!("Ze vragen {level}. Jij hebt {}.", education(*held)),
                }
            }
            EntryAsked::Skills { .. } if lacking.is_empty() && verdict != EntryVerdict::Met => {
                "Wat je vooraf moet kunnen, zien we voor een deel bij jou. Vraag of dat genoeg is.".to_owned()
            }
            EntryAsked::Skills { of, .. } if lacking.is_empty() => match of {
                1 => "Wat ze vooraf vragen, kun je.".to_owned(),
                _ => format!("Van de {of} dingen die je vooraf moet kunnen, zien we ze allemaal bij jou."),
            },
            EntryAsked::Skills { shown, of, .. } => {
                let rest = joined(lacking, "en");
                match (shown, of) {
                    (0, 1) => format!("Dit vragen ze vooraf en staat niet in je profiel: {rest}."),
                    _ => format!(
                        "Van de {of} dingen die je vooraf moet kunnen, zien we er {shown} bij jou. Dit niet: {rest}."
                    ),
                }
            }
            EntryAsked::Gate(gate) => phrases(Language::Dutch).gate_name(gate),
        }
    }

    fn takes(&self, duration: Option<u32>, study: Option<u32>, work: Option<u32>) -> Option<String> {
        let study = study.filter(|hours| *hours > 0).map(|hours| format!("{hours} uur leren"));
        let work = work.filter(|hours| *hours > 0).map(|hours| format!("{hours} uur werken"));
        let hours: Vec<_> = [study, work].into_iter().flatten().collect();
        let hours: Vec<_> = hours.iter().map(String::as_str).collect();
        match (duration, hours.as_slice()) {
            (None, []) => None,
            (None, hours) => Some(format!("Per week is het {}.", joined(hours, "en"))),
            (Some(duration), []) => Some(format!("Het duurt {}.", weeks(duration))),
            (Some(duration), hours) => {
                Some(format!("Het duurt {}, met {} per week.", weeks(duration), joined(hours, "en")))
            }
        }
    }

    fn pays(&self, payer: Option<Payer>, euros: Option<u32>) -> String {
        match (payer, euros) {
            (Some(Payer::Employer), _) => "De werkgever betaalt.".to_owned(),
            (Some(Payer::Fund), _) => "Een fonds of subsidie betaalt.".to_owned(),
            (Some(Payer::Free), _) | (_, Some(0)) => "Het kost jou niets.".to_owned(),
            (Some(Payer::Participant), Some(euros)) => format!("Je betaalt zelf {}.", euro(euros)),
            (Some(Payer::Participant), None) => "Je betaalt zelf. Hoeveel, staat er niet bij.".to_owned(),
            (Some(Payer::Shared), Some(euros)) => {
                format!("Het kost {}. Dat wordt gedeeld. Vraag wat jij betaalt.", euro(euros))
            }
            (Some(Payer::Shared), None) => "De kosten worden gedeeld. Vraag wat jij betaalt.".to_owned(),
            (None, Some(euros)) => format!("Het kost {}. Vraag wie dat betaalt.", euro(euros)),
            (None, None) => "Er staat niet bij wat het kost. Vraag dat na.".to_owned(),
        }
    }

    fn way(&self, reason: &WayReason) -> String {
        match reason {
            WayReason::New { permille } => {
                format!(
                    "Van wat dit werk vraagt, moet je {} % nieuw leren. Wat je zelf wilt leren, telt niet mee.",
                    permille / 10
                )
            }
            WayReason::Used { used, of } if used == of => "Alles wat je leert, gebruik je in dit werk.".to_owned(),
            WayReason::Used { used, of } => format!("Van de {of} dingen die je leert, vraagt dit werk er {used}."),
            WayReason::Weeks { known: 0, and_more: true } => "Er staat niet bij hoe lang het duurt.".to_owned(),
            WayReason::Weeks { known, and_more: true } => {
                format!("De weg duurt minstens {}. Van een stap weten we het niet.", weeks(*known))
            }
            WayReason::Weeks { known, and_more: false } => format!("De weg duurt {}.", weeks(*known)),
            WayReason::NothingToPay => "Je betaalt zelf niets.".to_owned(),
            WayReason::OwnEuros(euros) => format!("Je betaalt zelf {}.", euro(*euros)),
            WayReason::OwnEurosAtLeast(euros) => {
                format!("Je betaalt zelf {}. Misschien komt daar nog iets bij. Vraag hoeveel.", euro(*euros))
            }
            WayReason::SharedEuros(euros) => format!("Van {} betaal jij een deel. Vraag hoeveel.", euro(*euros)),
            WayReason::CostUnknown => "Er staat niet bij wat je zelf betaalt.".to_owned(),
            WayReason::Budget(check) => self.budget(check),
            WayReason::Wage { wage, enough } => {
                let (low, high) = (wage.min().get(), wage.max().get());
                let wage = if low == high {
                    euro(high.into())
                } else {
                    format!("{} tot {}", euro(low.into()), euro(high.into()))
                };
                let less = if *enough { "" } else { " Dat is minder dan je wilde." };
                format!("Je verdient onderweg {wage} bruto per maand bij een volle werkweek.{less}")
            }
            WayReason::JobGuaranteed => {
                "Na deze weg krijg je zeker een baan bij de aanbieder of de werkgever.".to_owned()
            }
            WayReason::Far { distance, max_km } => {
                let far = advice(Language::Dutch).distance_from_home(distance.metres, distance.approximate);
                format!("De lessen zijn ver weg: {far}. Jij wilt hoogstens {max_km} kilometer.")
            }
            WayReason::BeginsOn(date) => self.begins(*date),
            WayReason::Ask(1) => "Eén ding moet je nog vragen voor je kunt beginnen.".to_owned(),
            WayReason::Ask(count) => format!("{count} dingen moet je nog vragen voor je kunt beginnen."),
        }
    }

    fn budget(&self, check: &BudgetCheck) -> String {
        let most = check.most;
        let (asks, want) = match check.limit {
            BudgetLimit::Weeks => (
                check.asked.map(|it| format!("De weg duurt {}", weeks(it))),
                format!("Jij wilt hoogstens {}", weeks(most)),
            ),
            BudgetLimit::HoursPerWeek => {
                (check.asked.map(|it| format!("Je leert {it} uur per week")), format!("Jij wilt hoogstens {most} uur"))
            }
            BudgetLimit::Euros => {
                (check.asked.map(|it| format!("Het kost {}", euro(it))), format!("Jij kunt {} betalen", euro(most)))
            }
        };
        let fits = match check.verdict {
            Verdict::Met => "Dat past",
            Verdict::NotMet => "Dat past niet",
            Verdict::Unknown => "Vraag of dat past",
        };
        let asks = asks.unwrap_or_else(|| match check.limit {
            BudgetLimit::Weeks => "Er staat niet bij hoe lang het duurt".to_owned(),
            BudgetLimit::HoursPerWeek => "Er staat niet bij hoeveel uur je leert".to_owned(),
            BudgetLimit::Euros => "Er staat niet bij wat jij betaalt".to_owned(),
        });
        format!("{asks}. {want}. {fits}.")
    }

    fn begins(&self, date: Date) -> String {
        format!("De eerste start is op {}.", day(date))
    }

    fn begins_any_time(&self) -> &'static str {
        "Je kunt op elk moment beginnen."
    }

    fn proves(&self) -> &'static str {
        "Je leert hier niets nieuws: je krijgt een bewijs voor wat je al kunt."
    }

    fn shortens(&self, title: &str, shown: usize, of: usize) -> String {
        format!(
            "Van de {of} dingen die je leert bij {title}, kun je er al {shown}. Misschien wordt {title} daardoor \
             korter. Hoeveel, weet alleen de aanbieder."
        )
    }

    fn teaches(&self, label: &str, evc: bool) -> String {
        if evc { format!("Hiervoor krijg je bewijs: {label}.") } else { format!("Dit leer je hier: {label}.") }
    }

    fn teaches_in_part(&self, label: &str, evc: bool) -> String {
        if evc {
            format!("Hiervoor krijg je voor een deel bewijs: {label}.")
        } else {
            format!("Dit leer je onderweg voor een deel: {label}.")
        }
    }

    fn ask_level(&self, title: &str) -> String {
        format!("Welk niveau moet ik hebben voor {title}?")
    }

    fn ask_evc(&self, title: &str) -> String {
        format!("Is een ervaringscertificaat (EVC) genoeg om te beginnen met {title}?")
    }

    fn ask_skills(&self, title: &str) -> String {
        format!("Wat moet ik vooraf echt kunnen voor {title}?")
    }

    fn ask_paper(&self, title: &str, name: &str) -> String {
        format!("Moet ik dit hebben voor {title}: {name}?")
    }

    fn ask_cost(&self, title: &str) -> String {
        format!("Wat betaal ik zelf voor {title}, en wat betaalt de gemeente?")
    }

    fn ask_shorter(&self, title: &str) -> String {
        format!("Hoeveel korter wordt {title} als ik eerst EVC doe?")
    }

    fn ask_guarantee(&self, title: &str) -> String {
        format!("Heb ik na {title} zeker een baan?")
    }

    fn skill_opens(&self, label: &str, opens: &Opens, wanted: bool) -> String {
        let wanted = if wanted { " Dit wil je al leren." } else { "" };
        match (opens.now, opens.nearer - opens.now) {
            (0, nearer) => {
                format!("Als je dit leert, is voor {} een korte cursus genoeg: {label}.{wanted}", vacancies(nearer))
            }
            (now, 0) => {
                let come = if now == 1 { "wordt" } else { "worden" };
                format!("Als je dit leert, {come} {} haalbaar: {label}.{wanted}", vacancies(now))
            }
            (now, nearer) => {
                let come = if now == 1 { "wordt" } else { "worden" };
                format!(
                    "Als je dit leert, {come} {} haalbaar: {label}. Voor nog {nearer} is dan een korte cursus genoeg.{wanted}",
                    vacancies(now),
                )
            }
        }
    }

    fn route_opens(&self, opens: &Opens) -> String {
        let come = if opens.now == 1 { "wordt" } else { "worden" };
        format!("Na dit leer-werkpad {come} {} haalbaar.", vacancies(opens.now))
    }

    fn group_opens(&self, people: u64, of: usize, opens: u64) -> String {
        let become_ = if opens == 1 { "wordt" } else { "worden" };
        format!("Dit helpt {people} van de {of} mensen. Voor hen samen {become_} {} haalbaar.", vacancies(opens))
    }

    fn no_routes(&self) -> &'static str {
        "Er zijn geen leer-werkpaden ingelezen. Daarom is er geen weg te vinden."
    }

    fn no_paths(&self) -> &'static str {
        "We vonden geen leer-werkpad dat een passende vacature dichterbij brengt. Kijk of je een wens kunt verruimen."
    }

    fn paths_note(&self) -> &'static str {
        "Dit zijn mogelijkheden, geen beloften. Bespreek ze met je loopbaanadviseur en vraag de aanbieder wat voor jou geldt."
    }

    fn no_skill_opens(&self) -> &'static str {
        "Met één vaardigheid erbij wordt er geen vacature haalbaar. Kijk naar de leer-werkpaden: die leren je meer tegelijk."
    }

    fn nothing_opens(&self) -> &'static str {
        "Geen enkele vaardigheid en geen leer-werkpad maakt in één keer een vacature haalbaar. Zoek wegen met twee stappen, \
         of verruim een wens."
    }

    fn few(&self, skills: usize, routes: usize) -> String {
        format!(
            "Er zijn ook {skills} vaardigheden en {routes} leer-werkpaden die minder dan 5 mensen helpen. Die tonen we niet."
        )
    }

    fn nothing_helps_enough(&self) -> &'static str {
        "Niets helpt minstens 5 mensen van deze groep tegelijk."
    }
}
