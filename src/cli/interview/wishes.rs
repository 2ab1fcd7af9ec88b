//! How to work, when it is good, room to learn, and how far to look.

use loopbaanbrug_proto::v1::{
    Condition, ContractCondition, Criterion, MentionCondition, PayCondition, Preference, RemoteCondition,
    SectorCondition, TravelCondition, WorkPatternCondition, condition::Check,
};

use super::Interview;
use crate::{
    cli::{
        asker::{from_one, from_zero},
        error::CliError,
    },
    domain::{Contract, Importance, SbiSection, WorkPattern, codes::Code},
    texts::{advice, capitalised, phrases},
    wire::{
        codes::WireCode,
        typed::{self, CRITERIA_MAX, EUROS, HOURS, PAY, REMOTE, TRAVEL_KM, WEEKS},
    },
};

/// How often hours are asked again because the least is more than the most.
const HOURS_TRIES_MAX: usize = 5;

impl Interview<'_> {
    pub(super) fn wishes(&mut self) -> Result<(), CliError> {
        self.asker.heading(self.ask.wishes_title)?;
        self.asker.hint(self.ask.wishes_hint)?;
        self.travel()?;
        let hours = self.hours()?;
        self.prefer(hours)?;
        let pay = self.number(self.ask.pay_min, PAY)?;
        self.prefer(pay.map(|min_eur| Check::Pay(PayCondition { min_eur })))?;
        let remote = self.number(&format!("{}: {}", self.ask.remote, self.ask.remote_min), REMOTE)?;
        self.prefer(remote.map(|min_percent| Check::Remote(RemoteCondition { min_percent })))?;
        let mention = self.few_words(&format!("{}: {}", self.ask.mention, self.ask.mention_words))?;
        self.prefer(mention.map(|words| Check::Mention(MentionCondition { words })))?;
        let labels = phrases(self.language.shared());
        let accepted = self.codes(self.ask.sectors, |it: SbiSection| labels.sector(it))?;
        let accepted = accepted.map(|it| it.iter().map(|it| it.code().to_owned()).collect());
        self.prefer(accepted.map(|accepted| Check::Sector(SectorCondition { accepted })))?;
        let short = advice(self.language.shared());
        let accepted = self.codes(self.ask.contracts, |it: Contract| short.contract(it))?;
        let accepted = accepted.map(|it| it.into_iter().map(WireCode::wire).collect());
        self.prefer(accepted.map(|accepted| Check::Contract(ContractCondition { accepted })))?;
        let accepted = self.codes(self.ask.patterns, |it: WorkPattern| short.work_pattern(it))?;
        let accepted = accepted.map(|it| it.into_iter().map(WireCode::wire).collect());
        self.prefer(accepted.map(|accepted| Check::WorkPattern(WorkPatternCondition { accepted })))
    }

    fn travel(&mut self) -> Result<(), CliError> {
        if self.profile.home_pc4.is_empty() {
            return self.asker.tell(self.words.asker.no_travel);
        }
        let km = self.number(&format!("{}: {}", self.ask.travel, self.ask.travel_km), TRAVEL_KM)?;
        self.prefer(km.map(|max_km| Check::Travel(TravelCondition { max_km })))
    }

    fn hours(&mut self) -> Result<Option<Check>, CliError> {
        for _ in 0..HOURS_TRIES_MAX {
            let min = self.number(&format!("{}: {}", self.ask.hours, self.ask.hours_min), HOURS)?;
            let max = self.number(&format!("{}: {}", self.ask.hours, self.ask.hours_max), HOURS)?;
            match typed::hours(min, max) {
                Ok(hours) => return Ok(hours),
                Err(typed::Reversed) => self.asker.tell(self.ask.hours_reversed)?,
            }
        }
        self.asker.tell(self.words.asker.hours_left_out)?;
        Ok(None)
    }

    fn few_words(&mut self, question: &str) -> Result<Option<String>, CliError> {
        let ask = self.ask;
        self.asker.ask(question, self.words.asker.enter_skips, |typed| {
            typed::few_words(typed).map_err(|problem| problem.told(ask))
        })
    }

    /// Any number of codes; none when nothing is chosen.
    fn codes<C: Code>(
        &mut self,
        question: &str,
        label: impl Fn(C) -> &'static str,
    ) -> Result<Option<Vec<C>>, CliError> {
        let choices = from_one(C::ALL.iter().map(|it| (*it, capitalised(label(*it)))));
        let chosen = self.asker.choose_many(question, &choices)?;
        Ok(Some(chosen).filter(|it| !it.is_empty()))
    }

    /// A wish that was given, with how much it counts.
    fn prefer(&mut self, check: Option<Check>) -> Result<(), CliError> {
        let Some(check) = check else { return Ok(()) };
        let importance = self.importance()?;
        let condition = Some(Condition { check: Some(check) });
        self.profile.preferences.push(Preference { condition, importance: importance.wire() });
        Ok(())
    }

    fn importance(&mut self) -> Result<Importance, CliError> {
        let choices = from_one(self.ask.importances.iter().copied());
        self.asker.choose(self.ask.importance, &choices, &Importance::Important)
    }

    pub(super) fn criteria(&mut self) -> Result<(), CliError> {
        self.asker.heading(self.ask.criteria_title)?;
        self.asker.hint(self.ask.criteria_hint)?;
        while self.profile.criteria.len() < CRITERIA_MAX {
            let hint = self.words.asker.enter_ends;
            let Some(words) = self.words_or_nothing(self.ask.criterion_words, hint)? else { break };
            let mention = self.few_words(self.ask.criterion_check)?;
            let check = mention.map(|words| Check::Mention(MentionCondition { words }));
            let condition = check.map(|check| Condition { check: Some(check) });
            let importance = self.importance()?.wire();
            self.profile.criteria.push(Criterion { words, condition, importance });
        }
        Ok(())
    }

    pub(super) fn learning(&mut self) -> Result<(), CliError> {
        self.asker.heading(self.ask.budget_title)?;
        let weeks = self.number(self.ask.budget_weeks, WEEKS)?;
        let hours = self.number(self.ask.budget_hours, HOURS)?;
        let euros = self.number(self.ask.budget_euros, EUROS)?;
        self.profile.learning_budget = typed::budget(weeks, hours, euros);
        Ok(())
    }

    pub(super) fn dial(&mut self) -> Result<(), CliError> {
        self.asker.heading(self.ask.dial_title)?;
        let chosen = self.asker.choose(self.ask.dial_legend, &from_zero(self.ask.dial.iter().copied()), &None)?;
        self.profile.exploration = chosen.map_or(0, WireCode::wire);
        Ok(())
    }
}
