//! Dutch terms.

use super::Dutch;
use crate::{
    domain::{
        Contract, Department, Evidence, LanguageCode, Level, NlqfLevel, OpportunityKind, PartKind, Relation, RouteKind,
        SbiSection, Verdict, WorkPattern, codes::Code,
    },
    matching::{AbsentField, Class, GateAsked, RequirementOutcome},
    texts::{
        phrases::{Heading, Labels},
        writing::{grouped, kilometres},
    },
};

impl Labels for Dutch {
    fn part(&self, part: PartKind) -> &'static str {
        match part {
            PartKind::Skills => "wat je kunt",
            PartKind::Kinship => "wat lijkt op je werk",
            PartKind::Wishes => "wat je wilt leren en houden",
            PartKind::Preferences => "je voorkeuren",
            PartKind::Criteria => "wanneer het goed is voor jou",
            PartKind::Exploration => "hoe anders dan je werk nu",
            PartKind::Gates => "wat verplicht is",
            PartKind::Level => "je opleidingsniveau",
            PartKind::Learning => "wat je leert",
        }
    }

    fn class(&self, class: Class) -> &'static str {
        match class {
            Class::Now => "nu haalbaar",
            Class::ShortCourse => "nog een korte cursus nodig",
            Class::Route => "nog een opleiding nodig",
            Class::Far => "nog ver weg",
        }
    }

    fn sector(&self, sector: SbiSection) -> &'static str {
        match sector {
            SbiSection::A => "landbouw en visserij",
            SbiSection::B => "winning van grondstoffen",
            SbiSection::C => "industrie",
            SbiSection::D => "energie",
            SbiSection::E => "water en afval",
            SbiSection::F => "bouw",
            SbiSection::G => "winkels en handel",
            SbiSection::H => "vervoer en opslag",
            SbiSection::I => "horeca",
            SbiSection::J => "ICT en media",
            SbiSection::K => "banken en verzekeringen",
            SbiSection::L => "verhuur en handel van gebouwen",
            SbiSection::M => "advies, onderzoek en techniek",
            SbiSection::N => "schoonmaak, beveiliging en uitzendwerk",
            SbiSection::O => "overheid",
            SbiSection::P => "onderwijs",
            SbiSection::Q => "zorg en welzijn",
            SbiSection::R => "cultuur, sport en recreatie",
            SbiSection::S => "overige diensten",
            SbiSection::T => "werk bij mensen thuis",
            SbiSection::U => "internationale organisaties",
        }
    }

    fn absent(&self, field: AbsentField) -> &'static str {
        match field {
            AbsentField::Requirements => "wat je moet kunnen",
            AbsentField::Place => "waar het is",
            AbsentField::Hours => "hoeveel uur per week",
            AbsentField::Pay => "wat je verdient",
            AbsentField::Contract => "welk contract je krijgt",
            AbsentField::WorkPattern => "op welke tijden je werkt",
            AbsentField::Sector => "welke sector het is",
            AbsentField::Remote => "of je thuis kunt werken",
        }
    }

    fn opportunity(&self, kind: OpportunityKind) -> &'static str {
        match kind {
            OpportunityKind::Vacancy => "vacature",
            OpportunityKind::Route => "leer-werkpad",
        }
    }

    fn route_kind(&self, kind: RouteKind) -> &'static str {
        match kind {
            RouteKind::Bbl => "werken en leren op het mbo (BBL)",
            RouteKind::Dual => "werken en leren op het hbo (duaal)",
            RouteKind::ZijInstroom => "zij-instroom",
            RouteKind::Evc => "erkenning van wat je al kunt (EVC)",
            RouteKind::DerdeLeerweg => "mbo voor volwassenen (derde leerweg)",
            RouteKind::Certificate => "mbo-certificaat",
            RouteKind::ShortCourse => "korte cursus",
            RouteKind::SecondmentWithTraining => "detachering met opleiding",
            RouteKind::WorkPlacement => "werkervaringsplek",
        }
    }

    fn contract(&self, contract: Contract) -> &'static str {
        match contract {
            Contract::Permanent => "een vast contract",
            Contract::Temporary => "een tijdelijk contract",
            Contract::TemporaryWithProspect => "een tijdelijk contract met kans op vast",
            Contract::Secondment => "een detachering",
            Contract::Agency => "een uitzendbaan",
            Contract::OnCall => "een oproepcontract",
            Contract::Apprenticeship => "een leer-werkcontract",
        }
    }

    fn work_pattern(&self, pattern: WorkPattern) -> &'static str {
        match pattern {
            WorkPattern::Day => "overdag op werkdagen",
            WorkPattern::Evening => "in de avond",
            WorkPattern::Night => "in de nacht",
            WorkPattern::Weekend => "in het weekend",
            WorkPattern::Shift => "in ploegendienst",
            WorkPattern::Irregular => "op wisselende tijden",
            WorkPattern::OwnSchedule => "op tijden die je zelf kiest",
        }
    }

    fn education(&self, level: NlqfLevel) -> &'static str {
        match level.get() {
            1 => "mbo 1",
            2 => "mbo 2",
            3 => "mbo 3",
            4 => "mbo 4",
            5 => "Associate degree (Ad)",
            6 => "bachelor (hbo of universiteit)",
            7 => "master",
            _ => "doctor",
        }
    }

    fn evidence(&self, evidence: Evidence) -> &'static str {
        match evidence {
            Evidence::OwnWord => "dat zeg je zelf",
            Evidence::Employer => "je werkgever bevestigt het",
            Evidence::Evc => "ervaringscertificaat (EVC)",
            Evidence::Diploma => "diploma of certificaat",
        }
    }

    fn outcome(&self, outcome: RequirementOutcome) -> &'static str {
        match outcome {
            RequirementOutcome::Met => "dit heb je",
            RequirementOutcome::PartlyMet => "dit heb je voor een deel",
            RequirementOutcome::Missing => "dit mis je nog",
        }
    }

    fn verdict(&self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Met => "past",
            Verdict::NotMet => "past niet",
            Verdict::Unknown => "onbekend, vraag het na",
        }
    }

    fn relation(&self, relation: Relation) -> &'static str {
        match relation {
            Relation::Essential => "nodig",
            Relation::Important => "belangrijk",
            Relation::Optional => "handig",
        }
    }

    fn department(&self, department: Department) -> &'static str {
        match department {
            Department::Burgerzaken => "Burgerzaken",
            Department::Div => "Documenten en informatie (DIV)",
            Department::Buitendienst => "Buitendienst",
            Department::Other => "een andere afdeling",
        }
    }

    fn level(&self, level: Level) -> &'static str {
        match level.get() {
            1 => "basis",
            2 => "met hulp",
            3 => "zelfstandig",
            4 => "gevorderd",
            _ => "expert",
        }
    }

    fn language_name(&self, language: LanguageCode) -> String {
        let name = match language.as_str() {
            "am" => "Amhaars",
            "ar" => "Arabisch",
            "bg" => "Bulgaars",
            "bs" => "Bosnisch",
            "cs" => "Tsjechisch",
            "da" => "Deens",
            "de" => "Duits",
            "el" => "Grieks",
            "en" => "Engels",
            "es" => "Spaans",
            "fa" => "Perzisch",
            "fi" => "Fins",
            "fr" => "Frans",
            "fy" => "Fries",
            "he" => "Hebreeuws",
            "hi" => "Hindi",
            "hr" => "Kroatisch",
            "hu" => "Hongaars",
            "id" => "Indonesisch",
            "it" => "Italiaans",
            "ja" => "Japans",
            "ko" => "Koreaans",
            "ku" => "Koerdisch",
            "nl" => "Nederlands",
            "no" => "Noors",
            "pl" => "Pools",
            "pt" => "Portugees",
            "ro" => "Roemeens",
            "ru" => "Russisch",
            "so" => "Somalisch",
            "sr" => "Servisch",
            "sv" => "Zweeds",
            "ti" => "Tigrinya",
            "tr" => "Turks",
            "uk" => "Oekraïens",
            "ur" => "Urdu",
            "vi" => "Vietnamees",
            "zh" => "Chinees",
            code => return format!("de taal “{code}”"),
        };
        name.to_owned()
    }

    fn heading(&self, heading: Heading) -> &'static str {
        match heading {
            Heading::Rank => "Plaats",
            Heading::Title => "Functie",
            Heading::Organisation => "Organisatie",
            Heading::Place => "Waar",
            Heading::Distance => "Afstand",
            Heading::Points => "Punten",
            Heading::Parts => "Waar de punten vandaan komen",
            Heading::Class => "Hoe dichtbij",
            Heading::Sector => "Sector",
            Heading::Region => "Regio",
            Heading::Count => "Aantal",
            Heading::Summary => "In het kort",
            Heading::Requirements => "Wat wordt gevraagd",
            Heading::Gates => "Wat verplicht is",
            Heading::Preferences => "Je voorkeuren",
            Heading::Criteria => "Wanneer is het goed?",
            Heading::Questions => "Vragen om te stellen",
            Heading::Absent => "Wat er niet in staat",
            Heading::LeftOut => "Wat is weggelaten",
        }
    }

    fn gate_name(&self, asked: &GateAsked) -> String {
        match asked {
            GateAsked::DrivingLicence(licence) => format!("rijbewijs {}", licence.code()),
            GateAsked::Vog => "een VOG (verklaring omtrent het gedrag)".to_owned(),
            GateAsked::Diploma(diploma) => diploma.name.to_string(),
            GateAsked::Language(asked) => {
                format!("{} op niveau {}", self.language_name(asked.language), asked.level.code())
            }
        }
    }

    fn distance(&self, metres: u32) -> String {
        format!("{} kilometer", kilometres(metres, ','))
    }

    fn euro(&self, amount: u32) -> String {
        format!("€ {}", grouped(amount.into(), '.'))
    }
}
