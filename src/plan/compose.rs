//! From reasons and notes to the parts of the page.

use super::{Gap, Line, Notes, OptionPart, PersonalPlan, Questions, Section, one_line, own_words, weeks};
use crate::{
    document::Listed,
    domain::{Opportunity, OpportunityKind, Profile, RouteKind, Verdict, Weeks},
    matching::{Explained, Reason, RefusedBy, RequirementOutcome, Shortfall, shortfalls},
    taxonomy::{ConceptNumber, Taxonomy},
    texts::{self, FactKind, Language, NotSaid, PlanHeading, PlanPhrases, Remedy, Room, Told},
};
use jiff::civil::Date;
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Best reasons named for an option.
const REASONS_MAX: usize = 3;
/// Facts named for an option.
const FACTS_MAX: usize = 6;
/// Facts of a vacancy on a plan, the most useful first.
const OF_VACANCY: [FactKind; 5] =
    [FactKind::Place, FactKind::Hours, FactKind::Pay, FactKind::Contract, FactKind::Closes];
/// Facts of a route.
const OF_ROUTE: [FactKind; 7] = [
    FactKind::RouteKind,
    FactKind::Place,
    FactKind::Duration,
    FactKind::StudyHours,
    FactKind::Cost,
    FactKind::Starts,
    FactKind::Exit,
];

/// Everything that a plan is composed from.
pub struct Composing<'a> {
    /// Language of the sentences.
    pub language: Language,
    /// The person.
    pub profile: &'a Profile,
    /// What the person says for the plan.
    pub notes: &'a Notes,
    /// The taxonomy of the explanations.
    pub taxonomy: &'a Taxonomy,
    /// The chosen options in the order of the person.
    pub options: &'a [Chosen<'a>],
    /// Routes that teach what is missing.
    pub routes: &'a BTreeMap<ConceptNumber, Vec<Arc<Listed>>>,
    /// Most gaps named.
    pub gaps_max: usize,
    /// The day of the plan.
    pub today: Date,
}

/// A chosen option with its reasons.
#[derive(Clone, Copy)]
pub struct Chosen<'a> {
    /// Its reasons.
    pub explained: &'a Explained,
    /// What would leave it out of a list.
    pub left_out_by: &'a [RefusedBy],
    /// Most points that one of its kind can get.
    pub points_possible: i32,
}

impl Composing<'_> {
    /// The plan in parts.
    #[must_use]
    pub fn plan(&self) -> PersonalPlan {
        let words = self.words();
        let told: Vec<_> = self.options.iter().map(|chosen| self.told(chosen)).collect();
        let explained: Vec<_> = self.options.iter().map(|chosen| chosen.explained).collect();
        let shortfalls = shortfalls(&explained, self.gaps_max);
        let (direction, room, backing) = (self.direction(), self.room(), self.backing());
        let options = self.options.iter().zip(&told).enumerate();
        let options: Vec<_> = options.map(|(number, (chosen, told))| self.option(number, chosen, told)).collect();
        let mut named = BTreeSet::new();
        let gaps: Vec<_> = shortfalls.iter().map(|shortfall| self.gap(shortfall, &mut named)).collect();
        let questions = options.iter().zip(&told).enumerate();
        let questions: Vec<_> =
            questions.filter_map(|(number, (option, told))| questions_of(number, option, told)).collect();
        let weeks = weeks::weeks(
            self,
            &weeks::Ground {
                options: &options,
                shortfalls: &shortfalls,
                questions: &questions,
                not_said: [&direction, &room, &backing].map(|section| !section.missing.is_empty()),
            },
        );
        PersonalPlan {
            language: self.language,
            title: words.plan_heading(PlanHeading::Title).to_owned(),
            made_on: self.today,
            opening: words.plan_opening(self.today),
            direction,
            room,
            backing,
            options,
            gaps,
            questions,
            weeks,
        }
    }

    pub(super) fn words(&self) -> &'static dyn PlanPhrases {
        texts::plan_phrases(self.language)
    }

    pub(super) fn label(&self, concept: ConceptNumber) -> &str {
        self.taxonomy.label(concept, self.language.labels())
    }

    fn told(&self, chosen: &Chosen<'_>) -> Told {
        texts::tell(self.language, self.profile, self.taxonomy, chosen.explained)
    }

    fn section(&self, heading: PlanHeading, lines: Vec<Line>, missing: Vec<Line>) -> Section {
        Section { heading: self.words().plan_heading(heading).to_owned(), lines, missing }
    }

    fn missing(&self, what: NotSaid<'_>, field: impl Into<String>) -> Line {
        Line::new(self.words().not_said(what), field)
    }

    fn direction(&self) -> Section {
        let field = "notes.direction";
        let lines: Vec<_> = self.notes.direction.iter().map(|words| Line::new(own_words(words), field)).collect();
        let missing = if lines.is_empty() { vec![self.missing(NotSaid::Direction, field)] } else { Vec::new() };
        self.section(PlanHeading::Direction, lines, missing)
    }

    fn room(&self) -> Section {
        let (own, budget) = (&self.notes.room, &self.profile.learning_budget);
        let hours = own.hours.map(|hours| (hours, "notes.room.hours_a_week"));
        let hours = hours.or(budget.max_hours.map(|hours| (hours, "profile.learning_budget.max_hours_per_week")));
        let weeks = own.weeks.map(|weeks| (weeks, "notes.room.weeks"));
        let weeks = weeks.or(budget.max_weeks.map(|weeks| (weeks, "profile.learning_budget.max_weeks")));
        let euros = own.euros.map(|euros| (euros, "notes.room.euros"));
        let euros = euros.or(budget.max_eur.map(|euros| (euros, "profile.learning_budget.max_eur")));
        let known = [
            hours.map(|(hours, field)| (Room::Hours(hours), field)),
            weeks.map(|(weeks, field)| (Room::Weeks(weeks), field)),
            euros.map(|(euros, field)| (Room::Euros(euros), field)),
        ];
        let lines = known.iter().flatten().map(|(room, field)| Line::new(self.words().room(*room), *field));
        let fields = [
            (NotSaid::Hours, "notes.room.hours_a_week"),
            (NotSaid::Weeks, "notes.room.weeks"),
            (NotSaid::Euros, "notes.room.euros"),
        ];
        let missing = known.iter().zip(fields).filter(|(known, _)| known.is_none());
        let missing = missing.map(|(_, (what, field))| self.missing(what, field)).collect();
        self.section(PlanHeading::Room, lines.collect(), missing)
    }

    fn backing(&self) -> Section {
        let backers = || self.notes.backing.iter().enumerate();
        let lines = backers().map(|(number, backer)| {
            let who = texts::capitalised(&own_words(&backer.who));
            let sentence = match &backer.words {
                Some(words) => format!("{who}: {}", own_words(words)),
                None => who,
            };
            Line::new(sentence, format!("notes.backing[{number}]"))
        });
        let without_words = backers().filter(|(_, backer)| backer.words.is_none());
        let mut missing: Vec<_> = without_words
            .map(|(number, backer)| {
                self.missing(NotSaid::BackedWith(&own_words(&backer.who)), format!("notes.backing[{number}].words"))
            })
            .collect();
        if self.notes.backing.is_empty() {
            missing.push(self.missing(NotSaid::Backing, "notes.backing"));
        }
        self.section(PlanHeading::Backing, lines.collect(), missing)
    }

    fn option(&self, number: usize, chosen: &Chosen<'_>, told: &Told) -> OptionPart {
        let explained = chosen.explained;
        let opportunity = &explained.listed.opportunity;
        let url = match opportunity {
            Opportunity::Vacancy(vacancy) => &vacancy.url,
            Opportunity::Route(route) => &route.url,
        };
        OptionPart {
            key: explained.listed.key.clone(),
            kind: opportunity.kind(),
            title: one_line(opportunity.title()),
            organisation: one_line(opportunity.organisation()),
            points: explained.total.points(),
            points_possible: chosen.points_possible,
            class: explained.class,
            fit: self.fit(number, chosen, told),
            reasons: self.reasons(number, explained, told),
            facts: self.facts(number, explained),
            obstacles: self.obstacles(number, chosen, told),
            url: url.as_ref().map(|url| url.as_str().to_owned()),
        }
    }

    /// Requirements met, points, how near it is, and the route before it that leads to it.
    fn fit(&self, number: usize, chosen: &Chosen<'_>, told: &Told) -> Vec<Line> {
        let at = |field: &str| format!("options[{number}].{field}");
        let words = self.words();
        let mut lines = Vec::new();
        lines.extend(told.summary.first().map(|sentence| Line::new(sentence, at("requirements"))));
        lines.extend(told.summary.last().map(|sentence| Line::new(sentence, at("class"))));
        let points = words.points_told(chosen.explained.total.points(), chosen.points_possible);
        lines.push(Line::new(points, at("points")));
        if let Some(route) = self.way_to(number) {
            lines.push(Line::new(words.way_to_it(&route), format!("keys[{}]", number - 1)));
            lines.extend(self.closes_before(number).map(|it| Line::new(it, at("opportunity.vacancy.closes"))));
        }
        lines
    }

    /// The route that stands right before a vacancy.
    fn way_to(&self, number: usize) -> Option<String> {
        let kind = |number: usize| self.options.get(number).map(|it| it.explained.listed.opportunity.kind());
        let before = number.checked_sub(1)?;
        let leads = kind(number)? == OpportunityKind::Vacancy && kind(before)? == OpportunityKind::Route;
        leads.then(|| one_line(self.options[before].explained.listed.opportunity.title()))
    }

    /// That a vacancy closes before one can be done with the route right before it.
    fn closes_before(&self, number: usize) -> Option<String> {
        let [route, vacancy] =
            [number.checked_sub(1)?, number].map(|it| &self.options[it].explained.listed.opportunity);
        let (Opportunity::Route(way), Opportunity::Vacancy(vacancy)) = (route, vacancy) else { return None };
        let closes = vacancy.period.closes().filter(|closes| *closes < way.earliest_end(self.today))?;
        Some(texts::closes_before(self.language, closes, route))
    }

    /// What brings most points and is met in full.
    fn reasons(&self, number: usize, explained: &Explained, told: &Told) -> Vec<Line> {
        let is_good = |reason: Reason| match reason {
            Reason::Requirement(place) => explained.requirements[place].outcome == RequirementOutcome::Met,
            Reason::Condition(place) => explained.conditions[place].verdict == Verdict::Met,
            // Half of the points stand for what it does not say.
            Reason::Exploration => explained.exploration.is_some_and(|it| it.away.is_some()),
            _ => true,
        };
        let contributions = explained.total.contributions().iter();
        let mut good: Vec<_> = contributions.filter(|it| it.points > 0 && is_good(it.reason)).collect();
        good.sort_by_key(|it| Reverse(it.points));
        let lines = good.into_iter().take(REASONS_MAX).map(|it| {
            let field = match texts::field_of(explained, it.reason) {
                profile if profile.starts_with("profile.") => profile,
                of_match => format!("options[{number}].{of_match}"),
            };
            Line::new(told.detail(self.language, it.reason), field)
        });
        lines.filter(|line| !line.sentence.is_empty()).collect()
    }

    fn facts(&self, number: usize, explained: &Explained) -> Vec<Line> {
        let opportunity = explained.listed.opportunity.kind();
        let kinds: &[FactKind] = match opportunity {
            OpportunityKind::Vacancy => &OF_VACANCY,
            OpportunityKind::Route => &OF_ROUTE,
        };
        let lines = kinds.iter().filter_map(|kind| {
            let value = texts::fact(self.language, (self.profile, self.taxonomy), explained, *kind, self.today)?;
            let sentence = format!("{}: {}", self.words().fact(*kind), one_line(&value));
            Some(Line::new(sentence, format!("options[{number}].{}", kind.field(opportunity))))
        });
        lines.take(FACTS_MAX).collect()
    }

    fn obstacles(&self, number: usize, chosen: &Chosen<'_>, told: &Told) -> Vec<Line> {
        let explained = chosen.explained;
        let kind = explained.listed.opportunity.kind();
        let left_out = chosen.left_out_by.iter().map(|refused_by| {
            let sentence = texts::left_out(self.language, kind, *refused_by, self.profile);
            Line::new(sentence, format!("options[{number}].left_out_by"))
        });
        let gates = explained.gates.iter().zip(&told.gates).enumerate();
        let gates = gates.filter(|(_, (gate, _))| gate.verdict != Verdict::Met);
        let gates = gates
            .map(|(place, (_, sentence))| Line::new(one_line(sentence), format!("options[{number}].gates[{place}]")));
        let level = told.level.iter().map(|sentence| Line::new(sentence, format!("options[{number}].parts")));
        left_out.chain(gates).chain(level).collect()
    }

    fn gap(&self, shortfall: &Shortfall, named: &mut BTreeSet<String>) -> Gap {
        let (option, place) = shortfall.at[0];
        let field = format!("options[{option}].requirements[{place}]");
        let outcome = self.options[option].explained.requirements[place].outcome;
        let mut sentence = self.words().still_needed(outcome, self.label(shortfall.concept));
        if self.options.len() > 1 {
            let titles = shortfall.at.iter().map(|(option, _)| self.options[*option].explained);
            let titles: Vec<_> = titles.map(|explained| one_line(explained.listed.opportunity.title())).collect();
            let titles: Vec<_> = titles.iter().map(String::as_str).collect();
            sentence = format!("{sentence} {}", self.words().asked_by(&titles));
        }
        Gap { line: Line::new(sentence, &field), remedies: vec![self.remedy(shortfall.concept, &field, named)] }
    }

    /// A chosen route, else one that was named for another gap, else the shortest that fits the weeks there are.
    fn remedy(&self, concept: ConceptNumber, field: &str, named: &mut BTreeSet<String>) -> Line {
        let words = self.words();
        if let Some((number, title)) = self.chosen_route_for(concept) {
            let taught = format!("options[{number}].opportunity.route.teaches");
            return Line::new(words.remedy(&Remedy::Chosen(&title)), taught);
        }
        let taught_by = format!("{field}.taught_by");
        if let Some((title, ..)) = self.routes_for(concept).find(|(title, ..)| named.contains(title)) {
            return Line::new(words.remedy(&Remedy::Also(&title)), taught_by);
        }
        let Some((title, provider, duration)) = self.route_for(concept) else {
            // No title is empty, so that this marks what was said.
            let said = !named.insert(String::new());
            return Line::new(words.remedy(if said { &Remedy::NoRouteEither } else { &Remedy::NoRoute }), taught_by);
        };
        let remedy = words.remedy(&Remedy::Route { title: &title, provider: &provider, duration });
        named.insert(title);
        Line::new(remedy, taught_by)
    }

    /// The shortest route that teaches something and fits the weeks there are; the shortest of all where none does.
    pub(super) fn route_for(&self, concept: ConceptNumber) -> Option<(String, String, Option<Weeks>)> {
        let weeks = self.notes.room.weeks.or(self.profile.learning_budget.max_weeks);
        let fits = |duration: Option<Weeks>| weeks.is_none_or(|weeks| duration.is_none_or(|it| it <= weeks));
        let fitting = self.routes_for(concept).find(|(_, _, duration)| fits(*duration));
        fitting.or_else(|| self.routes_for(concept).next())
    }

    /// A chosen route that teaches something, with its place and title. An EVC proves and does not teach.
    pub(super) fn chosen_route_for(&self, concept: ConceptNumber) -> Option<(usize, String)> {
        let teaches = |chosen: &Chosen<'_>| {
            let listed = &chosen.explained.listed;
            let is_evc = matches!(&listed.opportunity, Opportunity::Route(route) if route.kind == RouteKind::Evc);
            !is_evc && listed.understood.taught.iter().any(|it| it.concept == concept)
        };
        let (number, chosen) = self.options.iter().enumerate().find(|(_, chosen)| teaches(chosen))?;
        Some((number, one_line(chosen.explained.listed.opportunity.title())))
    }

    /// Title, provider and duration of the routes that teach something, shortest first.
    fn routes_for(&self, concept: ConceptNumber) -> impl Iterator<Item = (String, String, Option<Weeks>)> {
        let routes = self.routes.get(&concept).map(Vec::as_slice).unwrap_or_default();
        routes.iter().filter_map(|listed| match &listed.opportunity {
            Opportunity::Route(route) => Some((one_line(&route.title), one_line(&route.provider), route.duration)),
            Opportunity::Vacancy(_) => None,
        })
    }
}

fn questions_of(number: usize, option: &OptionPart, told: &Told) -> Option<Questions> {
    let lines = told.questions.iter().enumerate();
    let questions: Vec<_> = lines
        .map(|(place, question)| Line::new(one_line(question), format!("options[{number}].questions[{place}]")))
        .collect();
    let heading = format!("{} – {}", option.title, option.organisation);
    (!questions.is_empty()).then(|| Questions { key: option.key.clone(), heading, questions })
}
