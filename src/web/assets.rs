//! Style sheet, script and icon: in the binary, each under a name with its digest, so that a browser may keep it for good.

use super::{chrome::language_of_browser, pages::failure};
use axum::{
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use flate2::{Compression, write::GzEncoder};
use std::{io::Write, sync::LazyLock};

/// A file of the page.
struct Asset {
    /// `page.1a2b3c4d5e6f.css`.
    name: String,
    content_type: &'static str,
    packed: Vec<u8>,
    plain: &'static [u8],
}

/// Characters of a digest in a name.
const DIGEST_CHARS: usize = 12;
/// A year, the longest that is understood.
const KEPT: &str = "public, max-age=31536000, immutable";

static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("page", "css", "text/css; charset=utf-8", include_bytes!("../../templates/web/page.css"))
});
static PLAN_STYLE: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("plan", "css", "text/css; charset=utf-8", include_bytes!("../../templates/plan.css")));
/// htmx 2.0.11, as published; its licence stands beside it.
static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    let script = include_bytes!("../../templates/web/htmx-2.0.11.min.js");
    Asset::new("htmx", "js", "text/javascript; charset=utf-8", script)
});
static ICON: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("icon", "svg", "image/svg+xml", include_bytes!("../../templates/web/icon.svg")));

impl Asset {
    fn new(stem: &str, ending: &str, content_type: &'static str, plain: &'static [u8]) -> Self {
        let digest = blake3::hash(plain).to_hex();
        let digest = digest.get(..DIGEST_CHARS).unwrap_or_default();
        let packed = gzip(plain, Compression::best());
        Self { name: format!("{stem}.{digest}.{ending}"), content_type, packed, plain }
    }

    fn path(&self) -> String {
        format!("/static/{}", self.name)
    }
}

/// Where the style sheet is.
pub(super) fn style() -> String {
    STYLE.path()
}

/// Where the style sheet of the plan is.
pub(super) fn plan_style() -> String {
    PLAN_STYLE.path()
}

/// Where the script is.
pub(super) fn script() -> String {
    SCRIPT.path()
}

/// Where the icon is.
pub(super) fn icon() -> String {
    ICON.path()
}

/// Answers with a file.
pub(super) async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = [&*STYLE, &*PLAN_STYLE, &*SCRIPT, &*ICON].into_iter().find(|it| it.name == name) else {
        return failure(language_of_browser(&headers), StatusCode::NOT_FOUND);
    };
    let kept = [
        (header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type)),
        (header::CACHE_CONTROL, HeaderValue::from_static(KEPT)),
        (header::VARY, HeaderValue::from_static("accept-encoding")),
    ];
    if accepts_gzip(&headers) {
        (kept, [(header::CONTENT_ENCODING, "gzip")], asset.packed.as_slice()).into_response()
    } else {
        (kept, asset.plain).into_response()
    }
}

/// Whether the browser reads what is packed with gzip. One that names it with a weight of nothing does not.
pub(super) fn accepts_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let is_gzip = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip"));
        let weight = parts.find_map(|it| it.strip_prefix("q=").or(it.strip_prefix("Q=")));
        is_gzip && weight.is_none_or(|weight| weight.parse().is_ok_and(|weight: f32| weight > 0.0))
    })
}

/// Bytes packed with gzip.
pub(super) fn gzip(bytes: &[u8], level: Compression) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), level);
    // Writing to memory cannot fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_sent_to_those_who_take_it() {
        let accepts = |values: &[&'static str]| {
            let accepted = values.iter().map(|value| (header::ACCEPT_ENCODING, HeaderValue::from_static(value)));
            accepts_gzip(&accepted.collect())
        };
        for values in [&["gzip"][..], &["br, GZIP;q=0.5"], &["br", "deflate, gzip ; q=1.0"], &["gzip;q=0.001"]] {
            assert!(accepts(values), "{values:?}");
        }
        for values in [&["br"][..], &[], &["gzip;q=0"], &["gzip; q=0.000, br"], &["x-gzip-like"], &["gzip;q=much"]] {
            assert!(!accepts(values), "{values:?}");
        }
    }
}
