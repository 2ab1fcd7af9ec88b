//! What can you do: skills suggested from tasks and skills in the person's own words; level, proof, last use and wish of each.

use std::collections::BTreeSet;

use loopbaanbrug_proto::v1::{ConceptKind, SkillClaim};

use super::{Interview, Skill};
use crate::{
    cli::{
        asker::{from_one, none},
        error::CliError,
    },
    domain::{Evidence, Level, Recency, SkillWish, codes::Code},
    texts::{capitalised, phrases},
    wire::{
        codes::WireCode,
        typed::{OCCUPATIONS_MAX, SKILLS_MAX, SUGGESTED_MAX, added, by_key},
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
            let choices = from_one(suggested.iter().map(|it| (it, it.label.as_str())));
            for skill in self.asker.choose_many(self.ask.skills_suggested, &choices)? {
                self.add_skill(added(by_key(&skill.key)), skill.label.clone())?;
            }
        }
        Ok(())
    }

    fn add_skill(&mut self, claim: SkillClaim, label: String) -> Result<(), CliError> {
        if self.skills.iter().any(|it| it.claim.skill == claim.skill) {
            return Ok(());
        }
        if self.skills.len() >= SKILLS_MAX {
            return self.asker.tell(&(self.ask.too_many)(SKILLS_MAX));
        }
        self.skills.push(Skill { claim, label });
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
            let count = self.skills.len();
            if count == 0 {
                return Ok(());
            }
            self.asker.heading(self.ask.skills_yours)?;
            let told = from_one(self.skills.iter().map(|it| ((), self.skill_told(it))));
            self.asker.list(&told)?;
            let words = &self.words.asker;
            let change = self.asker.ask(words.change, words.change_hint, |typed| {
                read_change(typed, count).ok_or_else(|| words.change_wrong.to_owned())
            })?;
            match change {
                Change::Right => return Ok(()),
                Change::Say(place) => self.say_more(place)?,
                Change::Remove(place) => {
                    self.skills.remove(place);
                }
            }
        }
        Ok(())
    }

    fn skill_told(&self, skill: &Skill) -> String {
        let (claim, labels) = (&skill.claim, phrases(self.language.shared()));
        let level = claim.level.and_then(|level| Level::new(level.into()).ok());
        let level = level.map_or(self.ask.skill_level_none, |level| labels.level(level));
        let evidence = said(claim.evidence).map(|it: Evidence| labels.evidence(it));
        let recency = said(claim.recency).and_then(|it: Recency| label_of(self.ask.recencies, it));
        let wish = said(claim.wish).and_then(|it: SkillWish| label_of(self.ask.skill_wishes, it));
        let told: Vec<&str> = [Some(level), evidence, recency, wish].into_iter().flatten().collect();
        format!("{}: {}", capitalised(&skill.label), told.join(", "))
    }

    fn say_more(&mut self, place: usize) -> Result<(), CliError> {
        let Some(skill) = self.skills.get_mut(place) else { return Ok(()) };
        let (asker, ask, labels) = (&mut self.asker, self.ask, phrases(self.language.shared()));
        let label = capitalised(&skill.label);
        let question = |question: &str| format!("{label}: {question}");
        let levels = (Level::MIN..=Level::MAX).filter_map(|it| {
            let level = Level::new(it).ok()?;
            Some((u32::try_from(it).ok(), labels.level(level)))
        });
        let mut levels = from_one(levels);
        levels.push(none(ask.skill_level_none));
        let proofs = from_one(Evidence::ALL.iter().map(|it| (*it, labels.evidence(*it))));
        let recencies = from_one(ask.recencies.iter().copied());
        let wishes = from_one(ask.skill_wishes.iter().copied());
        // What was said before stays when nothing is typed.
        let claim = &mut skill.claim;
        claim.level = asker.choose(&question(ask.skill_level), &levels, &claim.level)?;
        let evidence = said(claim.evidence).unwrap_or(Evidence::OwnWord);
        claim.evidence = asker.choose(&question(ask.skill_proof), &proofs, &evidence)?.wire();
        let recency = said(claim.recency).unwrap_or(Recency::Recent);
        claim.recency = asker.choose(&question(ask.skill_recency), &recencies, &recency)?.wire();
        let wish = said(claim.wish).unwrap_or(SkillWish::Do);
        claim.wish = asker.choose(&question(ask.skill_wish), &wishes, &wish)?.wire();
        Ok(())
    }
}

/// What a claim says, when it says it.
fn said<C: WireCode>(number: i32) -> Option<C> {
    C::from_wire(number).ok().flatten()
}

fn label_of<T: Copy + PartialEq>(answers: &[(T, &'static str)], wanted: T) -> Option<&'static str> {
    answers.iter().find(|(it, _)| *it == wanted).map(|(_, label)| *label)
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
