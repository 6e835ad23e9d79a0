//! Delimited text such as CSV. A quote that is never closed does not swallow the rest.

use std::borrow::Cow;
use std::collections::BTreeSet;

/// Possible separators.
pub(crate) const SEPARATORS: [u8; 4] = [b';', b'\t', b',', b'|'];

/// How many records are used to detect the separator.
pub(crate) const LOOKED_AT: usize = 60;

/// Maximum number of lines per cell; more mean a quote was never closed.
pub(crate) const CELL_LINES: usize = 300;

/// A row of a text.
#[derive(Debug)]
pub(crate) struct DelimitedRow {
    /// Its first line, counted from 1.
    pub(crate) line: u32,
    /// Its row in a spreadsheet, counted from 1: line breaks inside cells begin no row.
    pub(crate) row: u32,
    /// Column (counted from 0) and text of the non-empty cells.
    pub(crate) cells: Vec<(u32, String)>,
}

/// `sep=;` in the first line, as written and read by Excel.
pub(crate) fn stated_separator(text: &str) -> (Option<u8>, &str) {
    let Some(rest) = text.strip_prefix("sep=") else {
        return (None, text);
    };
    let separator = rest.bytes().next().filter(u8::is_ascii);
    let behind = rest.split_once('\n').map_or("", |(_, behind)| behind);
    (separator, behind)
}

/// A text without its unclosed quotes, and the lines (counted from 1) that contained them.
pub(crate) struct Mended<'t> {
    /// The text without unclosed quotes.
    pub(crate) text: Cow<'t, str>,
    /// The lines that contained one.
    pub(crate) broken: BTreeSet<u32>,
}

/// Removes quotes that are opened but never closed, so that only their lines suffer. A quote may span lines if it is
/// closed at the end of a cell and none of its lines looks like a row of the list. A quote that swallows whole rows was
/// forgotten, even if the resulting row has as many cells as others.
pub(crate) fn without_open_quotes(text: &str, separator: u8) -> Mended<'_> {
    let mut broken = BTreeSet::new();
    let width = usual_width(text, separator);
    if width < 2 || !text.contains('"') {
        let text = Cow::Borrowed(text);
        return Mended { text, broken };
    }
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut mended = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let mut state = scan(line, separator, false);
        let mut taken = 1;
        let mut cells = state.separators;
        let mut holds_rows = state.swallows_a_row(width);
        let mut is_closed_amiss = false;
        while state.inside && taken <= CELL_LINES {
            let Some(line) = lines.get(at + taken) else {
                break;
            };
            state = scan(line, separator, true);
            cells += state.separators;
            holds_rows |= state.swallows_a_row(width);
            is_closed_amiss |= state.is_closed_amiss;
            taken += 1;
        }
        let goes_on = taken > 1 && (cells > width || holds_rows || is_closed_amiss);
        if state.inside || goes_on {
            mended.push_str(&line.replace('"', ""));
            broken.insert(u32::try_from(at + 1).unwrap_or(u32::MAX));
            at += 1;
        } else {
            lines
                .iter()
                .skip(at)
                .take(taken)
                .for_each(|line| mended.push_str(line));
            at += taken;
        }
    }
    let text = Cow::Owned(mended);
    Mended { text, broken }
}

/// The most common number of separators per row; of equally common ones, the first.
pub(crate) fn usual_width(text: &str, separator: u8) -> usize {
    let mut reader = reader(text, separator, true);
    let mut counts: Vec<(usize, usize)> = Vec::new();
    for record in reader.records().take(LOOKED_AT).flatten() {
        let width = record.len().saturating_sub(1);
        match counts.iter_mut().find(|(known, _)| *known == width) {
            Some((_, rows)) => *rows += 1,
            None => counts.push((width, 1)),
        }
    }
    let most = counts.iter().rev().max_by_key(|(_, rows)| *rows);
    most.map_or(0, |(width, _)| *width)
}

/// The quoting state of a line.
struct Scanned {
    /// Separators outside quotes.
    separators: usize,
    /// Separators inside quotes that are not followed by a blank: blanks follow separators between words, not between
    /// cells.
    swallowed: usize,
    /// Whether a quote is open at the end of the line.
    inside: bool,
    /// Whether a quote from the previous line is closed in the middle of a cell.
    is_closed_amiss: bool,
}

impl Scanned {
    /// Whether the quoted part of a line has about as many cells as a row.
    fn swallows_a_row(&self, width: usize) -> bool {
        let about = if width < 4 { width } else { width - width / 4 };
        self.swallowed + self.separators >= about && self.swallowed * 2 >= about
    }
}

fn scan(line: &str, separator: u8, came_inside: bool) -> Scanned {
    let mut scanned = Scanned {
        separators: 0,
        swallowed: 0,
        inside: came_inside,
        is_closed_amiss: false,
    };
    let mut before = separator;
    let mut came_inside = came_inside;
    let mut bytes = line.bytes().peekable();
    while let Some(byte) = bytes.next() {
        let next = bytes.peek().copied();
        match byte {
            b'"' if scanned.inside => {
                scanned.inside = false;
                let ends = next.is_none_or(|next| {
                    next == separator || matches!(next, b'"' | b'\n' | b'\r' | b' ')
                });
                scanned.is_closed_amiss |= came_inside && !ends;
                came_inside = came_inside && next == Some(b'"');
            }
            // Only at the start of a cell; a doubled quote continues it.
            b'"' if before == separator || before == b'"' => scanned.inside = true,
            _ if byte != separator => {}
            _ if !scanned.inside => scanned.separators += 1,
            _ if next != Some(b' ') => scanned.swallowed += 1,
            _ => {}
        }
        before = byte;
    }
    scanned
}

fn reader(text: &str, separator: u8, quoting: bool) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .quoting(quoting)
        .from_reader(text.as_bytes())
}

/// The first `most` rows of a text. Without `quoting`, quotes are ordinary characters.
///
/// # Errors
/// Errors of the CSV library.
pub(crate) fn delimited_rows(
    text: &str,
    separator: u8,
    quoting: bool,
    most: usize,
) -> Result<Vec<DelimitedRow>, csv::Error> {
    let mut reader = reader(text, separator, quoting);
    let mut rows = Vec::new();
    let mut record = csv::StringRecord::new();
    let mut within = 0;
    while rows.len() < most && reader.read_record(&mut record)? {
        let (line, byte) = record
            .position()
            .map_or((0, 0), |start| (start.line(), start.byte()));
        let texts = (0u32..).zip(&record);
        let cells = texts
            .filter(|(_, text)| !text.is_empty())
            .map(|(column, text)| {
                let text = if quoting {
                    text
                } else {
                    text.trim_matches('"')
                };
                (column, text.to_owned())
            });
        // The library begins a row at the blank lines above it.
        let start = usize::try_from(byte).ok().and_then(|at| text.get(at..));
        let blank = start.unwrap_or_default().bytes();
        let blank = blank.take_while(|byte| matches!(byte, b'\n' | b'\r'));
        let blank = blank.filter(|byte| *byte == b'\n').count() as u64;
        let line = u32::try_from(line + blank).unwrap_or(u32::MAX);
        rows.push(DelimitedRow {
            line,
            row: line.saturating_sub(within),
            cells: cells.collect(),
        });
        let breaks = record.as_slice().bytes().filter(|byte| *byte == b'\n');
        within = within.saturating_add(u32::try_from(breaks.count()).unwrap_or(u32::MAX));
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(text: &str) -> String {
        without_open_quotes(text, b';').text.into_owned()
    }

    #[test]
    fn an_open_quote_costs_its_line_only() {
        let text = "a;b;c;d\n1;\"offen;x;y\n2;\"a;b\";x;y\n3;\"offen;x;y\n4;b;x;y\n";
        let expected = "a;b;c;d\n1;offen;x;y\n2;\"a;b\";x;y\n3;offen;x;y\n4;b;x;y\n";
        let mended = without_open_quotes(text, b';');
        assert_eq!(mended.text, expected);
        assert_eq!(Vec::from_iter(mended.broken), [2, 4]);
    }

    #[test]
    fn a_quote_that_swallows_rows_was_forgotten_whatever_their_number_of_cells() {
        for (text, lines) in [
            // The next quote starts a cell.
            (
                "a;b;c;d\n1;\"offen;x;y\n2;b;x;y\n3;\"zu\";x;y\n4;b;x;y\n",
                &[2][..],
            ),
            // The next quote follows a word.
            (
                "a;b;c;d\n1;\"offen;x;y\n2;b;x;y\n3;zu\";x;y\n4;b;x;y\n",
                &[2],
            ),
            // Only one row is swallowed.
            ("a;b;c;d\n1;\"offen;x;y\n2;\"zu\";x;y\n3;b;x;y\n", &[2]),
            // After a doubled quote, and up to the end of the file.
            ("a;b;c;d\n1;\"er sagt \"\"ja;x;y\n2;b;x;y\n3;b;x;y\n", &[2]),
            (
                "a;b;c;d\n1;b;x;y\n2;b;\"x;y\n3;b;x;y\n4;b;x;\"y\"\n5;b;x;y\n",
                &[3],
            ),
        ] {
            let mended = without_open_quotes(text, b';');
            assert_eq!(Vec::from_iter(mended.broken), lines, "{text}");
            let rows = delimited_rows(&mended.text, b';', true, 100).expect("rows");
            assert_eq!(rows.len(), text.lines().count(), "{text}");
        }
    }

    #[test]
    fn cells_of_several_lines_stay() {
        for text in [
            "a;b;c\n1;\"eins\nzwei; drei\nvier\";x\n2;b;c\n",
            "a;b;c\n1;\"er sagt \"\"ja\"\"\nund geht\";x\n",
            "a;b;c\n1;x;\"eins\nzwei\"\n",
            "a;b;c\n1;12\" Rohr;x\n",
            "a;b;c;d;e\n\"Name\nzweite Zeile\";b;c;d;e\n1;b;c;d;\"eins\nzwei\"\n",
            "a;b;c;d;e\n1;b;\"Anträge; Bescheide; Klagen; Kosten; Akten\nund Gebühren\";d;e\n2;b;c;d;e\n",
        ] {
            assert_eq!(mended(text), text);
        }
        let text = "a,b,c,d\n1,\"Anträge, Bescheide, Klagen, Kosten\nund Akten, Gebühren, Listen, Briefe\",x,y\n";
        assert_eq!(without_open_quotes(text, b',').text, text);
    }
}
