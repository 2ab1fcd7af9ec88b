//! The page as plain text, for a terminal or a mail.

use super::{Line, PersonalPlan, Section};
use crate::texts::{PlanHeading, plan_phrases};

/// Most characters of a line; a longer word stands alone.
const WIDTH: usize = 80;
/// Columns by which the lines of an option stand in.
const INDENT: usize = 2;

/// The plan as plain text with lines of at most 80 characters.
#[must_use]
pub fn text(plan: &PersonalPlan) -> String {
    let words = plan_phrases(plan.language);
    let heading = |heading| words.plan_heading(heading);
    let mut page = Page::default();
    page.title(&plan.title);
    page.paragraph(0, &plan.opening);
    for section in plan.sections() {
        page.section(section, heading(PlanHeading::NotYet));
    }
    page.heading(heading(PlanHeading::Options));
    for (number, option) in (1..).zip(&plan.options) {
        page.gap();
        page.paragraph(0, &format!("{number}. {} – {}", option.title, option.organisation));
        page.paragraph(INDENT, &sentences(&option.fit));
        page.named_list(heading(PlanHeading::Reasons), &option.reasons);
        page.named_list(heading(PlanHeading::Obstacles), &option.obstacles);
        for fact in &option.facts {
            page.paragraph(INDENT, &fact.sentence);
        }
        if let Some(url) = &option.url {
            page.paragraph(INDENT, &format!("{}: {url}", heading(PlanHeading::Link)));
        }
    }
    if !plan.gaps.is_empty() {
        page.heading(heading(PlanHeading::Gaps));
    }
    for gap in &plan.gaps {
        page.item(0, "-", &gap.line.sentence);
        gap.remedies.iter().for_each(|remedy| page.item(INDENT, "→", &remedy.sentence));
    }
    if !plan.questions.is_empty() {
        page.heading(heading(PlanHeading::Questions));
    }
    for of_option in &plan.questions {
        page.paragraph(0, &of_option.heading);
        of_option.questions.iter().for_each(|question| page.item(INDENT, "?", &question.sentence));
    }
    page.heading(heading(PlanHeading::Weeks));
    for week in &plan.weeks {
        page.paragraph(0, &week.heading);
        week.steps.iter().for_each(|step| page.item(INDENT, "☐", &step.sentence));
    }
    page.0
}

fn sentences(lines: &[Line]) -> String {
    lines.iter().map(|line| line.sentence.as_str()).collect::<Vec<_>>().join(" ")
}

/// Builds the text from top to bottom.
#[derive(Default)]
struct Page(String);

impl Page {
    fn title(&mut self, title: &str) {
        self.paragraph(0, title);
        self.paragraph(0, &"=".repeat(title.chars().count()));
    }

    fn heading(&mut self, heading: &str) {
        self.gap();
        self.paragraph(0, heading);
        self.paragraph(0, &"-".repeat(heading.chars().count()));
    }

    fn gap(&mut self) {
        if !self.0.ends_with("\n\n") {
            self.0.push('\n');
        }
    }

    fn section(&mut self, section: &Section, not_yet: &str) {
        self.heading(&section.heading);
        section.lines.iter().for_each(|line| self.paragraph(0, &line.sentence));
        for missing in &section.missing {
            self.item(0, "☐", &format!("{not_yet}: {}", missing.sentence));
        }
    }

    fn named_list(&mut self, name: &str, lines: &[Line]) {
        if lines.is_empty() {
            return;
        }
        self.paragraph(INDENT, &format!("{name}:"));
        lines.iter().for_each(|line| self.item(INDENT, "-", &line.sentence));
    }

    fn paragraph(&mut self, indent: usize, text: &str) {
        self.wrapped(indent, "", text);
    }

    fn item(&mut self, indent: usize, mark: &str, text: &str) {
        self.wrapped(indent, mark, text);
    }

    /// Words on as many lines as it takes; what follows the first line stands under its words.
    fn wrapped(&mut self, indent: usize, mark: &str, text: &str) {
        let first = if mark.is_empty() { " ".repeat(indent) } else { format!("{}{mark} ", " ".repeat(indent)) };
        let under = " ".repeat(first.chars().count());
        let mut line = first;
        let mut length = under.len();
        let mut is_empty = true;
        for word in text.split_whitespace() {
            let word_length = word.chars().count();
            if !is_empty && length + 1 + word_length > WIDTH {
                self.0.push_str(line.trim_end());
                self.0.push('\n');
                line.clone_from(&under);
                length = under.len();
                is_empty = true;
            }
            if !is_empty {
                line.push(' ');
                length += 1;
            }
            line.push_str(word);
            length += word_length;
            is_empty = false;
        }
        if !is_empty {
            self.0.push_str(&line);
            self.0.push('\n');
        }
    }
}
