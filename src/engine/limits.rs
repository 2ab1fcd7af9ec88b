//! Every limit of the doors, by name. Units stand last. The proto comments and docs/api.md say the same numbers.

/// Matches on a page when the caller does not say.
pub const MATCH_PAGE_DEFAULT: usize = 20;
/// Most matches on a page.
pub const MATCH_PAGE_MAX: usize = 100;
/// Most matches that pages of one question reach.
pub const MATCH_REACH_MAX: usize = 1_000;
/// A list with fewer matches than this is thin: the answer says what would bring more.
pub const THIN_LIST: u64 = 10;
/// Near-duplicates of a match that are looked at to be counted.
pub const SIMILAR_COUNTED_MAX: usize = 1_000;
/// Keys of near-duplicates that a match names.
pub const SIMILAR_KEYS_MAX: usize = 5;
/// Opportunities on a page of a list when the caller does not say.
pub const LIST_PAGE_DEFAULT: usize = 50;
/// Most opportunities on a page of a list.
pub const LIST_PAGE_MAX: usize = 500;
/// Most keys in one explanation.
pub const EXPLAIN_KEYS_MAX: usize = 20;
/// Concepts on a page when the caller does not say.
pub const FIND_PAGE_DEFAULT: usize = 10;
/// Most concepts on a page.
pub const FIND_PAGE_MAX: usize = 100;
/// Most concepts that pages of one question reach.
pub const FIND_REACH_MAX: usize = 200;
/// Most sources in a filter.
pub const FILTER_SOURCES_MAX: usize = 20;
/// Most bytes of a chunk of a feed.
pub const IMPORT_CHUNK_BYTES_MAX: usize = 1 << 20;
/// Refused records that a report keeps.
pub const REJECTIONS_KEPT_MAX: usize = 1_000;
/// Most characters of a request id.
pub const REQUEST_ID_CHARS_MAX: usize = 100;
/// Most bytes of a message, in and out.
pub const MESSAGE_BYTES_MAX: usize = 4 << 20;
/// Deadline of a call that gives none.
pub const DEADLINE_DEFAULT_MS: u64 = 5_000;
/// Longest deadline of a call; a longer one is cut to this.
pub const DEADLINE_MAX_MS: u64 = 60_000;
/// Longest time of an import.
pub const IMPORT_DEADLINE_MS: u64 = 3_600_000;
/// Calls under way at once; one more is refused.
pub const CONCURRENT_CALLS_MAX: usize = 256;
/// Imports under way at once; one more is refused.
pub const CONCURRENT_IMPORTS_MAX: usize = 8;
/// Questions that may wait for a scoring thread; one more is refused.
pub const SCORING_QUEUE_MAX: usize = 256;
/// Most threads that help with one question besides its own.
pub const HELPERS_MAX: usize = 3;
/// Fewer matches than this for each thread are explained by one thread: waking another takes as long.
pub const ITEMS_PER_HELPER_MIN: usize = 3;
/// Longest wait for calls under way when the server stops.
pub const DRAIN_MS: u64 = 10_000;
/// After which a refused caller may try again.
pub const OVERLOAD_RETRY_MS: u64 = 100;
/// Earlier states kept for sequences of pages.
pub const STATES_KEPT_MAX: usize = 4;
/// How long an earlier state is kept for sequences of pages.
pub const STATE_KEPT_MS: u64 = 600_000;
/// Routes named for one missing skill.
pub const ROUTES_NAMED_MAX: usize = 3;
/// Most changes in one “what if”.
pub const CHANGES_MAX: usize = 10;
/// Each of them may be a route that is done.
const _: () = assert!(CHANGES_MAX <= crate::domain::Profile::MAX_ROUTES_DONE);
/// Fewest options in one comparison.
pub const COMPARE_KEYS_MIN: usize = 2;
/// Most options in one comparison: more do not fit beside each other.
pub const COMPARE_KEYS_MAX: usize = 5;
/// Most options in one plan.
pub const PLAN_KEYS_MAX: usize = 5;
/// Most gaps in one plan.
pub const PLAN_GAPS_MAX: usize = 5;
/// Paths on a page when the caller does not say.
pub const PATH_PAGE_DEFAULT: usize = 10;
/// Most paths on a page.
pub const PATH_PAGE_MAX: usize = 50;
/// Most paths that pages of one question reach.
pub const PATH_REACH_MAX: usize = 200;
/// Skills, and routes, in an answer about gaps when the caller does not say.
pub const GAPS_DEFAULT: usize = 10;
/// Most skills, and most routes, in an answer about gaps.
pub const GAPS_MAX: usize = 50;
/// Most profiles of a group: each takes about as long as a question of its own, and all together must be answered before the
/// deadline.
pub const GROUP_PROFILES_MAX: usize = 200;
/// Largest share of a source that a full feed may remove when nobody says, in percent.
pub const REMOVED_PERCENT_MAX: u8 = crate::catalogue::REMOVED_PERCENT_MAX_DEFAULT;
/// Imports, and refused records of one, on a page when the caller does not say.
pub const REPORT_PAGE_DEFAULT: usize = 50;
/// Most imports, and most refused records of one, on a page.
pub const REPORT_PAGE_MAX: usize = 500;
/// Opportunities that one page of a list looks at before it is sent as it is, when a filter passes few of them.
pub const LIST_LOOKED_AT_MAX: usize = 50_000;
/// Callers of Watch and Export at once; one more is refused.
pub const STREAMS_MAX: usize = 64;
/// Changes read from the catalogue at once for one caller of Watch.
pub const WATCH_PAGE: u32 = 500;
/// Bytes of records after which a message of Watch or Export is sent.
pub const STREAM_MESSAGE_BYTES: usize = 1 << 20;
/// Messages that wait for a caller of Watch or Export.
pub const STREAM_MESSAGES_WAITING: usize = 4;
/// How long a caller of Watch or Export may not read before it is cut off.
pub const STREAM_READ_MS: u64 = 30_000;
/// After which a watcher gets a sign of life when nothing changes.
pub const WATCH_HEARTBEAT_MS: u64 = 15_000;
/// Differences that a check names.
pub const DIFFERENCES_NAMED_MAX: usize = 100;
/// How long the command line waits for a check, a new index or a backup, and a check for an index that catches up. The service
/// ends none of them by itself.
pub const ADMIN_DEADLINE_MS: u64 = 6 * 3_600_000;
