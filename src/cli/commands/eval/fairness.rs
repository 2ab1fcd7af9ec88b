//! `eval fairness`: asks each question twice, with one thing changed that should not matter, and measures how far the
//! answers differ. Every varied feed is a source of its own in one service, so that a question picks its variation by
//! source.

use std::{collections::BTreeMap, path::Path};

use loopbaanbrug_proto::v1::{OpportunityKind, Profile};

use super::{
    profiles, say,
    trial::{self, Question},
};
use crate::{
    cli::{
        arguments::EvalFairnessArguments, connection::Connection, error::CliError, exit::ExitCode,
        invocation::Invocation, labels, output::Output, profile_file, show, texts::Language,
    },
    domain::Pc4,
    evaluation::{
        fairness::{
            self, Dimension, Measured, Pair, Ranked, Report,
            feeds::{Feeds, Point},
        },
        judgements::{Grades, Judgements, files, stem},
        ranking::vacancies_ndcg,
        titles::TitlePairs,
    },
    places::Places,
};

/// Matches of an answer: all there are, up to what the service gives.
const MATCHES_ASKED: usize = 1_000;
/// The feeds as they are.
const UNCHANGED: &str = "unchanged";
/// Vacancies without a level.
const NO_LEVEL: &str = "no-level";
/// Source and hours a week of the part-time and the nearly full-time copy of every vacancy.
const FEW_HOURS: (&str, u32, u32) = ("few-hours", 20, 24);
const MANY_HOURS: (&str, u32, u32) = ("many-hours", 32, 36);
/// The forms of a title, as sources are called. The first is what the others are held against.
const FORMS: [&str; 3] = ["male", "female", "neutral"];
/// Levels that a person may have where none is asked, held against not saying.
const LEVELS: [u32; 3] = [2, 4, 6];
/// Where the supply lies that is moved: around Utrecht, in the middle of the example data.
const SUPPLY_AROUND: &str = "3511";
/// Homes in a city and in the country; the supply of `SUPPLY_AROUND` is laid around each. The first is what the others
/// are held against.
const HOMES: [(&str, &str); 4] =
    [("amsterdam", "1012"), ("rotterdam", "3011"), ("zeeuws-vlaanderen", "4501"), ("oost-groningen", "9681")];
const BOTH_KINDS: [OpportunityKind; 2] = [OpportunityKind::Vacancy, OpportunityKind::Route];
const VACANCIES: [OpportunityKind; 1] = [OpportunityKind::Vacancy];

/// Everything that questions are made of.
struct Examples {
    feeds: Feeds,
    profiles: Vec<(String, Profile)>,
    /// Of vacancies, by profile.
    grades: BTreeMap<String, Grades>,
    titles: TitlePairs,
}

pub(super) async fn run(invocation: &Invocation, arguments: &EvalFairnessArguments) -> Result<ExitCode, CliError> {
    let examples = Examples::read(arguments)?;
    let report = trial::tried(invocation, async |connection| {
        let revision = import_variants(connection, &examples, &arguments.feeds).await?;
        Asker { connection, examples: &examples, revision, errors: arguments.errors }.report().await
    })
    .await?;
    if invocation.wants_json() {
        say(&report)?;
    } else {
        let mut page = invocation.page();
        show::fairness_report(&mut page, invocation.report_words(), &report);
        Output::standard().text(&page.into_text())?;
    }
    Ok(if report.holds { ExitCode::Done } else { ExitCode::BoundBroken })
}

impl Examples {
    fn read(arguments: &EvalFairnessArguments) -> Result<Self, CliError> {
        let feeds = Feeds::read(&arguments.feeds)?;
        let mut grades = Judgements::read(&arguments.judgements)?.first;
        let vacancies = feeds.vacancies();
        grades.values_mut().for_each(|grades| grades.retain(|key, _| vacancies.contains(key)));
        let titles = TitlePairs::read(&arguments.titles)?;
        Ok(Self { feeds, profiles: read_profiles(arguments)?, grades, titles })
    }
}

/// The profiles of a folder, or as many as are wanted, evenly spread over it.
fn read_profiles(arguments: &EvalFairnessArguments) -> Result<Vec<(String, Profile)>, CliError> {
    let paths = files(&arguments.profiles, "json")?;
    let most = arguments.profiles_max.and_then(|most| usize::try_from(most).ok()).unwrap_or(paths.len());
    let taken = most.min(paths.len());
    let read = |index: usize| {
        let path = &paths[index * paths.len() / taken];
        let wrong = |source| CliError::Profile { file: path.display().to_string(), source };
        Ok((stem(path), profile_file::read(path).map_err(wrong)?))
    };
    if taken == 0 {
        let problem = "there are no profiles (*.json); name the folder that has them";
        return Err(CliError::Input(format!("read {}: {problem}", arguments.profiles.display())));
    }
    (0..taken).map(read).collect()
}

/// Imports every variation and gives the last revision.
async fn import_variants(connection: &Connection, examples: &Examples, told: &Path) -> Result<u64, CliError> {
    let feeds = &examples.feeds;
    let mut variants = vec![(UNCHANGED.to_owned(), feeds.unchanged()), (NO_LEVEL.to_owned(), feeds.without_level())];
    for (source, min, max) in [FEW_HOURS, MANY_HOURS] {
        variants.push((source.to_owned(), feeds.with_hours(min, max)));
    }
    for (index, form) in FORMS.iter().enumerate() {
        let titles: Vec<&str> = examples.titles.form(index).collect();
        variants.push((titled(form, false), feeds.titled(&titles, false)));
        variants.push((titled(form, true), feeds.titled(&titles, true)));
    }
    let places = Places::regions()?;
    let locate = |postcode: &str| {
        let at = places.locate(Pc4::parse(postcode).ok()?)?.coordinates;
        Some(Point { latitude: at.latitude(), longitude: at.longitude() })
    };
    let home = |postcode: &str| {
        locate(postcode).ok_or_else(|| CliError::Fault(format!("find the postcode {postcode} of a home")))
    };
    for (source, postcode) in HOMES {
        variants.push((source.to_owned(), feeds.moved(home(SUPPLY_AROUND)?, home(postcode)?, locate)));
    }
    let mut revision = 0;
    for (source, ndjson) in variants {
        revision = trial::import(connection, &source, ndjson.as_bytes(), told).await?;
    }
    Ok(revision)
}

/// Source of the vacancies with a title in this form.
fn titled(form: &str, alone: bool) -> String {
    if alone { format!("title-alone-{form}") } else { format!("title-{form}") }
}

/// Asks the questions of each dimension.
struct Asker<'a> {
    connection: &'a Connection,
    examples: &'a Examples,
    revision: u64,
    errors: bool,
}

/// A profile among the opportunities of a source.
type Side<'a> = (&'a Profile, &'a str);

impl Asker<'_> {
    async fn report(&self) -> Result<Report, CliError> {
        let dimensions = vec![
            self.title_of_person().await?,
            self.title_of_vacancy(Dimension::TitleOfVacancy, false).await?,
            self.title_of_vacancy(Dimension::TitleAlone, true).await?,
            self.hours_wished().await?,
            self.hours_unasked().await?,
            self.level_unasked().await?,
            self.words(Dimension::DutchWords, Language::Nl).await?,
            self.words(Dimension::EnglishWords, Language::En).await?,
            self.place().await?,
            self.order().await?,
        ];
        Ok(Report::new(dimensions, self.levels().await?))
    }

    /// Each title is asked once, and each profile in turn.
    async fn title_of_person(&self) -> Result<Measured, CliError> {
        let mut pairs = Vec::new();
        let profiles = self.examples.profiles.iter().cycle();
        for (index, (name, profile)) in profiles.take(self.examples.titles.len()).enumerate() {
            let title = |form: usize| self.examples.titles.form(form).nth(index).unwrap_or_default();
            for kind in BOTH_KINDS {
                let called = async |form: usize| {
                    let profile = profiles::called(profile, title(form));
                    self.ask((&profile, UNCHANGED), kind).await
                };
                let one = called(0).await?;
                for form in 1..FORMS.len() {
                    let name = format!("{name}, {} / {}", title(0), title(form));
                    pairs.push(Pair { name, one: one.clone(), other: called(form).await?, grades: None });
                }
            }
        }
        Ok(self.measured(Dimension::TitleOfPerson, &pairs))
    }

    async fn title_of_vacancy(&self, dimension: Dimension, alone: bool) -> Result<Measured, CliError> {
        let mut pairs = Vec::new();
        for (name, profile) in &self.examples.profiles {
            let male = titled(FORMS[0], alone);
            for form in &FORMS[1..] {
                let (name, other) = (format!("{name}, {form}"), titled(form, alone));
                self.ask_pairs(&mut pairs, &name, (profile, &male), (profile, &other), &VACANCIES).await?;
            }
        }
        Ok(self.measured(dimension, &pairs))
    }

    async fn hours_wished(&self) -> Result<Measured, CliError> {
        let mut pairs = Vec::new();
        for (name, profile) in &self.examples.profiles {
            let wishing = |(_, min, max): (&str, u32, u32)| profiles::wishing_hours(profile, min, max);
            let (few, many) = (wishing(FEW_HOURS), wishing(MANY_HOURS));
            let sides = [("as wished", FEW_HOURS.0, MANY_HOURS.0), ("against the wish", MANY_HOURS.0, FEW_HOURS.0)];
            for (what, of_few, of_many) in sides {
                let name = format!("{name}, {what}");
                self.ask_pairs(&mut pairs, &name, (&few, of_few), (&many, of_many), &VACANCIES).await?;
            }
        }
        Ok(self.measured(Dimension::HoursWished, &pairs))
    }

    async fn hours_unasked(&self) -> Result<Measured, CliError> {
        let mut pairs = Vec::new();
        for (name, profile) in &self.examples.profiles {
            let asks_none = profiles::without_hours(profile);
            let (few, many) = ((&asks_none, FEW_HOURS.0), (&asks_none, MANY_HOURS.0));
            self.ask_pairs(&mut pairs, name, few, many, &VACANCIES).await?;
        }
        Ok(self.measured(Dimension::HoursUnasked, &pairs))
    }

    async fn level_unasked(&self) -> Result<Measured, CliError> {
        let mut pairs = Vec::new();
        for (name, profile) in &self.examples.profiles {
            let unsaid = profiles::at_level(profile, None);
            for level in LEVELS {
                let (name, at_level) = (format!("{name}, level {level}"), profiles::at_level(profile, Some(level)));
                self.ask_pairs(&mut pairs, &name, (&unsaid, NO_LEVEL), (&at_level, NO_LEVEL), &VACANCIES).await?;
            }
        }
        Ok(self.measured(Dimension::LevelUnasked, &pairs))
    }

    async fn words(&self, dimension: Dimension, language: Language) -> Result<Measured, CliError> {
        let mut pairs = Vec::new();
        for (name, profile) in &self.examples.profiles {
            let labels = labels::of_keys(self.connection, language, profiles::keys(profile)).await?;
            let in_words = profiles::in_words(profile, &labels);
            self.ask_pairs(&mut pairs, name, (profile, UNCHANGED), (&in_words, UNCHANGED), &BOTH_KINDS).await?;
        }
        self.judge(&mut pairs);
        Ok(self.measured(dimension, &pairs))
    }

    async fn place(&self) -> Result<Measured, CliError> {
        let mut pairs = Vec::new();
        let [(first, first_home), others @ ..] = HOMES;
        for (name, profile) in &self.examples.profiles {
            let one = profiles::living_in(profile, first_home);
            for (source, home) in others {
                let (name, other) = (format!("{name}, {source}"), profiles::living_in(profile, home));
                self.ask_pairs(&mut pairs, &name, (&one, first), (&other, source), &BOTH_KINDS).await?;
            }
        }
        Ok(self.measured(Dimension::Place, &pairs))
    }

    async fn order(&self) -> Result<Measured, CliError> {
        let mut pairs = Vec::new();
        for (name, profile) in &self.examples.profiles {
            let reversed = profiles::reversed(profile);
            self.ask_pairs(&mut pairs, name, (profile, UNCHANGED), (&reversed, UNCHANGED), &BOTH_KINDS).await?;
        }
        self.judge(&mut pairs);
        Ok(self.measured(Dimension::Order, &pairs))
    }

    /// Ranking quality of each judged profile that says its level.
    async fn levels(&self) -> Result<Option<fairness::LevelGap>, CliError> {
        let mut found = Vec::new();
        for (name, profile) in &self.examples.profiles {
            let (Some(level), Some(grades)) = (profile.nlqf_level, self.examples.grades.get(name)) else { continue };
            let shown = self.ask((profile, UNCHANGED), OpportunityKind::Vacancy).await?;
            let shown: Vec<String> = shown.into_iter().map(|(key, _)| key).collect();
            found.extend(vacancies_ndcg(grades, &grades.keys().cloned().collect(), &shown).map(|ndcg| (level, ndcg)));
        }
        Ok(fairness::level_gap(&found))
    }

    /// Asks both sides for every kind.
    async fn ask_pairs(
        &self,
        pairs: &mut Vec<Pair>,
        name: &str,
        one: Side<'_>,
        other: Side<'_>,
        kinds: &[OpportunityKind],
    ) -> Result<(), CliError> {
        for kind in kinds {
            let (one, other) = (self.ask(one, *kind).await?, self.ask(other, *kind).await?);
            pairs.push(Pair { name: name.to_owned(), one, other, grades: None });
        }
        Ok(())
    }

    /// Gives pairs the judgements of their profiles; lists of routes have none of their keys.
    fn judge(&self, pairs: &mut [Pair]) {
        for pair in pairs {
            pair.grades = self
                .examples
                .grades
                .get(&pair.name)
                .cloned()
                .filter(|grades| pair.one.iter().any(|(key, _)| grades.contains_key(key)));
        }
    }

    async fn ask(&self, (profile, source): Side<'_>, kind: OpportunityKind) -> Result<Ranked, CliError> {
        let question = Question {
            profile: profile.clone(),
            kind,
            source: Some(source.to_owned()),
            language: Language::Nl,
            revision: self.revision,
            count: MATCHES_ASKED,
        };
        let matches = trial::ask(self.connection, &question).await?;
        let ranked = matches.into_iter().map(|it| {
            // As the feeds call it: the same for every variation.
            let id = it.key.split_once('/').map_or("", |(_, id)| id);
            (self.examples.feeds.key(id).unwrap_or(&it.key).to_owned(), it.points)
        });
        Ok(ranked.collect())
    }

    fn measured(&self, dimension: Dimension, pairs: &[Pair]) -> Measured {
        fairness::measure(dimension, pairs, self.errors)
    }
}
