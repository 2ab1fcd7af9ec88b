//! First steps for four weeks: get in touch, ask, see for yourself, decide. Which steps there are follows from the options,
//! their dates, their questions and gaps, and from what nobody has said yet.

use super::{Composing, Line, OptionPart, Questions, Week, own_words};
use crate::{
    domain::{Opportunity, OpportunityKind},
    matching::{RefusedBy, Shortfall},
    texts::{Named, WeekStep},
};
use jiff::{ToSpan, civil::Date};

/// Weeks of first steps.
const WEEKS: usize = 4;
/// Steps in one week: more nobody does.
const STEPS_MAX: usize = 5;
/// Gaps that steps speak of.
const GAPS_MAX: usize = 1;
const DAYS_IN_WEEK: i64 = 7;

/// What the steps follow from.
pub(super) struct Ground<'a> {
    pub(super) options: &'a [OptionPart],
    pub(super) shortfalls: &'a [Shortfall],
    pub(super) questions: &'a [Questions],
    /// Whether something of direction, room and backing is not said.
    pub(super) not_said: [bool; 3],
}

pub(super) fn weeks(composing: &Composing<'_>, ground: &Ground<'_>) -> Vec<Week> {
    let steps = Steps { composing, ground };
    let filled = [steps.first(), steps.second(), steps.third(), steps.fourth()];
    let mut weeks: Vec<_> = (0_i64..).zip(filled).map(|(number, steps)| week(composing, number, steps)).collect();
    for (week, line) in steps.to_apply() {
        // In the last week it comes after looking back.
        let place = if week == WEEKS - 1 { weeks[week].steps.len() } else { 0 };
        weeks[week].steps.insert(place, line);
    }
    for week in &mut weeks {
        week.steps.truncate(STEPS_MAX);
    }
    weeks
}

fn week(composing: &Composing<'_>, number: i64, steps: Vec<Line>) -> Week {
    let begins = composing.today.saturating_add((DAYS_IN_WEEK * number).days());
    let shown = usize::try_from(number).unwrap_or(0) + 1;
    Week { heading: composing.words().week(shown, begins), begins, steps }
}

struct Steps<'a> {
    composing: &'a Composing<'a>,
    ground: &'a Ground<'a>,
}

impl<'a> Steps<'a> {
    fn line(&self, step: &WeekStep<'_>, field: impl Into<String>) -> Line {
        Line::new(self.composing.words().week_step(step), field)
    }

    /// The options that one can still apply for, with their places.
    fn open(&self) -> impl Iterator<Item = (usize, &'a OptionPart)> {
        let chosen = self.composing.options;
        let is_open = move |number: usize| !chosen[number].left_out_by.contains(&RefusedBy::Closed);
        self.ground.options.iter().enumerate().filter(move |(number, _)| is_open(*number))
    }

    /// What nobody has said, and the first contact.
    fn first(&self) -> Vec<Line> {
        let [direction, room, backing] = self.ground.not_said;
        let mut lines = Vec::new();
        if direction || room || backing {
            lines.push(self.line(&WeekStep::TalkAbout { direction, room, backing }, "notes"));
        }
        let touch = self.open().map(|(number, option)| {
            self.line(&WeekStep::GetInTouch(named(option)), format!("options[{number}].opportunity"))
        });
        lines.extend(touch);
        lines
    }

    /// Questions, starts of routes, and a route for the heaviest gap.
    fn second(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        for (number, option) in self.open() {
            if self.ground.questions.iter().any(|it| it.key == option.key) {
                lines.push(self.line(&WeekStep::Ask(named(option)), format!("options[{number}].questions")));
            }
            if let Opportunity::Route(route) = &self.composing.options[number].explained.listed.opportunity {
                let start = route.starts.next(self.composing.today);
                let field = format!("options[{number}].opportunity.route.starts");
                lines.push(self.line(&WeekStep::AskStart(named(option), start), field));
            }
        }
        lines.extend(self.ground.shortfalls.iter().take(GAPS_MAX).filter_map(|gap| self.look_at(gap)));
        lines
    }

    fn look_at(&self, gap: &Shortfall) -> Option<Line> {
        if self.composing.chosen_route_for(gap.concept).is_some() {
            return None;
        }
        let (title, provider, _) = self.composing.route_for(gap.concept)?;
        let label = self.composing.label(gap.concept);
        let step = WeekStep::LookAt { title: &title, provider: &provider, gap: label };
        Some(self.line(&step, format!("{}.taught_by", field_of(gap))))
    }

    /// To see for oneself, and to practise.
    fn third(&self) -> Vec<Line> {
        let see = self.open().map(|(number, option)| {
            self.line(&WeekStep::SeeForYourself(named(option)), format!("options[{number}].opportunity"))
        });
        let gaps = self.ground.shortfalls.iter().take(GAPS_MAX);
        let practise = gaps.map(|gap| {
            let kind = self.composing.taxonomy.kind(gap.concept);
            self.line(&WeekStep::Practise(self.composing.label(gap.concept), kind), field_of(gap))
        });
        see.chain(practise).collect()
    }

    /// To look back, to decide, and to talk about it.
    fn fourth(&self) -> Vec<Line> {
        let decide = match self.ground.options {
            [only] => self.line(&WeekStep::Decide(named(only)), "keys"),
            _ => self.line(&WeekStep::Choose, "keys"),
        };
        let backer = self.composing.notes.backing.first();
        let discuss = backer.map(|it| self.line(&WeekStep::DiscussWith(&own_words(&it.who)), "notes.backing[0]"));
        [decide].into_iter().chain(discuss).collect()
    }

    /// To apply for vacancies: in the week of the last day, else in the last week.
    fn to_apply(&self) -> Vec<(usize, Line)> {
        let vacancies = self.open().filter(|(_, option)| option.kind == OpportunityKind::Vacancy);
        let apply = vacancies.map(|(number, option)| {
            let closes = match &self.composing.options[number].explained.listed.opportunity {
                Opportunity::Vacancy(vacancy) => vacancy.period.closes(),
                Opportunity::Route(_) => None,
            };
            let week = closes.map_or(WEEKS - 1, |day| self.week_of(day));
            let field = format!("options[{number}].opportunity.vacancy.closes");
            (week, self.line(&WeekStep::Apply(named(option), closes), field))
        });
        apply.collect()
    }

    /// The week of a day; the last one for a day beyond it.
    fn week_of(&self, day: Date) -> usize {
        let days = self.composing.today.until(day).map_or(0, |span| i64::from(span.get_days()));
        usize::try_from(days / DAYS_IN_WEEK).unwrap_or(0).min(WEEKS - 1)
    }
}

fn named(option: &OptionPart) -> Named<'_> {
    Named { kind: option.kind, title: &option.title, organisation: &option.organisation }
}

fn field_of(gap: &Shortfall) -> String {
    let (option, place) = gap.at[0];
    format!("options[{option}].requirements[{place}]")
}
