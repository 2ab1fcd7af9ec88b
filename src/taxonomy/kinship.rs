//! How near two occupations are, by what they are: the same group of occupations, and names that look alike.
//!
//! Computed from the taxonomy alone. What a person gets for it is decided in `matching`.

use super::ConceptNumber;
use super::data::ConceptData;
use super::find::normalise::normalise;
use super::number::small;
use crate::domain::ConceptKind;

/// Characters that are looked at together. Names share parts of words: compounds, endings, the same word in two languages.
const GRAM_CHARS: usize = 4;
/// Digits of a code of ISCO-08: main group, sub-group, minor group, unit group.
pub const ISCO_DIGITS: u8 = 4;

/// How near another occupation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kin {
    /// The other occupation.
    pub occupation: ConceptNumber,
    /// Digits of the code of ISCO-08 that both share from the left: 0 to [`ISCO_DIGITS`].
    pub shared_digits: u8,
    /// How alike all names of both are, in thousandths.
    pub names_permille: u16,
}

/// All occupations, ready to be compared.
#[derive(Debug, Default)]
pub(super) struct Kinship {
    /// In the order of numbers.
    occupations: Vec<ConceptNumber>,
    isco: Vec<Option<Box<str>>>,
    /// For each occupation where its grams start in `grams`; one more than there are occupations.
    starts: Vec<u32>,
    /// Gram and its weight; only grams that other occupations have too.
    grams: Vec<(u32, f32)>,
    /// For each gram where its list starts in `holders`; one more than there are grams.
    gram_starts: Vec<u32>,
    /// Occupation by place and the weight of the gram there.
    holders: Vec<(u32, f32)>,
}

impl Kinship {
    pub(super) fn of(given: &[ConceptData]) -> Self {
        let kept =
            given.iter().enumerate().filter(|(_, concept)| ConceptKind::from(concept.kind) == ConceptKind::Occupation);
        let (occupations, concepts): (Vec<_>, Vec<_>) =
            kept.map(|(place, concept)| (ConceptNumber::of_index(place), concept)).unzip();
        let counted = concepts.iter().zip(0_u32..).flat_map(|(concept, place)| {
            counted(names(concept)).into_iter().map(move |(gram, count)| (gram, place, count))
        });
        let mut counted: Vec<(u64, u32, u32)> = counted.collect();
        counted.sort_unstable();
        let weighed = weighed(&counted, concepts.len());
        let mut all = Self {
            isco: concepts.iter().map(|concept| concept.isco_group.clone()).collect(),
            gram_starts: vec![0],
            ..Self::default()
        };
        let mut by_occupation: Vec<Vec<(u32, f32)>> = vec![Vec::new(); concepts.len()];
        for entries in counted.iter().zip(weighed).collect::<Vec<_>>().chunk_by(|left, right| left.0.0 == right.0.0) {
            if entries.len() < 2 {
                continue;
            }
            let gram = small(all.gram_starts.len() - 1);
            for ((_, place, _), weight) in entries {
                all.holders.push((*place, *weight));
                by_occupation[*place as usize].push((gram, *weight));
            }
            all.gram_starts.push(small(all.holders.len()));
        }
        all.starts.push(0);
        for grams in by_occupation {
            all.grams.extend(grams);
            all.starts.push(small(all.grams.len()));
        }
        all.occupations = occupations;
        all
    }

    /// Every occupation beside one, in the order of numbers; empty when that is none.
    pub(super) fn kin(&self, occupation: ConceptNumber) -> Vec<Kin> {
        let Ok(place) = self.occupations.binary_search(&occupation) else { return Vec::new() };
        let alike = self.alike(place);
        let own = self.isco[place].as_deref();
        let kin = self.occupations.iter().zip(&self.isco).zip(alike).map(|((other, isco), alike)| Kin {
            occupation: *other,
            shared_digits: own.zip(isco.as_deref()).map_or(0, |(own, other)| shared_digits(own, other)),
            names_permille: permille(alike),
        });
        kin.collect()
    }

    /// The cosine of the names of one occupation and those of each.
    fn alike(&self, place: usize) -> Vec<f32> {
        let mut sums = vec![0.0; self.occupations.len()];
        let own = &self.grams[self.starts[place] as usize..self.starts[place + 1] as usize];
        for (gram, weight) in own {
            let gram = *gram as usize;
            for (holder, other) in &self.holders[self.gram_starts[gram] as usize..self.gram_starts[gram + 1] as usize] {
                sums[*holder as usize] += weight * other;
            }
        }
        sums[place] = 1.0;
        sums
    }
}

/// All names of an occupation, in any language.
fn names(concept: &ConceptData) -> impl Iterator<Item = &str> {
    concept.labels.iter().map(|label| &*label.text)
}

/// Runs of characters within the words, each with how often it occurs. Words begin and end with a mark of their own.
fn counted<'a>(names: impl Iterator<Item = &'a str>) -> Vec<(u64, u32)> {
    let mut grams: Vec<u64> = Vec::new();
    let mut marked: Vec<u16> = Vec::new();
    for name in names {
        for word in normalise(name).split(' ').filter(|word| !word.is_empty()) {
            marked.clear();
            marked.push(1);
            // Two characters that agree in their last sixteen bits are taken for the same.
            marked.extend(word.chars().map(|c| u16::try_from(u32::from(c) & 0xffff).unwrap_or(0)));
            marked.push(2);
            grams
                .extend(marked.windows(GRAM_CHARS).map(|run| run.iter().fold(0, |gram, c| gram << 16 | u64::from(*c))));
        }
    }
    grams.sort_unstable();
    grams.chunk_by(PartialEq::eq).map(|same| (same[0], small(same.len()))).collect()
}

/// The weight of each gram in each occupation: more for what occurs often there, less for what many have, and such that
/// the squares of an occupation add up to one.
fn weighed(counted: &[(u64, u32, u32)], occupations: usize) -> Vec<f32> {
    let mut weights = Vec::with_capacity(counted.len());
    let mut squares = vec![0.0; occupations];
    for same in counted.chunk_by(|left, right| left.0 == right.0) {
        let rarity = libm::log(occupations as f64 / same.len() as f64);
        for (_, place, count) in same {
            let weight = (1.0 + libm::log(f64::from(*count))) * rarity;
            squares[*place as usize] += weight * weight;
            weights.push(weight);
        }
    }
    let scaled = weights
        .iter()
        .zip(counted)
        .map(|(weight, (_, place, _))| narrow(weight / squares[*place as usize].max(f64::MIN_POSITIVE).sqrt()));
    scaled.collect()
}

fn shared_digits(own: &str, other: &str) -> u8 {
    let shared = own.bytes().zip(other.bytes()).take_while(|(own, other)| own == other);
    u8::try_from(shared.take(usize::from(ISCO_DIGITS)).count()).unwrap_or(ISCO_DIGITS)
}

#[expect(clippy::cast_possible_truncation, reason = "losing digits is harmless")]
fn narrow(weight: f64) -> f32 {
    weight as f32
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=1000")]
fn permille(share: f32) -> u16 {
    (share * 1_000.0).clamp(0.0, 1_000.0) as u16
}

#[cfg(test)]
mod tests {
    use super::shared_digits;
    use crate::taxonomy::Taxonomy;

    #[test]
    fn codes_share_digits_from_the_left() {
        assert_eq!(
            (shared_digits("3344", "3343"), shared_digits("3344", "1344"), shared_digits("4311", "4311")),
            (3, 0, 4)
        );
    }

    #[test]
    fn the_same_work_is_nearest_and_names_that_share_words_are_near() {
        let taxonomy = Taxonomy::starter().expect("the starter taxonomy");
        let of = |key: &str| taxonomy.concept(&format!("lb:occupation/{key}")).expect("an occupation");
        let driver = of("buschauffeur");
        let kin = taxonomy.kin(driver);
        let names = |key: &str| kin.iter().find(|it| it.occupation == of(key)).expect("kin").names_permille;
        assert_eq!(names("buschauffeur"), 1_000);
        assert!(names("handhaver-boa") < 100, "{}", names("handhaver-boa"));
        let best = kin.iter().filter(|it| it.occupation != driver).max_by_key(|it| it.names_permille).expect("another");
        assert!(taxonomy.key(best.occupation).as_str().contains("chauffeur"), "{}", taxonomy.key(best.occupation));
        assert!(taxonomy.kin(taxonomy.concept("lb:skill/samenwerken").expect("a skill")).is_empty());
    }
}
