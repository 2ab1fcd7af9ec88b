//! What must hold for every profile: differences that add up, changes that change nothing, exact places.

use crate::{
    properties::{RUNTIME, WORLD, ability, check, kind, profile},
    support::{claim, soon},
};
use loopbaanbrug::{
    domain::{Change, CodeSet, ConditionChange, Importance, OpportunityKind, PartKind, Profile},
    engine::{
        AskedChange, Detail, ExplainQuestion, Match, MatchFilter, MatchQuestion, Moved, Page, Showing, WhatIfAnswer,
        WhatIfQuestion,
    },
    matching::{differences, parts_that_differ},
};
use proptest::{prelude::*, sample::Index};

const DEPTH: usize = 30;

fn filter(kind: OpportunityKind) -> MatchFilter {
    MatchFilter { kind, sectors: CodeSet::default(), text: None, sources: Vec::new() }
}

fn what_if(profile: &Profile, changes: Vec<Change>, kind: OpportunityKind) -> WhatIfAnswer {
    let question = WhatIfQuestion {
        profile: profile.clone(),
        changes: changes.into_iter().map(AskedChange::Plain).collect(),
        filter: filter(kind),
        depth: DEPTH,
        at_least_revision: 0,
        deadline: soon(),
    };
    RUNTIME.block_on(WORLD.engine.what_if(question)).expect("an answer")
}

fn moved(answer: &WhatIfAnswer) -> impl Iterator<Item = &Moved> {
    answer.entered.iter().chain(&answer.left).chain(&answer.moved)
}

#[test]
fn without_changes_nothing_moves() {
    check((profile(), kind()), |(profile, kind)| {
        let answer = what_if(&profile, Vec::new(), kind);
        prop_assert_eq!(moved(&answer).count(), 0);
        prop_assert_eq!(answer.before.total, answer.after.total);
        let best = usize::try_from(answer.before.total).expect("few").min(DEPTH);
        prop_assert_eq!(answer.unchanged, best);
        Ok(())
    });
}

#[test]
fn differences_add_up_to_the_difference_of_the_totals() {
    check((profile(), kind(), any::<Index>(), any::<Index>()), |(profile, kind, which, skill)| {
        let mut changes = vec![Change::AddSkill(claim(ability(skill)))];
        if !profile.preferences.is_empty() {
            let place = which.index(profile.preferences.len());
            changes.push(Change::Preference(place, ConditionChange::Dropped));
        }
        if !profile.criteria.is_empty() {
            let place = which.index(profile.criteria.len());
            changes.push(Change::Criterion(place, ConditionChange::Importance(Importance::Nice)));
        }
        let answer = what_if(&profile, changes, kind);
        for Moved { before, after } in moved(&answer) {
            let whole = after.explained.total.points() - before.explained.total.points();
            let differences = differences(&before.explained, &after.explained, &answer.changed);
            prop_assert_eq!(differences.iter().map(|it| it.points).sum::<i32>(), whole);
            let parts = parts_that_differ(&before.explained, &after.explained);
            prop_assert_eq!(parts.iter().map(|it| it.second - it.first).sum::<i32>(), whole);
            for part in PartKind::ALL {
                let of_reasons: i32 = differences.iter().filter(|it| it.part == part).map(|it| it.points).sum();
                let of_part = after.explained.total.part(part) - before.explained.total.part(part);
                prop_assert_eq!(of_reasons, of_part, "{:?}", part);
            }
        }
        Ok(())
    });
}

#[test]
fn an_added_skill_never_lowers_a_vacancy() {
    check((profile(), any::<Index>()), |(profile, skill)| {
        let answer = what_if(&profile, vec![Change::AddSkill(claim(ability(skill)))], OpportunityKind::Vacancy);
        for Moved { before, after } in moved(&answer) {
            prop_assert!(after.explained.total.points() >= before.explained.total.points());
            prop_assert!(after.left_out_by.is_empty() == before.left_out_by.is_empty());
        }
        Ok(())
    });
}

#[test]
fn every_hit_stands_at_its_place() {
    check((profile(), kind(), 1..DEPTH), |(profile, kind, list_length)| {
        // Places are by points; who explores sees them mixed.
        let profile = Profile { exploration: None, ..profile };
        let question = MatchQuestion {
            profile: profile.clone(),
            filter: filter(kind),
            page: Page::first(100),
            detail: Detail::Keys,
            at_least_revision: 0,
            deadline: soon(),
        };
        let ranked = RUNTIME.block_on(WORLD.engine.rank(question)).expect("an answer");
        let keys = ranked.matches.iter().filter_map(|(it, _)| match it {
            Match::Keys { key, .. } => loopbaanbrug::domain::OpportunityKey::parse(key).ok(),
            Match::Explained(_) => None,
        });
        let question = ExplainQuestion {
            profile,
            keys: keys.collect(),
            filter: Some(filter(kind)),
            list_length: Some(list_length),
            at_least_revision: 0,
            deadline: soon(),
        };
        let explained = RUNTIME.block_on(WORLD.engine.explain(question)).expect("reasons");
        for (rank, it) in (1..).zip(&explained.explanations) {
            let place = it.list_place.as_ref().expect("it passes");
            prop_assert_eq!((place.rank, place.total), (rank, ranked.total));
            prop_assert_eq!(matches!(place.showing, Showing::Shown), rank <= list_length as u64);
        }
        Ok(())
    });
}
