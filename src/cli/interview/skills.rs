//! What can you do: skills suggested from tasks and skills in the person's own words; level, proof, last use and wish of each.

use std::collections::BTreeSet;

use loopbaanbrug_proto::v1::{ConceptKind, SkillClaim};

use super::Interview;
use crate::{
    cli::{
        asker::{Choice, from_one, from_pairs},
        error::CliError,
    },
    domain::{Evidence, Level, Recency, SkillWish, codes::Code},
    texts::{capitalised, phrases},
    wire::{
        codes::WireCode,
        typed::{LEVEL_BEGIN, OCCUPATIONS_MAX, SKILLS_MAX, SUGGESTED_MAX, added, by_key},
    },
};

/// How often a person can go back to a skill.
const CHANGES_MAX: usize = 1_000;
/// What words of a skill may mean.
const KINDS: [ConceptKind; 4] =
    [ConceptKind::Skill, ConceptKind::Knowledge, ConceptKind::Language, ConceptKind::Occupation];

/// What a person does with the list of their skills.
enum Change {
    Right,
    Say(usize),
    Remove(usize),
}

impl Interview<'_> {
    pub(super) async fn skills(&mut self) -> Result<(), CliError> {
        self.suggestions()?;
        for _ in 0..SKILLS_MAX {
            let hint = format!("{} {}", self.ask.skills_typed_hint, self.words.asker.enter_ends);
            let Some(typed) = self.words_or_nothing(self.ask.skills_typed, &hint)? else { break };
            let Some(meant) = self.meant(&typed, &KINDS).await? else { continue };
            if meant.is_job {
                self.add_occupation(meant)?;
            } else {
                self.add_skill(added(meant.reference), meant.label)?;
            }
        }
        self.changes()
    }

    fn suggestions(&mut self) -> Result<(), CliError> {
        let mut seen = BTreeSet::new();
        let new: Vec<_> =
            std::mem::take(&mut self.suggested).into_iter().filter(|it| seen.insert(it.key.clone())).collect();
        for suggested in new.chunks(SUGGESTED_MAX) {
            let choices = from_one(suggested.iter().map(|it| it.label.clone()));
            for place in self.asker.choose_many(self.ask.skills_suggested, &choices)? {
                let skill = &suggested[place];
                self.add_skill(added(by_key(&skill.key)), skill.label.clone())?;
            }
        }
        Ok(())
    }

    fn add_skill(&mut self, claim: SkillClaim, label: String) -> Result<(), CliError> {
        if self.profile.skills.iter().any(|it| it.skill == claim.skill) {
            return Ok(());
        }
        if self.profile.skills.len() >= SKILLS_MAX {
            return self.asker.tell(&(self.ask.too_many)(SKILLS_MAX));
        }
        self.profile.skills.push(claim);
        self.labels.push(label);
        Ok(())
    }

    pub(super) fn add_occupation(&mut self, meant: super::Meant) -> Result<(), CliError> {
        if self.profile.occupations.contains(&meant.reference) {
            return Ok(());
        }
        if self.profile.occupations.len() >= OCCUPATIONS_MAX {
            return self.asker.tell(&(self.ask.too_many)(OCCUPATIONS_MAX));
        }
        self.profile.occupations.push(meant.reference);
        Ok(())
    }

    /// Shows what there is and lets the person say more of it, as often as needed.
    fn changes(&mut self) -> Result<(), CliError> {
        for _ in 0..CHANGES_MAX {
            let count = self.profile.skills.len();
            if count == 0 {
                return Ok(());
            }
            self.asker.heading(self.ask.skills_yours)?;
            let told: Vec<String> = (0..count).map(|place| self.skill_told(place)).collect();
            self.asker.list(&from_one(told))?;
            let words = &self.words.asker;
            let change = self.asker.ask(words.change, words.change_hint, |typed| {
                read_change(typed, count).ok_or_else(|| words.change_wrong.to_owned())
            })?;
            match change {
                Change::Right => return Ok(()),
                Change::Say(place) => self.say_more(place)?,
                Change::Remove(place) => {
                    self.profile.skills.remove(place);
                    self.labels.remove(place);
                }
            }
        }
        Ok(())
    }

    fn skill_told(&self, place: usize) -> String {
        let (claim, labels) = (&self.profile.skills[place], phrases(self.language.shared()));
        let level = claim.level.and_then(|level| Level::new(level.into()).ok());
        let level = level.map_or(self.ask.skill_level_none, |level| labels.level(level));
        let of_pairs = |pairs: &[(&'static str, &'static str)], code: &str| {
            pairs.iter().find(|(own, _)| *own == code).map(|(_, label)| *label).unwrap_or_default()
        };
        let evidence = Evidence::from_wire(claim.evidence).ok().flatten().map(|it| labels.evidence(it));
        let recency =
            Recency::from_wire(claim.recency).ok().flatten().map(|it| of_pairs(self.ask.recencies, it.code()));
        let wish = SkillWish::from_wire(claim.wish).ok().flatten();
        let wish = wish.map(|it| of_pairs(self.ask.skill_wishes, it.code()));
        let told: Vec<&str> = [Some(level), evidence, recency, wish].into_iter().flatten().collect();
        format!("{}: {}", capitalised(&self.labels[place]), told.join(", "))
    }

    fn say_more(&mut self, place: usize) -> Result<(), CliError> {
        let labels = phrases(self.language.shared());
        let (ask, label) = (self.ask, capitalised(&self.labels[place]));
        let question = |question: &str| format!("{label}: {question}");
        let levels = (Level::MIN..=Level::MAX).filter_map(|it| Level::new(it).ok());
        let mut choices = from_one(levels.map(|level| labels.level(level)));
        choices.push(Choice { number: 0, label: ask.skill_level_none.to_owned() });
        let begin = usize::try_from(LEVEL_BEGIN).unwrap_or_default();
        let level = self.asker.choose(&question(ask.skill_level), &choices, begin)?;
        let level = u32::try_from(level).ok().filter(|level| *level > 0);
        let proofs = from_one(Evidence::ALL.iter().map(|it| labels.evidence(*it)));
        let evidence = self.asker.choose(&question(ask.skill_proof), &proofs, 1)?;
        let evidence = Evidence::ALL.get(evidence - 1).copied().unwrap_or(Evidence::OwnWord);
        let recency = self.of_pairs(&question(ask.skill_recency), ask.recencies, Recency::Recent)?;
        let wish = self.of_pairs(&question(ask.skill_wish), ask.skill_wishes, SkillWish::Do)?;
        let claim = &mut self.profile.skills[place];
        (claim.level, claim.evidence) = (level, evidence.wire());
        (claim.recency, claim.wish) = (recency.wire(), wish.wire());
        Ok(())
    }

    /// One of the codes that pairs give a label; the usual one when nothing is typed.
    pub(super) fn of_pairs<C: Code>(
        &mut self,
        question: &str,
        pairs: &[(&'static str, &'static str)],
        usual: C,
    ) -> Result<C, CliError> {
        let choices = from_pairs(pairs);
        let place = pairs.iter().position(|(code, _)| *code == usual.code()).unwrap_or_default();
        let chosen = self.asker.choose(question, &choices, choices[place].number)?;
        let chosen = choices.iter().position(|it| it.number == chosen).map(|place| pairs[place].0);
        Ok(chosen.and_then(|code| C::from_code(code).ok()).unwrap_or(usual))
    }
}

/// “2”, “-2” or nothing.
fn read_change(typed: &str, count: usize) -> Option<Change> {
    let place = |typed: &str| typed.parse::<usize>().ok()?.checked_sub(1).filter(|place| *place < count);
    match typed.strip_prefix(['-', '−']) {
        _ if typed.is_empty() => Some(Change::Right),
        Some(typed) => place(typed.trim()).map(Change::Remove),
        None => place(typed).map(Change::Say),
    }
}
