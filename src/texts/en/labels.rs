//! English terms.

use super::English;
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

impl Labels for English {
    fn part(&self, part: PartKind) -> &'static str {
        match part {
            PartKind::Skills => "what you can do",
            PartKind::Kinship => "what is like your work",
            PartKind::Wishes => "what you want to learn and keep",
            PartKind::Preferences => "your preferences",
            PartKind::Criteria => "when it is good for you",
            PartKind::Exploration => "how different from your work now",
            PartKind::Gates => "what is compulsory",
            PartKind::Level => "your education level",
            PartKind::Learning => "what you learn",
        }
    }

    fn class(&self, class: Class) -> &'static str {
        match class {
            Class::Now => "within reach now",
            Class::ShortCourse => "a short course still needed",
            Class::Route => "training still needed",
            Class::Far => "still far away",
        }
    }

    fn sector(&self, sector: SbiSection) -> &'static str {
        match sector {
            SbiSection::A => "farming and fishing",
            SbiSection::B => "mining",
            SbiSection::C => "manufacturing",
            SbiSection::D => "energy",
            SbiSection::E => "water and waste",
            SbiSection::F => "construction",
            SbiSection::G => "shops and trade",
            SbiSection::H => "transport and storage",
            SbiSection::I => "hospitality",
            SbiSection::J => "ICT and media",
            SbiSection::K => "banking and insurance",
            SbiSection::L => "real estate",
            SbiSection::M => "consultancy, research and engineering",
            SbiSection::N => "cleaning, security and agency work",
            SbiSection::O => "government",
            SbiSection::P => "education",
            SbiSection::Q => "care and welfare",
            SbiSection::R => "culture, sports and recreation",
            SbiSection::S => "other services",
            SbiSection::T => "work in private homes",
            SbiSection::U => "international organisations",
        }
    }

    fn absent(&self, field: AbsentField) -> &'static str {
        match field {
            AbsentField::Requirements => "what you must be able to do",
            AbsentField::Place => "where it is",
            AbsentField::Hours => "how many hours a week",
            AbsentField::Pay => "what you earn",
            AbsentField::Contract => "which contract you get",
            AbsentField::WorkPattern => "at what times you work",
            AbsentField::Sector => "which sector it is",
            AbsentField::Remote => "whether you can work from home",
        }
    }

    fn opportunity(&self, kind: OpportunityKind) -> &'static str {
        match kind {
            OpportunityKind::Vacancy => "vacancy",
            OpportunityKind::Route => "learn-and-work route",
        }
    }

    fn route_kind(&self, kind: RouteKind) -> &'static str {
        match kind {
            RouteKind::Bbl => "working and learning at mbo (BBL)",
            RouteKind::Dual => "working and learning at hbo (dual)",
            RouteKind::ZijInstroom => "lateral entry (zij-instroom)",
            RouteKind::Evc => "recognition of what you can do already (EVC)",
            RouteKind::DerdeLeerweg => "mbo for adults (derde leerweg)",
            RouteKind::Certificate => "mbo certificate",
            RouteKind::ShortCourse => "short course",
            RouteKind::SecondmentWithTraining => "secondment with training",
            RouteKind::WorkPlacement => "work placement",
        }
    }

    fn contract(&self, contract: Contract) -> &'static str {
        match contract {
            Contract::Permanent => "a permanent contract",
            Contract::Temporary => "a temporary contract",
            Contract::TemporaryWithProspect => "a temporary contract that may become permanent",
            Contract::Secondment => "a secondment",
            Contract::Agency => "an agency job",
            Contract::OnCall => "an on-call contract",
            Contract::Apprenticeship => "a work-and-learn contract",
        }
    }

    fn work_pattern(&self, pattern: WorkPattern) -> &'static str {
        match pattern {
            WorkPattern::Day => "by day on working days",
            WorkPattern::Evening => "in the evening",
            WorkPattern::Night => "at night",
            WorkPattern::Weekend => "at the weekend",
            WorkPattern::Shift => "in shifts",
            WorkPattern::Irregular => "at varying times",
            WorkPattern::OwnSchedule => "at times you choose",
        }
    }

    fn education(&self, level: NlqfLevel) -> &'static str {
        match level.get() {
            1 => "mbo 1",
            2 => "mbo 2",
            3 => "mbo 3",
            4 => "mbo 4",
            5 => "associate degree (Ad)",
            6 => "bachelor (hbo or university)",
            7 => "master",
            _ => "doctorate",
        }
    }

    fn evidence(&self, evidence: Evidence) -> &'static str {
        match evidence {
            Evidence::OwnWord => "you say so",
            Evidence::Employer => "your employer confirms it",
            Evidence::Evc => "certificate of experience (EVC)",
            Evidence::Diploma => "diploma or certificate",
        }
    }

    fn outcome(&self, outcome: RequirementOutcome) -> &'static str {
        match outcome {
            RequirementOutcome::Met => "you have this",
            RequirementOutcome::PartlyMet => "you have this in part",
            RequirementOutcome::Missing => "still missing",
        }
    }

    fn verdict(&self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Met => "fits",
            Verdict::NotMet => "does not fit",
            Verdict::Unknown => "unknown, ask about it",
        }
    }

    fn relation(&self, relation: Relation) -> &'static str {
        match relation {
            Relation::Essential => "needed",
            Relation::Important => "important",
            Relation::Optional => "useful",
        }
    }

    fn department(&self, department: Department) -> &'static str {
        match department {
            Department::Burgerzaken => "Civil Affairs (Burgerzaken)",
            Department::Div => "Documents and Information (DIV)",
            Department::Buitendienst => "Outdoor Service (Buitendienst)",
            Department::Other => "another department",
        }
    }

    fn level(&self, level: Level) -> &'static str {
        match level.get() {
            1 => "basic",
            2 => "with help",
            3 => "independent",
            4 => "advanced",
            _ => "expert",
        }
    }

    fn language_name(&self, language: LanguageCode) -> String {
        let name = match language.as_str() {
            "am" => "Amharic",
            "ar" => "Arabic",
            "bg" => "Bulgarian",
            "bs" => "Bosnian",
            "cs" => "Czech",
            "da" => "Danish",
            "de" => "German",
            "el" => "Greek",
            "en" => "English",
            "es" => "Spanish",
            "fa" => "Persian",
            "fi" => "Finnish",
            "fr" => "French",
            "fy" => "Frisian",
            "he" => "Hebrew",
            "hi" => "Hindi",
            "hr" => "Croatian",
            "hu" => "Hungarian",
            "id" => "Indonesian",
            "it" => "Italian",
            "ja" => "Japanese",
            "ko" => "Korean",
            "ku" => "Kurdish",
            "nl" => "Dutch",
            "no" => "Norwegian",
            "pl" => "Polish",
            "pt" => "Portuguese",
            "ro" => "Romanian",
            "ru" => "Russian",
            "so" => "Somali",
            "sr" => "Serbian",
            "sv" => "Swedish",
            "ti" => "Tigrinya",
            "tr" => "Turkish",
            "uk" => "Ukrainian",
            "ur" => "Urdu",
            "vi" => "Vietnamese",
            "zh" => "Chinese",
            code => return format!("the language “{code}”"),
        };
        name.to_owned()
    }

    fn heading(&self, heading: Heading) -> &'static str {
        match heading {
            Heading::Rank => "Rank",
            Heading::Title => "Job",
            Heading::Organisation => "Organisation",
            Heading::Place => "Where",
            Heading::Distance => "Distance",
            Heading::Points => "Points",
            Heading::Parts => "Where the points come from",
            Heading::Class => "How near",
            Heading::Sector => "Sector",
            Heading::Region => "Region",
            Heading::Count => "Number",
            Heading::Summary => "In short",
            Heading::Requirements => "What is asked",
            Heading::Gates => "What is compulsory",
            Heading::Preferences => "Your preferences",
            Heading::Criteria => "When is it good?",
            Heading::Questions => "Questions to ask",
            Heading::Absent => "What it does not say",
            Heading::LeftOut => "What was left out",
        }
    }

    fn gate_name(&self, asked: &GateAsked) -> String {
        match asked {
            GateAsked::DrivingLicence(licence) => format!("driving licence {}", licence.code()),
            GateAsked::Vog => "a certificate of conduct (VOG)".to_owned(),
            GateAsked::Diploma(diploma) => diploma.name.to_string(),
            GateAsked::Language(asked) => {
                format!("{} at level {}", self.language_name(asked.language), asked.level.code())
            }
        }
    }

    fn distance(&self, metres: u32) -> String {
        let number = kilometres(metres, '.');
        let unit = if number == "1" { "kilometre" } else { "kilometres" };
        format!("{number} {unit}")
    }

    fn euro(&self, amount: u32) -> String {
        format!("€{}", grouped(amount.into(), ','))
    }
}
