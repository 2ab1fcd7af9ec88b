//! The shape of the house: which room may import which, and which room may name which library.
//!
//! Read from the sources, so that a wrong `use` fails here and not in a review.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// Every room and the rooms it may import. One direction: a room never appears in the line of a room it imports.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("clock", &[]),
    ("failpoint", &[]),
    ("whole_file", &[]),
    ("reading", &["domain"]),
    ("taxonomy", &["domain", "reading", "whole_file"]),
    ("places", &["domain"]),
    ("ingest", &["domain", "clock", "reading"]),
    ("catalogue", &["domain", "failpoint"]),
    ("learning", &["domain", "taxonomy"]),
    ("reference", &["taxonomy", "places", "learning", "whole_file"]),
    ("data_dir", &[]),
    ("backup", &["data_dir", "whole_file"]),
    ("document", &["domain", "taxonomy", "places", "ingest"]),
    ("follower", &["domain", "failpoint", "taxonomy", "places", "ingest", "catalogue", "document"]),
    ("matching", &["domain", "taxonomy", "places", "document"]),
    (
        "engine",
        &[
            "domain",
            "clock",
            "failpoint",
            "reading",
            "taxonomy",
            "places",
            "ingest",
            "catalogue",
            "data_dir",
            "backup",
            "reference",
            "learning",
            "document",
            "follower",
            "matching",
        ],
    ),
    ("evaluation", &["domain", "reading", "taxonomy", "places", "ingest", "document", "matching"]),
    ("generate", &["domain", "taxonomy", "ingest"]),
    ("texts", &["domain", "taxonomy", "document", "matching"]),
    ("plan", &["domain", "taxonomy", "document", "matching", "texts"]),
    (
        "wire",
        &[
            "domain",
            "reading",
            "taxonomy",
            "ingest",
            "catalogue",
            "learning",
            "document",
            "matching",
            "texts",
            "plan",
            "engine",
        ],
    ),
    (
        "api",
        &[
            "domain",
            "reading",
            "taxonomy",
            "places",
            "ingest",
            "catalogue",
            "matching",
            "texts",
            "plan",
            "engine",
            "wire",
        ],
    ),
    ("web", &["domain", "taxonomy", "document", "matching", "texts", "plan", "engine", "wire"]),
    ("config", &["domain", "engine", "clock"]),
    ("telemetry", &["config"]),
    ("server", &["config", "data_dir", "engine", "api", "web", "telemetry"]),
    ("demo", &[]),
    (
        "cli",
        &[
            "domain",
            "clock",
            "ingest",
            "taxonomy",
            "places",
            "reference",
            "backup",
            "engine",
            "generate",
            "evaluation",
            "config",
            "telemetry",
            "server",
            "demo",
            "texts",
            "wire",
            "whole_file",
        ],
    ),
    ("main", &["cli"]),
];

/// Libraries that only these rooms may name.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("tonic", &["api", "server", "cli"]),
    ("prost", &["api", "server", "cli", "wire", "web"]),
    ("prost_reflect", &["wire"]),
    ("loopbaanbrug_proto", &["api", "server", "cli", "wire", "web"]),
    ("axum", &["web", "server"]),
    ("sqlx", &["catalogue"]),
    ("tantivy", &[]),
    ("loopbaanbrug_index", &["document", "follower", "matching", "engine", "evaluation"]),
    ("clap", &["cli", "config", "main"]),
    ("html5ever", &["ingest"]),
    ("quick_xml", &["ingest"]),
    ("encoding_rs", &["ingest"]),
    ("chardetng", &["ingest"]),
    ("csv_core", &["ingest"]),
    ("askama", &["plan", "web"]),
];

/// Files of code; what only tests read may import what it likes.
fn rust_files(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).expect("a readable directory");
    let paths = entries.map(|entry| entry.expect("a readable entry").path());
    let mut files = Vec::new();
    for path in paths {
        if path.file_stem().is_some_and(|name| name == "tests") {
            continue;
        }
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The room that a file belongs to: the first folder or file name under src.
fn room(path: &Path) -> String {
    let inside = path.strip_prefix(source()).expect("a file under src");
    let first = inside.components().next().expect("a name").as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// Code without comments and without what stands after `#[cfg(test)]`.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a readable file");
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The first names after every `crate::`, also of `use crate::{a::b, c}`.
fn imported_rooms(code: &str) -> BTreeSet<String> {
    let mut rooms = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => rooms.extend(group_names(group)),
            None => rooms.extend([leading_name(rest)]),
        }
    }
    rooms.remove("");
    rooms
}

fn leading_name(text: &str) -> String {
    text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// Leading names of the items of a group whose opening brace has been passed.
fn group_names(group: &str) -> Vec<String> {
    let mut names = vec![leading_name(group)];
    let mut depth = 0;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(leading_name(&group[at + 1..])),
            _ => {}
        }
    }
    names
}

#[test]
fn imports_run_in_one_direction() {
    let allowed: BTreeMap<_, BTreeSet<_>> =
        MAY_IMPORT.iter().map(|(room, rooms)| (*room, rooms.iter().copied().collect())).collect();
    let mut wrong = Vec::new();
    for path in rust_files(&source()) {
        let room = room(&path);
        if room == "lib" {
            continue;
        }
        let Some(allowed) = allowed.get(room.as_str()) else {
            wrong.push(format!("{}: room “{room}” is not in the list of rooms", path.display()));
            continue;
        };
        for imported in imported_rooms(&code(&path)) {
            if imported != room && !allowed.contains(imported.as_str()) {
                wrong.push(format!("{}: {room} must not import {imported}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_room_imports_in_a_circle() {
    let allowed: BTreeMap<_, _> = MAY_IMPORT.iter().copied().collect();
    for (room, imports) in MAY_IMPORT {
        for imported in *imports {
            let back = allowed.get(imported).is_some_and(|rooms| rooms.contains(room));
            assert!(!back, "{room} and {imported} may import each other");
        }
    }
}

#[test]
fn libraries_stay_in_their_rooms() {
    let mut wrong = Vec::new();
    for path in rust_files(&source()) {
        let (room, code) = (room(&path), code(&path));
        for (library, rooms) in MAY_NAME {
            let names = code.match_indices(&format!("{library}::")).any(|(at, _)| {
                let before = code[..at].chars().next_back();
                before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':')
            });
            if names && !rooms.contains(&room.as_str()) {
                wrong.push(format!("{}: {room} must not name {library}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_domain_knows_no_wire_format_and_does_no_io() {
    for path in rust_files(&source().join("domain")) {
        let code = code(&path);
        for word in ["serde", "prost", "tantivy", "tokio", "std::fs", "std::io", "std::net"] {
            assert!(!code.contains(word), "{} names {word}", path.display());
        }
    }
}

#[test]
fn scoring_cannot_fail_and_does_no_io() {
    for path in rust_files(&source().join("matching")) {
        let code = code(&path);
        for word in ["std::fs", "std::io", "std::net", "tokio", "async fn", "anyhow"] {
            assert!(!code.contains(word), "{} names {word}", path.display());
        }
    }
}

#[test]
fn the_reader_of_imports_sees_groups_and_single_names() {
    let code = "use crate::{a::{b, c}, d, e::F};\nuse crate::g;\nlet x = crate::h::i();";
    let rooms: Vec<_> = imported_rooms(code).into_iter().collect();
    assert_eq!(rooms, ["a", "d", "e", "g", "h"]);
}
