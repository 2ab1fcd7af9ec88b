//! What a conversation has come to. The page carries it in one hidden field and posts it back; nothing of it is kept here.
//!
//! It is not sealed: whoever changes it changes their own answers, which typing does as well. So it is checked like any
//! other request: its size here, the profile by `wire`, keys by the engine.

use crate::{
    domain::{Profile, codes::coded},
    engine::{EngineError, limits},
    plan::Notes,
    wire::violations::{Path, Violations},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use loopbaanbrug_proto::v1;
use prost::Message;
use serde::{Deserialize, Serialize};

/// Most characters of the hidden field. A profile with everything at its limit fits, also in letters of two bytes.
pub(super) const TALK_CHARS_MAX: usize = 288 << 10;
/// Most options on a shortlist: as many as can stand beside each other and fit a plan.
pub(super) const SHORTLIST_MAX: usize = limits::COMPARE_KEYS_MAX;
/// Most options that a person can hide.
pub(super) const HIDDEN_MAX: usize = 100;
/// Most characters of words to search for.
pub(super) const WORDS_CHARS_MAX: usize = 100;
/// First byte of what is encoded; another one is another form.
const FORM: u8 = 1;

/// A conversation so far.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Talk {
    /// The person.
    pub(super) profile: v1::Profile,
    /// Keys of options to keep, in the order in which they were chosen.
    pub(super) shortlist: Vec<String>,
    /// Options that the person does not want to see.
    pub(super) hidden: Vec<Hidden>,
    /// What the person says for the plan.
    pub(super) notes: v1::PlanNotes,
    /// How the list of options is looked at.
    pub(super) list: ListView,
}

/// As of a profile: nothing of it ever shows in a log.
impl std::fmt::Debug for Talk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Talk(..)")
    }
}

/// An option that the person does not want to see, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Hidden {
    /// Its key.
    pub(super) key: String,
    /// Why.
    pub(super) reason: HideReason,
}

coded! {
    /// Why a person hides an option.
    #[derive(Default, Serialize, Deserialize)]
    pub(super) HideReason {
        /// Not my kind of work.
        #[default]
        Work = "work",
        /// Too far away.
        Far = "far",
        /// Hours or times.
        Hours = "hours",
        /// Pay.
        Pay = "pay",
        /// Too much to learn.
        Learning = "learning",
        /// Something else.
        Other = "other",
    }
}

/// How the list of options is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ListView {
    /// What is listed.
    pub(super) what: Listing,
    /// Letter of a sector; empty for all.
    pub(super) sector: String,
    /// Code of a class; empty for all.
    pub(super) class: String,
    /// Farthest distance in kilometres; 0 for any.
    pub(super) km_max: u16,
    /// Words that must be in the text; empty for none.
    pub(super) words: String,
    /// In which order.
    pub(super) order: Order,
    /// How many more than the first cards are shown.
    pub(super) more: u16,
}

coded! {
    /// What a list is of.
    #[derive(Default, Serialize, Deserialize)]
    pub(super) Listing {
        /// Vacancies.
        #[default]
        Vacancies = "vacancies",
        /// Vacancies with the way of learning to them.
        Paths = "paths",
        /// Ways of learning.
        Routes = "routes",
    }
}

coded! {
    /// Orders of a list.
    #[derive(Default, Serialize, Deserialize)]
    pub(super) Order {
        /// As the engine ranks them.
        #[default]
        Best = "best",
        /// Nearest first.
        Near = "near",
        /// Best paid first.
        Pay = "pay",
    }
}

/// What is encoded.
#[derive(Serialize, Deserialize)]
struct Kept {
    profile: Vec<u8>,
    shortlist: Vec<String>,
    hidden: Vec<Hidden>,
    notes: Vec<u8>,
    list: ListView,
}

impl Talk {
    /// The hidden field.
    pub(super) fn encode(&self) -> String {
        let kept = Kept {
            profile: self.profile.encode_to_vec(),
            shortlist: self.shortlist.clone(),
            hidden: self.hidden.clone(),
            notes: self.notes.encode_to_vec(),
            list: self.list.clone(),
        };
        // Writing to memory cannot fail; an empty field would be refused.
        let bytes = postcard::to_extend(&kept, vec![FORM]).unwrap_or_default();
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Whether the next form can carry it.
    pub(super) fn fits(&self) -> bool {
        self.encode().len() <= TALK_CHARS_MAX
    }

    /// Reads the hidden field. None when it was not made by this program.
    pub(super) fn decode(field: &str) -> Option<Self> {
        if field.len() > TALK_CHARS_MAX {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(field).ok()?;
        let kept: Kept = match bytes.split_first()? {
            (&FORM, rest) => postcard::from_bytes(rest).ok()?,
            _ => return None,
        };
        let talk = Self {
            profile: v1::Profile::decode(kept.profile.as_slice()).ok()?,
            shortlist: kept.shortlist,
            hidden: kept.hidden,
            notes: v1::PlanNotes::decode(kept.notes.as_slice()).ok()?,
            list: kept.list,
        };
        let within = talk.shortlist.len() <= SHORTLIST_MAX && talk.hidden.len() <= HIDDEN_MAX;
        within.then_some(talk)
    }

    /// The person as the engine takes them.
    ///
    /// # Errors
    /// [`EngineError::Invalid`] with every field that is wrong.
    pub(super) fn person(&self) -> Result<Profile, EngineError> {
        let mut violations = Violations::default();
        let profile = violations.profile(&Path::root("profile"), Some(&self.profile));
        violations.finish(profile)
    }

    /// What the person says for the plan.
    ///
    /// # Errors
    /// As [`Talk::person`].
    pub(super) fn plan_notes(&self) -> Result<Notes, EngineError> {
        let mut violations = Violations::default();
        let notes = violations.plan_notes(&Path::root("notes"), Some(&self.notes));
        violations.finish(Some(notes))
    }

    /// Whether an option is on the shortlist.
    pub(super) fn keeps(&self, key: &str) -> bool {
        self.shortlist.iter().any(|kept| kept == key)
    }

    /// Whether an option is hidden.
    pub(super) fn hides(&self, key: &str) -> bool {
        self.hidden.iter().any(|it| it.key == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_is_read_back() {
        let talk = Talk {
            profile: v1::Profile { home_pc4: "3511".into(), ..Default::default() },
            shortlist: vec!["zorg/zorg-001".into()],
            hidden: vec![Hidden { key: "ict/1".into(), reason: HideReason::Pay }],
            notes: v1::PlanNotes { direction: "Naar de zorg.".into(), ..Default::default() },
            list: ListView { km_max: 20, order: Order::Near, ..Default::default() },
        };
        assert!(Talk::decode(&talk.encode()) == Some(talk));
    }

    #[test]
    fn what_this_program_did_not_make_is_refused() {
        let shortlist = (0..=SHORTLIST_MAX).map(|number| format!("a/{number}")).collect();
        let too_many = Talk { shortlist, ..Talk::default() };
        let mut other_form = Talk::default().encode();
        other_form.replace_range(0..2, "_w");
        let too_long = "A".repeat(TALK_CHARS_MAX + 1);
        for field in ["", "A", "AQ", "<script>", &too_many.encode(), &other_form, &too_long] {
            assert!(Talk::decode(field).is_none(), "{}", &field[..field.len().min(40)]);
        }
    }

    #[test]
    fn nothing_of_it_shows_in_a_log() {
        let talk =
            Talk { profile: v1::Profile { home_pc4: "3511".into(), ..Default::default() }, ..Default::default() };
        assert_eq!(format!("{talk:?}"), "Talk(..)");
    }
}
