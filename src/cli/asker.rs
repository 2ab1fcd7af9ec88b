//! Questions in a terminal: one line an answer, from a keyboard or from a pipe. What is asked stands in `interview`.
//!
//! Questions go to standard error, so that standard output holds nothing but what was asked for. An answer that cannot be read
//! is told so and asked again, a bounded number of times. No answer is ever repeated in an error: it is about a person.

use std::io::{BufRead, Read, Write};

use super::{
    error::CliError,
    page::{Column, Grid, Page, Screen, Tone},
    texts::Words,
};

/// How often one question is asked.
const TRIES_MAX: usize = 5;
/// Most bytes of one answer.
const ANSWER_BYTES_MAX: u64 = 4 << 10;
/// Choices that take no more characters than this stand on one line.
const ONE_LINE_CHARS: usize = 72;

/// Asks a person.
pub(super) struct Asker<'a> {
    input: &'a mut dyn BufRead,
    output: &'a mut dyn Write,
    screen: Screen,
    words: &'static Words,
}

/// One of several answers.
#[derive(Clone, Debug)]
pub(super) struct Choice<T> {
    /// What is typed to choose it.
    pub number: usize,
    /// What it says.
    pub label: String,
    /// What it means.
    pub means: T,
}

/// Choices of what each means and says, numbered from one.
pub(super) fn from_one<T>(answers: impl IntoIterator<Item = (T, impl Into<String>)>) -> Vec<Choice<T>> {
    numbered(1, answers)
}

/// The same where the first is 0, as what stands for nothing is.
pub(super) fn from_zero<T>(answers: impl IntoIterator<Item = (T, impl Into<String>)>) -> Vec<Choice<T>> {
    numbered(0, answers)
}

/// 0, which stands for nothing.
pub(super) fn none<T>(label: &str) -> Choice<Option<T>> {
    Choice { number: 0, label: label.to_owned(), means: None }
}

fn numbered<T>(first: usize, answers: impl IntoIterator<Item = (T, impl Into<String>)>) -> Vec<Choice<T>> {
    let numbered = answers.into_iter().zip(first..);
    numbered.map(|((means, label), number)| Choice { number, label: label.into(), means }).collect()
}

impl<'a> Asker<'a> {
    pub(super) fn new(
        input: &'a mut dyn BufRead,
        output: &'a mut dyn Write,
        screen: Screen,
        words: &'static Words,
    ) -> Self {
        Self { input, output, screen, words }
    }

    /// A heading.
    pub(super) fn heading(&mut self, text: &str) -> Result<(), CliError> {
        self.show(|page| {
            page.line(0, "");
            page.paragraph(0, text, Tone::Strong);
        })
    }

    /// A text.
    pub(super) fn tell(&mut self, text: &str) -> Result<(), CliError> {
        self.show(|page| page.paragraph(0, text, Tone::Plain))
    }

    /// A text that can be passed over.
    pub(super) fn hint(&mut self, text: &str) -> Result<(), CliError> {
        self.show(|page| page.paragraph(0, text, Tone::Faint))
    }

    /// An answer in words. `read` says what it means, or what is wrong with it in words for the person.
    pub(super) fn ask<T>(
        &mut self,
        question: &str,
        hint: &str,
        read: impl FnMut(&str) -> Result<T, String>,
    ) -> Result<T, CliError> {
        self.question::<()>(question, "", &[])?;
        self.answered(question, hint, read)
    }

    /// What one of several means. Nothing typed means `usual`.
    pub(super) fn choose<T: Clone + PartialEq>(
        &mut self,
        question: &str,
        choices: &[Choice<T>],
        usual: &T,
    ) -> Result<T, CliError> {
        self.choose_after(question, "", choices, usual)
    }

    /// The same with something to know before one chooses.
    pub(super) fn choose_after<T: Clone + PartialEq>(
        &mut self,
        question: &str,
        note: &str,
        choices: &[Choice<T>],
        usual: &T,
    ) -> Result<T, CliError> {
        self.question(question, note, choices)?;
        let words = &self.words.asker;
        let label = choices.iter().find(|it| it.means == *usual).map(|it| it.label.as_str()).unwrap_or_default();
        let (hint, wrong) = ((words.enter_means)(label), words.choice_wrong);
        let known = |number: usize| choices.iter().find(|it| it.number == number);
        let named = |typed: &str| choices.iter().find(|it| it.label.eq_ignore_ascii_case(typed));
        self.answered(question, &hint, |typed| match typed {
            "" => Ok(usual.clone()),
            typed => {
                let chosen = typed.parse().ok().and_then(known).or_else(|| named(typed));
                chosen.map(|it| it.means.clone()).ok_or_else(|| wrong.to_owned())
            }
        })
    }

    /// What any number of several mean, in the order of the list. Nothing typed means none.
    pub(super) fn choose_many<T: Clone>(&mut self, question: &str, choices: &[Choice<T>]) -> Result<Vec<T>, CliError> {
        self.question(question, "", choices)?;
        let words = &self.words.asker;
        let known = |typed: &str| {
            let number: usize = typed.parse().ok()?;
            choices.iter().position(|it| it.number == number)
        };
        self.answered(question, words.many_hint, |typed| {
            let typed = typed.split([',', ';', ' ']).filter(|part| !part.is_empty());
            let places: Option<Vec<usize>> = typed.map(known).collect();
            let mut places = places.ok_or_else(|| words.many_wrong.to_owned())?;
            places.sort_unstable();
            places.dedup();
            Ok(places.into_iter().map(|place| choices[place].means.clone()).collect())
        })
    }

    /// Yes or no. Nothing typed means no.
    pub(super) fn yes(&mut self, question: &str) -> Result<bool, CliError> {
        let (yes, no, words) = (self.words.yes, self.words.no, &self.words.asker);
        let is = |typed: &str, word: &str| typed.eq_ignore_ascii_case(word) || typed.eq_ignore_ascii_case(&word[..1]);
        self.ask(question, &(words.enter_means)(no), |typed| match typed {
            "" => Ok(false),
            typed if is(typed, yes) => Ok(true),
            typed if is(typed, no) => Ok(false),
            _ => Err(words.yes_wrong.to_owned()),
        })
    }

    /// A question with what there is to know and to choose from.
    fn question<T>(&mut self, question: &str, note: &str, choices: &[Choice<T>]) -> Result<(), CliError> {
        self.show(|page| {
            page.line(0, "");
            page.paragraph(0, question, Tone::Strong);
            page.paragraph(0, note, Tone::Faint);
        })?;
        let told: Vec<String> = choices.iter().map(|it| format!("{} {}", it.number, it.label)).collect();
        let chars: usize = told.iter().map(|it| it.chars().count() + 3).sum();
        if chars > ONE_LINE_CHARS {
            return self.list(choices);
        }
        self.show(|page| page.paragraph(2, &told.join("   "), Tone::Plain))
    }

    /// Numbers and what they stand for, below each other.
    pub(super) fn list<T>(&mut self, choices: &[Choice<T>]) -> Result<(), CliError> {
        let mut grid = Grid::new(&[Column::Number, Column::Wide]);
        for choice in choices {
            grid.row([(choice.number.to_string().as_str(), Tone::Plain), (choice.label.as_str(), Tone::Plain)]);
        }
        self.show(|page| page.grid(2, grid))
    }

    /// The first answer that can be read.
    fn answered<T>(
        &mut self,
        question: &str,
        hint: &str,
        mut read: impl FnMut(&str) -> Result<T, String>,
    ) -> Result<T, CliError> {
        for _ in 0..TRIES_MAX {
            self.hint(hint)?;
            self.write("> ")?;
            let wrong = match self.line()? {
                None => self.words.asker.strange.to_owned(),
                Some(answer) => match read(answer.trim()) {
                    Ok(meant) => return Ok(meant),
                    Err(wrong) => wrong,
                },
            };
            self.show(|page| page.paragraph(0, &wrong, Tone::Bad))?;
        }
        let problem = format!("ask {question:?}: no answer that can be read in {TRIES_MAX} tries; nothing was written");
        Err(CliError::Input(problem))
    }

    /// One line; none when it is no text.
    fn line(&mut self) -> Result<Option<String>, CliError> {
        let wrong = |problem: String| CliError::Input(format!("read the answers: {problem}; nothing was written"));
        let mut line = Vec::new();
        let mut limited = (&mut self.input).take(ANSWER_BYTES_MAX + 1);
        limited.read_until(b'\n', &mut line).map_err(|error| wrong(error.to_string()))?;
        if line.is_empty() {
            return Err(wrong("they ended before the last question".to_owned()));
        }
        if line.len() as u64 > ANSWER_BYTES_MAX {
            return Err(wrong(format!("one is longer than {ANSWER_BYTES_MAX} bytes")));
        }
        Ok(String::from_utf8(line).ok())
    }

    fn show(&mut self, make: impl FnOnce(&mut Page)) -> Result<(), CliError> {
        let mut page = Page::new(self.screen);
        make(&mut page);
        self.write(&page.into_text())
    }

    fn write(&mut self, text: &str) -> Result<(), CliError> {
        // Whoever cannot read the questions cannot answer them: this is no reader that has seen enough.
        let closed = |error| CliError::Input(format!("ask on standard error: {error}; nothing was written"));
        self.output.write_all(text.as_bytes()).and_then(|()| self.output.flush()).map_err(closed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::texts::Language;

    fn asked<T>(answers: &[u8], work: impl FnOnce(&mut Asker<'_>) -> T) -> (T, String) {
        let (mut input, mut output) = (answers, Vec::new());
        let screen = Screen { width: 80, colours: false };
        let done = work(&mut Asker::new(&mut input, &mut output, screen, Language::Nl.words()));
        (done, String::from_utf8(output).expect("text"))
    }

    fn choices() -> Vec<Choice<Option<&'static str>>> {
        from_zero([(None, "doe ik niet"), (Some("do"), "doe ik"), (Some("keep"), "wil ik houden")])
    }

    #[test]
    fn a_choice_is_a_number_or_a_label_and_nothing_is_the_usual_one() {
        let answers = [("\n", None), ("2\n", Some("keep")), ("Doe ik\r\n", Some("do")), ("1", Some("do")), ("0", None)];
        for (typed, means) in answers {
            let (chosen, _) = asked(typed.as_bytes(), |asker| asker.choose("Wat?", &choices(), &None));
            assert_eq!(chosen.expect("chosen"), means, "{typed:?}");
        }
        let (chosen, shown) = asked(b"\n", |asker| asker.choose("Wat?", &choices(), &Some("keep")));
        assert_eq!(chosen.expect("chosen"), Some("keep"));
        assert!(shown.contains("Alleen Enter: wil ik houden."), "{shown}");
    }

    #[test]
    fn a_wrong_answer_is_told_and_asked_again_until_it_was_tried_often_enough() {
        let (chosen, shown) = asked(b"7\n\xff\n1\n", |asker| asker.choose("Wat?", &choices(), &None));
        assert_eq!(chosen.expect("chosen"), Some("do"));
        assert_eq!(shown.matches("Typ een van de nummers.").count(), 1, "{shown}");
        assert_eq!(shown.matches("> ").count(), 3, "{shown}");
        let answers = "geheim\n".repeat(TRIES_MAX + 1);
        let (failed, _) = asked(answers.as_bytes(), |asker| asker.yes("Zo?"));
        let failed = failed.expect_err("tried too often").to_string();
        assert!(failed.contains("5 tries") && !failed.contains("geheim"), "{failed}");
    }

    #[test]
    fn several_are_chosen_in_the_order_of_the_list_each_once() {
        let choices = from_one([('a', "appel"), ('b', "banaan"), ('c', "citroen")]);
        let many = |typed: &'static [u8]| asked(typed, |asker| asker.choose_many("Welke?", &choices));
        assert_eq!(many(b"3, 1 3;\n").0.expect("chosen"), ['a', 'c']);
        assert_eq!(many(b"\n").0.expect("chosen"), Vec::<char>::new());
        assert_eq!(many(b"4\n0\n2\n").0.expect("chosen"), ['b']);
    }

    #[test]
    fn answers_that_end_or_never_end_are_errors() {
        let (ended, _) = asked(b"", |asker| asker.yes("Zo?"));
        assert!(ended.expect_err("ended").to_string().contains("before the last question"));
        let (long, _) = asked(&[b'x'; 10_000], |asker| asker.yes("Zo?"));
        assert!(long.expect_err("too long").to_string().contains("4096 bytes"));
    }
}
