//! What is printed for people: paragraphs, lists and tables that fit the width of the terminal. Knows nothing of what
//! they say; that stands in `show`.

use std::{
    env,
    io::{self, IsTerminal},
};

use comfy_table::{
    Attribute, Cell, CellAlignment, Color, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, Width,
};

/// Columns when the output is no terminal and nothing says how wide it should be.
const WIDTH_DEFAULT: u16 = 100;
/// Narrower than this nothing can be read; wider than the other lines cannot be followed.
const WIDTH_MIN: u16 = 40;
const WIDTH_MAX: u16 = 160;

/// Where it is printed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Screen {
    /// Columns.
    pub width: u16,
    /// Whether colours and bold letters are shown.
    pub colours: bool,
}

impl Screen {
    /// Standard output: the width in `COLUMNS`, else that of the terminal; colours on a terminal unless `NO_COLOR` is set.
    pub(super) fn standard_output() -> Self {
        Self::shown_on(io::stdout().is_terminal())
    }

    /// Standard error, in the same way.
    pub(super) fn standard_error() -> Self {
        Self::shown_on(io::stderr().is_terminal())
    }

    fn shown_on(is_terminal: bool) -> Self {
        let asked = env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let terminal = Table::new().width();
        let width = asked.or(terminal).unwrap_or(WIDTH_DEFAULT).clamp(WIDTH_MIN, WIDTH_MAX);
        let refused = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Self { width, colours: is_terminal && !refused }
    }
}

/// How a cell looks where colours are shown. Nothing is said by colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    /// As the rest.
    Plain,
    /// Headings and names.
    Strong,
    /// What is met.
    Good,
    /// What is partly met or unknown.
    Middling,
    /// What is missing.
    Bad,
    /// What can be passed over.
    Faint,
}

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub(super) enum Column {
    /// As wide as its content; for numbers and keys.
    Narrow,
    /// The same, set against the right side.
    Number,
    /// Shares what is left; words go to a next line.
    Wide,
    /// A share of the width at most, in percent.
    Share(u16),
}

/// Builds the output from top to bottom.
#[derive(Debug)]
pub(super) struct Page {
    screen: Screen,
    text: String,
}

impl Page {
    /// An empty page.
    pub(super) fn new(screen: Screen) -> Self {
        Self { screen, text: String::new() }
    }

    /// The page.
    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// Columns of the screen.
    pub(super) fn width(&self) -> u16 {
        self.screen.width
    }

    /// An empty line, unless the page is empty or ends with one.
    pub(super) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A heading after an empty line.
    pub(super) fn heading(&mut self, text: &str) {
        self.gap();
        self.paragraph(0, text, Tone::Strong);
    }

    /// A text, its words on as many lines as it takes. Line ends in it are kept.
    pub(super) fn paragraph(&mut self, indent: u16, text: &str, tone: Tone) {
        if !text.is_empty() {
            let mut grid = Grid::new(&[Column::Wide]);
            grid.row([(text, tone)]);
            self.grid(indent, grid);
        }
    }

    /// One line that is not broken, whatever its length: for commands that people copy.
    pub(super) fn line(&mut self, indent: u16, text: &str) {
        let spaces = " ".repeat(indent.into());
        self.text.push_str(&format!("{spaces}{text}\n"));
    }

    /// Items below each other with a mark before each.
    pub(super) fn list(&mut self, indent: u16, mark: &str, items: impl IntoIterator<Item = impl AsRef<str>>) {
        let mut grid = Grid::new(&[Column::Narrow, Column::Wide]);
        for item in items {
            grid.row([(mark, Tone::Plain), (item.as_ref(), Tone::Plain)]);
        }
        self.grid_with_gap(indent, grid, 1);
    }

    /// A grid. Nothing when it has no rows.
    pub(super) fn grid(&mut self, indent: u16, grid: Grid) {
        self.grid_with_gap(indent, grid, 2);
    }

    /// A grid with this many columns of space between its own.
    fn grid_with_gap(&mut self, indent: u16, grid: Grid, gap: u16) {
        if grid.table.is_empty() {
            return;
        }
        let mut table = grid.table;
        table.set_width(self.screen.width);
        table.force_no_tty();
        if self.screen.colours {
            table.enforce_styling();
        }
        for (index, column) in table.column_iter_mut().enumerate() {
            let left = if index == 0 { indent } else { gap };
            column.set_padding((left, 0));
        }
        for line in table.lines() {
            self.text.push_str(line.trim_end());
            self.text.push('\n');
        }
    }
}

/// Rows of cells, with or without a heading.
#[derive(Debug)]
pub(super) struct Grid {
    table: Table,
    columns: Vec<Column>,
}

impl Grid {
    /// Without a heading.
    pub(super) fn new(columns: &[Column]) -> Self {
        let mut table = Table::new();
        table.load_style(TableStyle::new()).set_content_arrangement(ContentArrangement::Dynamic);
        Self { table, columns: columns.to_vec() }
    }

    /// With a heading and a line below it.
    pub(super) fn with_heading<'a>(columns: impl IntoIterator<Item = (&'a str, Column)>) -> Self {
        let (titles, columns): (Vec<&str>, Vec<Column>) = columns.into_iter().unzip();
        let mut grid = Self::new(&columns);
        let line = LineStyle::none().fill('─').junction('─');
        grid.table.load_style(TableStyle::new().header_separator(line));
        grid.table.set_header(titles.iter().zip(&columns).map(|(title, column)| cell(title, Tone::Strong, *column)));
        grid.constrain();
        grid
    }

    /// A row: text and tone of each cell. Characters that steer a terminal are left out.
    pub(super) fn row<'a>(&mut self, cells: impl IntoIterator<Item = (&'a str, Tone)>) {
        let cells = cells.into_iter().zip(&self.columns).map(|((text, tone), column)| cell(text, tone, *column));
        self.table.add_row(cells.collect::<Vec<_>>());
        self.constrain();
    }

    fn constrain(&mut self) {
        for (column, wanted) in self.table.column_iter_mut().zip(&self.columns) {
            match wanted {
                Column::Narrow | Column::Number => column.set_constraint(ColumnConstraint::ContentWidth),
                Column::Wide => column,
                Column::Share(percent) => {
                    column.set_constraint(ColumnConstraint::UpperBoundary(Width::Percentage(*percent)))
                }
            };
        }
    }
}

fn cell(text: &str, tone: Tone, column: Column) -> Cell {
    let text = text.lines().map(plain).collect::<Vec<_>>().join("\n");
    let cell = Cell::new_owned(text);
    let cell = match column {
        Column::Number => cell.set_alignment(CellAlignment::Right),
        _ => cell,
    };
    match tone {
        Tone::Plain => cell,
        Tone::Strong => cell.add_attribute(Attribute::Bold),
        Tone::Good => cell.fg(Color::Green),
        Tone::Middling => cell.fg(Color::Yellow),
        Tone::Bad => cell.fg(Color::Red),
        Tone::Faint => cell.add_attribute(Attribute::Dim),
    }
}

/// A text of others on one line, without characters that steer a terminal or turn the direction of writing.
pub(super) fn plain(text: &str) -> String {
    let steers = |c: char| {
        c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let spaced = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c });
    spaced.filter(|c| !steers(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NARROW: Screen = Screen { width: 40, colours: false };

    #[test]
    fn words_go_to_the_next_line_within_the_width() {
        let mut page = Page::new(NARROW);
        page.paragraph(2, "een twee drie vier vijf zes zeven acht negen tien elf twaalf", Tone::Plain);
        let text = page.into_text();
        assert_eq!(text, "  een twee drie vier vijf zes zeven acht\n  negen tien elf twaalf\n");
    }

    #[test]
    fn a_table_fits_and_keeps_its_numbers_whole() {
        let mut grid = Grid::with_heading([("#", Column::Number), ("wat", Column::Wide), ("punten", Column::Number)]);
        grid.row([("1", Tone::Plain), ("een tekst die te lang is voor één regel", Tone::Plain), ("1.234", Tone::Good)]);
        let mut page = Page::new(NARROW);
        page.grid(0, grid);
        let text = page.into_text();
        assert!(text.lines().all(|line| line.chars().count() <= 40), "{text}");
        assert!(text.contains("1.234"), "{text}");
        assert!(text.lines().nth(1).is_some_and(|line| line.starts_with('─')), "{text}");
    }

    #[test]
    fn colours_appear_only_where_they_are_wanted() {
        for colours in [false, true] {
            let mut page = Page::new(Screen { width: 40, colours });
            page.paragraph(0, "kop", Tone::Strong);
            assert_eq!(page.into_text().contains('\u{1b}'), colours);
        }
    }

    #[test]
    fn texts_of_others_cannot_steer_the_terminal() {
        let mut page = Page::new(NARROW);
        page.paragraph(0, "a\u{1b}[2Jb\tc\u{202e}d\u{7}", Tone::Plain);
        assert_eq!(page.into_text(), "a[2Jb cd\n");
    }

    #[test]
    fn there_is_never_more_than_one_empty_line() {
        let mut page = Page::new(NARROW);
        page.gap();
        page.line(0, "a");
        page.gap();
        page.gap();
        page.heading("b");
        assert_eq!(page.into_text(), "a\n\nb\n");
    }
}
