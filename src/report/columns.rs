//! Tables for terminals: columns as wide as their words, within the terminal's width.

use comfy_table::{
    Cell, Color, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, Width,
};

/// Width if the output is not a terminal.
pub const WIDTH: u16 = 110;
/// A line below the header; rows need none.
const STYLE: TableStyle =
    TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// A table with a line below the header.
pub fn plain_table<'t>(titles: impl Iterator<Item = &'t str>, width: u16, colour: bool) -> Table {
    let titles: Vec<&str> = titles.collect();
    let mut table = Table::new();
    table
        .load_style(STYLE)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(width)
        .force_no_tty()
        .set_header(titles.iter().map(|title| {
            let head = Cell::new(title);
            if colour { head.fg(Color::Cyan) } else { head }
        }));
    if colour {
        table.enforce_styling();
    }
    keep_headings_whole(&mut table, &titles, width);
    table
}

/// Gives each column the width of the longest word in its heading; if not even the headings fit, they break like
/// everything else.
fn keep_headings_whole(table: &mut Table, titles: &[&str], width: u16) {
    let needed: Vec<u16> = titles
        .iter()
        .map(|title| width_of_longest_word(title))
        .collect();
    keep_widths(table, &needed, width);
}

/// A finished table as text; words are only broken if necessary.
pub fn laid_out(mut table: Table, width: u16) -> String {
    keep_words_whole(&mut table, width);
    table.trim_fmt()
}

/// Gives each column of a finished table the width of its longest word, in heading and cells. If not all fit, as few as
/// possible break, longest words first and headings last.
pub fn keep_words_whole(table: &mut Table, width: u16) {
    let mut headings: Vec<u16> = Vec::new();
    let mut words: Vec<u16> = Vec::new();
    for (index, row) in table
        .header()
        .into_iter()
        .chain(table.row_iter())
        .enumerate()
    {
        let widths = row
            .cell_iter()
            .map(|cell| width_of_longest_word(&cell.content()));
        let widths: Vec<u16> = widths.collect();
        words.resize(words.len().max(widths.len()), 0);
        for (word, width) in words.iter_mut().zip(&widths) {
            *word = (*word).max(*width);
        }
        if index == 0 {
            headings = widths;
        }
    }
    headings.resize(words.len(), 0);
    let most = words.iter().copied().max().unwrap_or_default();
    for longest in (0..=most).rev() {
        let needed: Vec<u16> = words
            .iter()
            .zip(&headings)
            .map(|(word, heading)| (*word).min(longest).max(*heading))
            .collect();
        if keep_widths(table, &needed, width) {
            return;
        }
    }
}

/// Gives columns at least these widths if all fit; returns whether they do.
fn keep_widths(table: &mut Table, needed: &[u16], width: u16) -> bool {
    let borders = needed.len() + 1;
    let sum: usize = needed.iter().copied().map(usize::from).sum();
    let fit = sum + borders <= usize::from(width);
    if fit {
        for (column, needed) in table.column_iter_mut().zip(needed) {
            column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(*needed)));
        }
    }
    fit
}

/// Width of a heading's longest word, including padding.
fn width_of_longest_word(title: &str) -> u16 {
    const BLANKS: usize = 2;
    let words = title.split_whitespace();
    let longest = words.map(|word| word.chars().count()).max();
    u16::try_from(longest.unwrap_or_default() + BLANKS).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first_lines(width: u16) -> String {
        let titles = ["Fachbereich", "zurückgestellt", "behoben", "Anlass"];
        let mut table = plain_table(titles.into_iter(), width, false);
        table.add_row([
            "Kreisverwaltungsreferat und weitere Stellen der Stadt",
            "0",
            "1",
            "Wechsel des Verfahrens im dritten Quartal",
        ]);
        table.trim_fmt()
    }

    #[test]
    fn headings_are_not_broken_inside_a_word() {
        let table = first_lines(60);
        for title in ["Fachbereich", "zurückgestellt", "behoben", "Anlass"] {
            assert!(table.contains(title), "{title}:\n{table}");
        }
        assert!(
            table.lines().all(|line| line.chars().count() <= 60),
            "{table}"
        );
    }

    #[test]
    fn words_of_cells_break_only_where_they_do_not_fit() {
        let table = |width: u16| {
            let titles = ["Anwendung", "Maßnahme", "Termin"];
            let mut table = plain_table(titles.into_iter(), width, false);
            table.add_row([
                "FV-0015 · Bewerbermanagement",
                "Feld „halter.geschl_kz“ um „divers“ und „ohne Angabe“ erweitern, danach die Schnittstellen",
                "Zwischenlösung bis 07.12.2026; Änderung: mit dem Vertragsende im neuen Vertrag verlangen",
            ]);
            laid_out(table, width)
        };
        let words = ["Bewerbermanagement", "„halter.geschl_kz“", "Zwischenlösung"];
        for width in [66, 80, 110] {
            let table = table(width);
            for word in words {
                assert!(table.contains(word), "{word}:\n{table}");
            }
        }
        // If not all fit, the longest words break and the others stay.
        let narrow = table(54);
        assert!(narrow.contains("Zwischenlösung"), "{narrow}");
    }

    #[test]
    fn headings_break_where_they_do_not_fit() {
        let table = first_lines(40);
        assert!(
            table.lines().all(|line| line.chars().count() <= 40),
            "{table}"
        );
    }
}
