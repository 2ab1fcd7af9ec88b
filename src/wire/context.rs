//! Which state an answer was computed from, and whether an answer fits a message.

use crate::engine::{Context, EngineError, limits};
use loopbaanbrug_proto::v1;
use prost::Message;

/// The state as answers name it.
pub(crate) fn context(context: Context) -> v1::AnswerContext {
    v1::AnswerContext {
        index_generation: context.index_generation,
        catalogue_revision: context.catalogue_revision,
        taxonomy_version: context.taxonomy_version,
        ranking_version: context.ranking_version.to_owned(),
    }
}

/// The answer, when a message can hold it. Else the caller is told which field to make smaller: tonic itself would refuse
/// the answer half-way, with a code that blames nobody.
pub(crate) fn fitting<M: Message>(answer: M, field: &str) -> Result<M, EngineError> {
    let (bytes, max) = (answer.encoded_len(), limits::MESSAGE_BYTES_MAX);
    if bytes <= max {
        return Ok(answer);
    }
    let rule =
        format!("must ask less at once: the answer would take {bytes} bytes, and at most {max} fit in a message");
    Err(EngineError::field(field, &rule))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_does_not_fit_names_what_to_make_smaller() {
        let answer = |bytes: usize| v1::FacetCount { code: "x".repeat(bytes), ..Default::default() };
        let frame = answer(limits::MESSAGE_BYTES_MAX).encoded_len() - limits::MESSAGE_BYTES_MAX;
        assert!(fitting(answer(limits::MESSAGE_BYTES_MAX - frame), "page_size").is_ok());
        let refused = fitting(answer(limits::MESSAGE_BYTES_MAX - frame + 1), "page_size").expect_err("too large");
        assert!(matches!(refused, EngineError::Invalid(violations) if violations[0].field == "page_size"));
    }
}
