//! How much a feed may ask of this process.

/// Limits on feeds, records and reports. Each is a named constant; none can be switched off.
#[derive(Clone, Copy, Debug)]
pub struct Limits;

impl Limits {
    /// Most bytes in one call of [`push`](super::FeedReader::push): 8 MiB.
    pub const CHUNK_BYTES_MAX: usize = 8 << 20;
    /// Most bytes of one record as it stands in the feed: 1 MiB.
    pub const RECORD_BYTES_MAX: usize = 1 << 20;
    /// Most bytes of one JSON-LD object that holds its records in a `@graph`: 16 MiB.
    pub const GRAPH_BYTES_MAX: usize = 16 << 20;
    /// Most bytes of one HTML text: 128 KiB.
    pub const HTML_BYTES_MAX: usize = 128 << 10;
    /// Most attributes of one tag in such a text: reading it costs the square of their number.
    pub const ATTRIBUTES_MAX: usize = 1_000;
    /// Most records in one feed, refused ones included.
    pub const RECORDS_MAX: u64 = 2_000_000;
    /// Most problems, and most notes, listed for one record; the last of a full list says that there were more.
    pub const PROBLEMS_PER_RECORD_MAX: usize = 20;
    /// Most bytes of one feed that are read a second time to find where reading goes on behind what is broken: 64 MiB.
    pub const REREAD_BYTES_MAX: usize = 64 << 20;
    /// Most foreign JSON-LD types that one feed's problems name.
    pub const FOREIGN_TYPES_NAMED_MAX: usize = 20;
    /// Most bytes of one web page, or of one line with a page: 8 MiB.
    pub const PAGE_BYTES_MAX: usize = 8 << 20;
    /// Most records of one web page, refused ones included.
    pub const PAGE_RECORDS_MAX: usize = 10_000;
    /// Most columns of a table.
    pub const COLUMNS_MAX: usize = 1_024;
    /// Most bytes of the mapping of a table: 64 KiB.
    pub const MAPPING_BYTES_MAX: usize = 64 << 10;
    /// Most elements inside one another in XML.
    pub const XML_DEPTH_MAX: usize = 64;
    /// Most nodes of a JSON-LD feed that are remembered because others may refer to them.
    pub const NODES_KEPT_MAX: usize = 2_000;
    /// Most bytes of one such node: 16 KiB.
    pub const NODE_BYTES_MAX: usize = 16 << 10;
    /// Most bytes of courses and their dates that are kept back since they refer to one another: 8 MiB.
    pub const KEPT_BACK_BYTES_MAX: usize = 8 << 20;
    /// Most institutes of an EDU-DEX feed whose names are remembered.
    pub const INSTITUTES_KEPT_MAX: usize = 10_000;
}
