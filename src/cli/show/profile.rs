//! A profile in a few lines. Only the demo shows one, and only its own example.

use loopbaanbrug_proto::v1::{Condition, Importance, Profile, SkillWish, TaskWish, condition::Check};

use super::{key_words, reference};
use crate::cli::{
    labels::Labels,
    page::{Column, Grid, Page, Tone},
    texts::{Words, listed},
};

/// The profile. `labels` gives the label of a key; a key without one is shown by its last part.
pub(crate) fn profile(page: &mut Page, words: &Words, profile: &Profile, labels: &Labels) {
    let own = &words.profile;
    page.heading(own.heading);
    let tasks = |wish: TaskWish| profile.tasks.iter().filter(move |it| it.wish() == wish).map(|it| key_words(&it.task));
    let skills = |wishes: &'static [SkillWish]| {
        let wanted = profile.skills.iter().filter(move |claim| wishes.contains(&claim.wish()));
        wanted.map(|claim| reference(claim.skill.as_ref(), labels))
    };
    let has = &[SkillWish::Unspecified, SkillWish::Do];
    let rows = [
        (own.from, origin(words, profile)),
        (own.does, tasks(TaskWish::Do).collect()),
        (own.can, skills(has).collect()),
        (own.keeps, tasks(TaskWish::Keep).chain(skills(&[SkillWish::Keep])).collect()),
        (own.learns, tasks(TaskWish::Learn).chain(skills(&[SkillWish::Learn])).collect()),
        (own.avoids, skills(&[SkillWish::Avoid]).collect()),
        (own.wants, preferences(words, profile)),
        (own.looks, (own.exploration_of)(profile.exploration()).map(str::to_owned).into_iter().collect()),
        (own.criteria, profile.criteria.iter().map(|criterion| format!("“{}”", criterion.words)).collect()),
    ];
    let mut grid = Grid::new(&[Column::Narrow, Column::Wide]);
    for (name, values) in rows.iter().filter(|(_, values)| !values.is_empty()) {
        let values: String = values.join(", ");
        grid.row([(*name, Tone::Faint), (values.as_str(), Tone::Plain)]);
    }
    page.grid(2, grid);
}

fn origin(words: &Words, profile: &Profile) -> Vec<String> {
    let own = &words.profile;
    let home = Some(&profile.home_pc4).filter(|postcode| !postcode.is_empty());
    let department = (own.department_of)(profile.origin()).to_owned();
    [Some(department), profile.nlqf_level.map(own.level), home.map(|postcode| (own.lives_in)(postcode))]
        .into_iter()
        .flatten()
        .collect()
}

fn preferences(words: &Words, profile: &Profile) -> Vec<String> {
    let stated = profile.preferences.iter().filter_map(|preference| {
        let text = condition(words, preference.condition.as_ref()?)?;
        let must = preference.importance() == Importance::Must;
        Some(if must { format!("{text} ({})", words.profile.must) } else { text })
    });
    stated.collect()
}

fn condition(words: &Words, condition: &Condition) -> Option<String> {
    let (own, opportunity) = (&words.profile, &words.opportunity);
    Some(match condition.check.as_ref()? {
        Check::Travel(travel) => (own.at_most_km)(travel.max_km),
        Check::Hours(hours) => (own.hours)(&(opportunity.hours_range)(hours.min, hours.max)),
        Check::Pay(pay) => (own.from_pay)(&(words.euros)(pay.min_eur)),
        Check::Contract(contract) => any(words, contract.accepted().map(opportunity.contract_of)),
        Check::WorkPattern(pattern) => any(words, pattern.accepted().map(opportunity.pattern_of)),
        Check::Sector(sector) => {
            let sectors: Vec<String> = sector.accepted.iter().map(|letter| words.sector(letter)).collect();
            listed(&sectors, words.or)
        }
        Check::Remote(remote) => (own.from_home)(remote.min_percent),
        Check::Mention(mention) => (own.mentions)(&mention.words),
    })
}

fn any(words: &Words, values: impl Iterator<Item = &'static str>) -> String {
    listed(&values.collect::<Vec<_>>(), words.or)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        cli::{page::Screen, profile_file, texts::Language},
        demo,
    };

    #[test]
    fn the_profile_of_the_demo_reads_well() {
        let shown = profile_file::parse(demo::PROFILE.as_bytes()).expect("a profile");
        let labels = Labels::from([("lb:skill/luisteren".to_owned(), "goed luisteren".to_owned())]);
        for language in [Language::Nl, Language::En] {
            let mut page = Page::new(Screen { width: 100, colours: false });
            profile(&mut page, language.words(), &shown, &labels);
            insta::assert_snapshot!(page.into_text());
        }
    }
}
