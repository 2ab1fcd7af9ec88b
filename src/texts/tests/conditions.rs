//! Sentences on hard conditions, preferences and what is offered, in both languages side by side.

use super::{euro, hours, name, phrases::says};
use crate::{
    domain::{
        Cefr, Contract, Diploma, DrivingLicence, LanguageCode, LanguageLevel, OpportunityKind, Percent, Range,
        SbiSection, Verdict, WorkPattern, codes::Code,
    },
    matching::{Distance, GateAsked},
    texts::phrases::{Compared, HowFar},
};
use OpportunityKind::{Route, Vacancy};

fn gate(asked: &GateAsked, verdict: Verdict, dutch: &str, english: &str) {
    says(|phrases, _| phrases.gate(Vacancy, asked, verdict), dutch, english);
}

#[test]
fn hard_conditions() {
    let licence = || GateAsked::DrivingLicence(DrivingLicence::B);
    let answers = [
        (Verdict::Met, "Dat heb je.", "You have it."),
        (Verdict::NotMet, "Dat heb je niet.", "You do not have it."),
        (Verdict::Unknown, "Heb je dat?", "Do you have it?"),
    ];
    for (verdict, dutch, english) in answers {
        let (dutch, english) =
            (format!("Rijbewijs B is nodig. {dutch}"), format!("Driving licence B is needed. {english}"));
        gate(&licence(), verdict, &dutch, &english);
    }
    gate(
        &GateAsked::Vog,
        Verdict::Unknown,
        "Je hebt een VOG (verklaring omtrent het gedrag) nodig. Die vraag je aan als je wordt aangenomen.",
        "You need a certificate of conduct (VOG). You apply for it when you are hired.",
    );
    let diploma = |regulated| GateAsked::Diploma(Diploma { name: name("Code 95"), regulated });
    gate(
        &diploma(true),
        Verdict::NotMet,
        "Dit moet volgens de wet: Code 95. Dat staat niet bij je diploma’s.",
        "The law demands this: Code 95. It is not among your diplomas.",
    );
    gate(
        &diploma(false),
        Verdict::Unknown,
        "Dit wordt gevraagd: Code 95. Heb je dat?",
        "This is asked for: Code 95. Do you have it?",
    );
    let dutch = LanguageLevel { language: LanguageCode::DUTCH, level: Cefr::B2 };
    gate(
        &GateAsked::Language(dutch),
        Verdict::NotMet,
        "Dit is nodig: Nederlands op niveau B2. Jouw niveau is lager.",
        "This is needed: Dutch at level B2. Your level is lower.",
    );
}

fn compared(kind: OpportunityKind, compared: &Compared<'_>, dutch: &str, english: &str) {
    says(|phrases, _| phrases.compared(kind, compared), dutch, english);
}

#[test]
fn distances() {
    let far =
        |metres, approximate| Compared::Travel { max_km: 25, far: HowFar::Known(Distance { metres, approximate }) };
    compared(
        Vacancy,
        &far(12_300, false),
        "Het werk is 12 kilometer van je huis (hemelsbreed). Jij wilt hoogstens 25 kilometer.",
        "The work is 12 kilometres from your home (as the crow flies). You want at most 25 kilometres.",
    );
    compared(
        Route,
        &far(3_240, true),
        "De leerplek is ruw geschat 3 kilometer van je huis (hemelsbreed). Jij wilt hoogstens 25 kilometer.",
        "The place of learning is roughly 3 kilometres from your home (as the crow flies). You want at most 25 kilometres.",
    );
    compared(
        Vacancy,
        &far(0, true),
        "Het werk is in jouw regio, maar we weten niet precies waar. Jij wilt hoogstens 25 kilometer.",
        "The work is in your region, but we do not know exactly where. You want at most 25 kilometres.",
    );
    compared(
        Vacancy,
        &Compared::Travel { max_km: 25, far: HowFar::NoPlace },
        "In de vacature staat niet waar het werk is.",
        "The vacancy does not say where the work is.",
    );
}

#[test]
fn hours_and_pay() {
    compared(
        Vacancy,
        &Compared::Hours { wanted: hours(24, 32), offered: Some(hours(36, 36)) },
        "Het werk is 36 uur per week. Jij wilt 24 tot 32 uur.",
        "The work is 36 hours a week. You want 24 to 32 hours.",
    );
    compared(
        Vacancy,
        &Compared::Hours { wanted: hours(24, 32), offered: None },
        "In de vacature staat niet hoeveel uur het werk is.",
        "The vacancy does not say how many hours the work is.",
    );
    let offered = Range::new(euro(2_550), euro(3_350)).ok();
    compared(
        Vacancy,
        &Compared::Pay { min: euro(2_800), offered },
        "Je verdient € 2.550 tot € 3.350 bruto per maand bij een volle werkweek. Jij wilt minstens € 2.800. Vraag waar je begint.",
        "You earn €2,550 to €3,350 gross a month for a full working week. You want at least €2,800. Ask where you begin.",
    );
    compared(
        Vacancy,
        &Compared::Pay { min: euro(2_550), offered },
        "Je verdient € 2.550 tot € 3.350 bruto per maand bij een volle werkweek. Jij wilt minstens € 2.550.",
        "You earn €2,550 to €3,350 gross a month for a full working week. You want at least €2,550.",
    );
}

#[test]
fn a_route_online_or_without_work() {
    compared(
        Route,
        &Compared::Travel { max_km: 25, far: HowFar::Online },
        "Je volgt dit leer-werkpad helemaal online. Jij wilt hoogstens 25 kilometer.",
        "You follow this route online altogether. You want at most 25 kilometres.",
    );
    compared(
        Route,
        &Compared::Hours { wanted: hours(24, 60), offered: Some(hours(0, 0)) },
        "Bij dit leer-werkpad hoort geen werk. Jij wilt minstens 24 uur.",
        "No work comes with this route. You want at least 24 hours.",
    );
}

#[test]
fn contract_times_sector_home_and_words() {
    let accepted = [Contract::Permanent, Contract::Temporary].into_iter().collect();
    compared(
        Vacancy,
        &Compared::Contract { accepted, offered: Some(Contract::Agency) },
        "Het gaat om een uitzendbaan. Jij wilt een vast contract of een tijdelijk contract.",
        "It is an agency job. You want a permanent contract or a temporary contract.",
    );
    let offered = [WorkPattern::Evening, WorkPattern::Weekend].into_iter().collect();
    compared(
        Vacancy,
        &Compared::WorkPattern { accepted: [WorkPattern::Day].into_iter().collect(), offered },
        "Je werkt in de avond en in het weekend. Jij wilt werken: overdag op werkdagen.",
        "You work in the evening and at the weekend. You want to work: by day on working days.",
    );
    // What decides is named first, also where not all of it has room.
    let accepted = SbiSection::ALL.iter().copied().filter(|it| *it >= SbiSection::O).collect();
    compared(
        Vacancy,
        &Compared::Sector { accepted, offered: Some(SbiSection::S) },
        "Dit is de sector overige diensten. Jij zoekt in: overige diensten, overheid, onderwijs of nog 4 andere.",
        "This is the sector other services. You look in: other services, government, education or 4 others.",
    );
    compared(
        Vacancy,
        &Compared::Sector { accepted, offered: Some(SbiSection::F) },
        "Dit is de sector bouw. Jij zoekt in: overheid, onderwijs, zorg en welzijn of nog 4 andere.",
        "This is the sector construction. You look in: government, education, care and welfare or 4 others.",
    );
    let share = |value| Percent::new(value).expect("a share");
    compared(
        Vacancy,
        &Compared::Remote { min: share(20), offered: Some(share(0)) },
        "Je kunt hier niet thuis werken. Jij wilt minstens 20% van de tijd thuis werken.",
        "You cannot work from home here. You want to work from home at least 20% of the time.",
    );
    compared(
        Vacancy,
        &Compared::Mention { words: "opleiding", found: false },
        "We vonden “opleiding” niet in de vacature.",
        "We did not find “opleiding” in the vacancy.",
    );
}
