use super::{Language, group_notes, group_opens, skill_opens, way_part};
use crate::matching::{Opens, WayPart};

#[test]
fn every_part_has_a_label_in_every_language() {
    for language in Language::ALL {
        let labels: std::collections::BTreeSet<_> = WayPart::ALL.into_iter().map(|it| way_part(language, it)).collect();
        assert_eq!(labels.len(), WayPart::ALL.len(), "{labels:?}");
    }
}

#[test]
fn what_a_skill_opens_is_said_in_numbers_that_agree_with_their_verbs() {
    let opens = |now, nearer| Opens { now, nearer, ..Opens::default() };
    let told = |now, nearer| skill_opens(Language::Dutch, "plannen", &opens(now, nearer), false);
    assert_eq!(told(1, 1), "Als je dit leert, wordt 1 vacature haalbaar: plannen.");
    assert_eq!(
        told(2, 3),
        "Als je dit leert, worden 2 vacatures haalbaar: plannen. Voor nog 1 is dan een korte cursus genoeg."
    );
    assert_eq!(told(0, 4), "Als je dit leert, is voor 4 vacatures een korte cursus genoeg: plannen.");
}

#[test]
fn what_helps_few_people_is_only_counted() {
    assert_eq!(group_notes(Language::English, true, (0, 0)), Vec::<String>::new());
    assert_eq!(group_notes(Language::Dutch, false, (3, 1)).len(), 2);
    let told = group_opens(Language::Dutch, 6, 12, 1);
    assert_eq!(told, "Dit helpt 6 van de 12 mensen. Voor hen samen wordt 1 vacature haalbaar.");
}
