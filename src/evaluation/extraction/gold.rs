//! Annotated texts: a header, then a body with marks such as `[[houdt dossiers bij|skill:dossiers-bijhouden]]`.
//!
//! The form is described in `fixtures/extraction/README.md`.

use super::score::{Item, Kind, Role};
use crate::reading::TextKind;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Most texts of one set.
pub const MAX_TEXTS: usize = 10_000;
/// Most bytes of one text.
const MAX_BYTES: u64 = 1 << 20;

/// Why a set of annotated texts cannot be read; fits “failed to measure: {…}”.
#[derive(Debug, Error)]
pub enum GoldError {
    /// A file or folder cannot be read.
    #[error("{}: {source}", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A text does not have the form.
    #[error("{}: line {line}: {problem}", path.display())]
    Form {
        /// Which.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// What is wrong with it.
        problem: String,
    },
    /// There is nothing to measure on.
    #[error("{}: no annotated text (*.txt) in “open” or “held-out”; name the folder that has them", path.display())]
    NoTexts {
        /// Where.
        path: PathBuf,
    },
    /// There are more texts than are read.
    #[error("{}: more than {MAX_TEXTS} texts", path.display())]
    TooMany {
        /// Where.
        path: PathBuf,
    },
}

/// An annotated text.
#[derive(Clone, Debug)]
pub struct GoldText {
    /// Name of the file without its ending.
    pub name: String,
    /// Which kind of text it is.
    pub kind: TextKind,
    /// The text without marks.
    pub body: String,
    pub(super) marks: Vec<Item>,
}

/// The texts of a folder in the order of their names; none when there is no such folder.
pub(super) fn read_folder(folder: &Path) -> Result<Vec<GoldText>, GoldError> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let at = |path: &Path| {
        let path = path.to_owned();
        move |source| GoldError::Read { path, source }
    };
    let entries = fs::read_dir(folder).map_err(at(folder))?.take(MAX_TEXTS + 1);
    let paths: Result<Vec<PathBuf>, io::Error> = entries.map(|entry| entry.map(|entry| entry.path())).collect();
    let mut paths = paths.map_err(at(folder))?;
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    if paths.len() > MAX_TEXTS {
        return Err(GoldError::TooMany { path: folder.to_owned() });
    }
    paths.sort();
    let read = |path: PathBuf| {
        if fs::metadata(&path).map_err(at(&path))?.len() > MAX_BYTES {
            let problem = format!("more than {MAX_BYTES} bytes");
            return Err(GoldError::Form { path, line: 1, problem });
        }
        let text = fs::read_to_string(&path).map_err(at(&path))?;
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        parse(&name, &text).map_err(|(line, problem)| GoldError::Form { path, line, problem })
    };
    paths.into_iter().map(read).collect()
}

/// A line number and what is wrong there.
type Problem = (usize, String);

fn parse(name: &str, text: &str) -> Result<GoldText, Problem> {
    let mut lines = text.lines().enumerate().map(|(at, line)| (at + 1, line));
    let mut kind = None;
    for (number, line) in lines.by_ref() {
        if line == "---" {
            break;
        }
        match line.split_once(": ") {
            Some(("kind", "vacancy")) => kind = Some(TextKind::Vacancy),
            Some(("kind", "course")) => kind = Some(TextKind::Course),
            Some(("title" | "sector", _)) => {}
            _ => return Err((number, format!("“{line}” is no line of a header"))),
        }
    }
    let kind = kind.ok_or((1, "the kind is missing".to_owned()))?;
    let mut gold = GoldText { name: name.into(), kind, body: String::new(), marks: Vec::new() };
    for (number, line) in lines {
        gold.line(line).map_err(|problem| (number, problem))?;
    }
    Ok(gold)
}

impl GoldText {
    fn line(&mut self, mut line: &str) -> Result<(), String> {
        while let Some((before, rest)) = line.split_once("[[") {
            let (mark, behind) = rest.split_once("]]").ok_or("a mark that does not end")?;
            let (words, label) = mark.split_once('|').ok_or_else(|| format!("“{mark}” has no kind"))?;
            self.body.push_str(before);
            let start = self.body.len();
            self.body.push_str(words);
            let (kind, value, role) = read_label(label)?;
            self.marks.push(Item { kind, value, role, bytes: start..self.body.len(), mention: None });
            line = behind;
        }
        self.body.push_str(line);
        self.body.push('\n');
        Ok(())
    }
}

fn read_label(label: &str) -> Result<(Kind, String, Role), String> {
    let mut parts = label.split_whitespace();
    let (kind, value) =
        parts.next().and_then(|head| head.split_once(':')).ok_or_else(|| format!("“{label}” is no kind and value"))?;
    let kind = match kind {
        "skill" | "knowledge" => Kind::Ability,
        "language" => Kind::Language,
        "licence" => Kind::Licence,
        "education" => Kind::Education,
        "hours" => Kind::Hours,
        "pay" => Kind::Pay,
        "payhour" => Kind::PayHour,
        "scale" => Kind::Scale,
        "contract" => Kind::Contract,
        "pattern" => Kind::Pattern,
        "years" => Kind::Years,
        other => return Err(format!("“{other}” is no kind")),
    };
    let mut role = Role::Asked;
    for flag in parts {
        match flag {
            "not" | "offer" => role = Role::NotAsked,
            "taught" if role == Role::Asked => role = Role::Taught,
            "nice" | "taught" => {}
            level if kind == Kind::Language && level.len() == 2 => {}
            other => return Err(format!("“{other}” is no flag")),
        }
    }
    Ok((kind, value.to_owned(), role))
}

#[cfg(test)]
mod tests {
    use super::{Kind, Role, parse};

    #[test]
    fn marks_stand_where_their_words_do() {
        let text = "kind: vacancy\ntitle: Iets\nsector: O\n---\nJe [[houdt dossiers bij|skill:dossiers-bijhouden]] en\n\
                    [[Engels|language:en B2 nice]], [[Word|skill:tekstverwerken offer]].\n";
        let gold = parse("iets", text).expect("a text");
        assert_eq!(gold.body, "Je houdt dossiers bij en\nEngels, Word.\n");
        let marks: Vec<_> = gold.marks.iter().map(|it| (&gold.body[it.bytes.clone()], it.kind, it.role)).collect();
        assert_eq!(
            marks,
            [
                ("houdt dossiers bij", Kind::Ability, Role::Asked),
                ("Engels", Kind::Language, Role::Asked),
                ("Word", Kind::Ability, Role::NotAsked)
            ]
        );
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        let line = |body: &str| parse("x", &format!("kind: course\n---\n{body}")).expect_err("a problem").0;
        assert_eq!(line("goed\n[[fout]]"), 4);
        assert_eq!(line("[[fout|iets:x]]"), 3);
        assert_eq!(line("[[fout|skill:x soms]]"), 3);
        assert_eq!(parse("x", "soort: vacature\n---\n").expect_err("a problem").0, 1);
    }
}
