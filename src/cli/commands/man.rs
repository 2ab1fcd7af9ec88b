//! `man`: a manual page for each command, made of what the help says. Examples get a section of their own.

use std::{fs, io, path::Path};

use clap::{Command, CommandFactory};
use clap_mangen::{
    Man,
    roff::{Roff, roman},
};

use crate::cli::{
    arguments::{Arguments, GlobalArguments, OutputFormat},
    error::{CliError, WithPath},
    exit::ExitCode,
    output::Output,
};

/// What is shown at the top of every page.
const MANUAL: &str = "Loopbaanbrug";
/// How the lines of help with exit codes begin.
const EXIT_CODES: &str = "Exit code";

/// Writes a page for the program and for each of its commands.
pub(super) fn run(global: &GlobalArguments, folder: &Path) -> Result<ExitCode, CliError> {
    fs::create_dir_all(folder).at("create", folder)?;
    let pages = pages();
    for (name, page) in &pages {
        let path = folder.join(format!("{name}.1"));
        fs::write(&path, page).at("write", path)?;
    }
    let mut output = Output::standard();
    if global.output == OutputFormat::Json {
        let told = serde_json::json!({ "directory": folder, "pages": pages.len() });
        output.line(&told.to_string())?;
    } else {
        let first = folder.join("loopbaanbrug.1");
        output.line(&format!("{} pages. Read the first: man -l {}", pages.len(), first.display()))?;
    }
    Ok(ExitCode::Done)
}

/// Name and text of every page.
fn pages() -> Vec<(String, Vec<u8>)> {
    let mut program = Arguments::command().disable_help_subcommand(true);
    program.build();
    let mut pages = Vec::new();
    add(&program, &mut pages);
    pages
}

fn add(command: &Command, pages: &mut Vec<(String, Vec<u8>)>) {
    let name = command.get_display_name().unwrap_or(command.get_name()).to_owned();
    let mut page = Vec::new();
    // Writing to memory does not fail.
    if write(command, &mut page).is_ok() {
        pages.push((name, page));
    }
    command.get_subcommands().for_each(|inner| add(inner, pages));
}

fn write(command: &Command, page: &mut Vec<u8>) -> io::Result<()> {
    let version = format!("{MANUAL} {}", env!("CARGO_PKG_VERSION"));
    let man = Man::new(command.clone()).manual(MANUAL).source(version);
    man.render_title(page)?;
    man.render_name_section(page)?;
    man.render_synopsis_section(page)?;
    man.render_description_section(page)?;
    man.render_options_section(page)?;
    if command.has_subcommands() {
        man.render_subcommands_section(page)?;
    }
    let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let (exits, examples) = parted(&help);
    section(page, "EXAMPLES", &examples)?;
    section(page, "EXIT STATUS", &exits)
}

/// Lines about exit codes, and examples without the word before them.
fn parted(help: &str) -> (Vec<&str>, Vec<&str>) {
    let begin = help.find(EXIT_CODES).unwrap_or(help.len());
    let (examples, exits) = help.split_at(begin);
    let examples = examples.lines().map(|line| {
        let line = line.trim();
        line.strip_prefix("Examples:").or_else(|| line.strip_prefix("Example:")).unwrap_or(line).trim()
    });
    (exits.lines().collect(), examples.filter(|line| !line.is_empty()).collect())
}

/// A section whose lines stay as they are; none without lines.
fn section(page: &mut Vec<u8>, title: &str, lines: &[&str]) -> io::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    let mut roff = Roff::new();
    roff.control("SH", [title]);
    for line in lines {
        roff.text([roman(*line)]);
        roff.control("br", []);
    }
    roff.to_writer(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_page_with_examples() {
        let pages = pages();
        for name in
            ["loopbaanbrug", "loopbaanbrug-match", "loopbaanbrug-profile-new", "loopbaanbrug-taxonomy-import-esco"]
        {
            assert!(pages.iter().any(|(own, _)| own == name), "{name}");
        }
        for (name, page) in &pages {
            let page = String::from_utf8_lossy(page);
            for section in [".SH NAME", ".SH SYNOPSIS", ".SH DESCRIPTION", ".SH EXAMPLES"] {
                assert!(page.contains(section), "{name}: {section}");
            }
            assert!(!page.contains("Example:") && !page.contains("Examples:"), "{name}");
        }
    }

    #[test]
    fn exit_codes_stand_apart() {
        let help = "Examples: a --b\n          a --c\nExit codes: 0 done;\n3 half.";
        assert_eq!(parted(help), (vec!["Exit codes: 0 done;", "3 half."], vec!["a --b", "a --c"]));
    }
}
