//! Work, education and home: occupations, level of education, postcode, licences, diplomas and languages.

use loopbaanbrug_proto::v1::{ConceptKind, LanguageGate};

use super::Interview;
use crate::{
    cli::{
        asker::{from_one, none},
        error::CliError,
    },
    domain::{Cefr, LanguageCode, NlqfLevel, codes::Code},
    texts::{advice, capitalised, phrases},
    wire::typed::{DIPLOMAS_MAX, LANGUAGES, LANGUAGES_MAX, LICENCES, OCCUPATIONS_MAX, postcode},
};

impl Interview<'_> {
    pub(super) async fn background(&mut self) -> Result<(), CliError> {
        self.asker.heading(self.ask.background_title)?;
        for _ in 0..OCCUPATIONS_MAX {
            let hint = self.words.asker.enter_ends;
            let Some(typed) = self.words_or_nothing(self.ask.background_job, hint)? else { break };
            if let Some(meant) = self.meant(&typed, &[ConceptKind::Occupation]).await? {
                self.add_occupation(meant)?;
            }
        }
        self.education()?;
        self.home()?;
        self.licences()?;
        self.diplomas()?;
        self.languages()
    }

    fn education(&mut self) -> Result<(), CliError> {
        let words = advice(self.language.shared());
        // The numbers are those of the framework.
        let levels = (NlqfLevel::MIN..=NlqfLevel::MAX).filter_map(|it| {
            let level = NlqfLevel::new(it).ok()?;
            Some((u32::try_from(it).ok(), capitalised(words.education(level))))
        });
        let mut choices = from_one(levels);
        choices.push(none(self.ask.education_none));
        self.profile.nlqf_level = self.asker.choose(self.ask.background_education, &choices, &None)?;
        Ok(())
    }

    fn home(&mut self) -> Result<(), CliError> {
        let question = format!("{} ({})", self.ask.background_home, self.ask.background_home_hint);
        let wrong = self.ask.postcode_wrong;
        let home = self.asker.ask(&question, self.words.asker.enter_skips, |typed| match typed {
            "" => Ok(String::new()),
            typed => postcode(typed).map(str::to_owned).ok_or_else(|| wrong.to_owned()),
        })?;
        self.profile.home_pc4 = home;
        Ok(())
    }

    fn licences(&mut self) -> Result<(), CliError> {
        let choices = from_one(LICENCES.iter().map(|it| (it.code(), it.code())));
        let chosen = self.asker.choose_many(self.ask.licences, &choices)?;
        let are_all = self.asker.yes(&format!("{}: {}?", self.ask.licences, self.ask.licences_known))?;
        let credentials = self.profile.credentials.get_or_insert_default();
        credentials.driving_licences = chosen.into_iter().map(str::to_owned).collect();
        credentials.driving_licences_known = are_all;
        Ok(())
    }

    fn diplomas(&mut self) -> Result<(), CliError> {
        let hint = format!("{} {}", self.ask.diplomas_hint, self.words.asker.enter_ends);
        let mut diplomas = Vec::new();
        while diplomas.len() < DIPLOMAS_MAX {
            let Some(diploma) = self.words_or_nothing(self.ask.diplomas, &hint)? else { break };
            diplomas.push(diploma);
        }
        self.profile.credentials.get_or_insert_default().diplomas = diplomas;
        Ok(())
    }

    fn languages(&mut self) -> Result<(), CliError> {
        let labels = phrases(self.language.shared());
        let name = |code: LanguageCode| capitalised(&labels.language_name(code));
        let codes = LANGUAGES.iter().filter_map(|code| LanguageCode::new(code).ok());
        let mut choices = from_one(codes.map(|code| (Some(code), name(code))));
        choices.push(none(self.words.asker.done));
        let levels = from_one(Cefr::ALL.iter().map(|it| (*it, it.code())));
        let mut languages: Vec<LanguageGate> = Vec::new();
        while languages.len() < LANGUAGES_MAX {
            let Some(code) = self.asker.choose(self.ask.languages, &choices, &None)? else { break };
            let question = format!("{}: {}", name(code), self.ask.language_level);
            let cefr = self.asker.choose(&question, &levels, &Cefr::B1)?.code().to_owned();
            let language = LanguageGate { language: code.to_string(), cefr };
            languages.retain(|it| it.language != language.language);
            languages.push(language);
        }
        self.profile.credentials.get_or_insert_default().languages = languages;
        Ok(())
    }
}
