//! What is said about work that is near what the person does or did.

use super::{compose::Teller, phrases::Likeness, requirement};
use crate::matching::Kinship;

/// On the same work, or the group of occupations, and on names that are alike.
pub(super) fn sentences(teller: &Teller<'_>, kinship: &Kinship) -> [String; 2] {
    let own = requirement::occupation(teller, kinship.number);
    if kinship.is_same() {
        return [teller.phrases.likeness(own, Likeness::Same), String::new()];
    }
    let group = teller.taxonomy.common_group(kinship.own, kinship.other);
    let family = Likeness::Family { digits: kinship.shared_digits, name: group.map(|group| teller.label(group)) };
    [teller.phrases.likeness(own, family), teller.phrases.likeness(own, Likeness::Names)]
}
