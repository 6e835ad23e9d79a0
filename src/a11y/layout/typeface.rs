//! The typefaces for layout: metrics without outlines. The engine never sees the fonts of the machine, so a page has
//! the same boxes everywhere.

use std::sync::OnceLock;

/// Advance widths and heights of the faces.
const FACES: &str = include_str!("faces.txt");

/// Units per font size.
const EM: u16 = 2048;

/// First and last code points of the widths in a line of [`FACES`].
const RANGES: [(u32, u32); 2] = [(0x20, 0x7e), (0xa0, 0x17f)];

/// Further punctuation, with a character of similar width. Unknown characters are as wide as the font size.
const LIKE: [(u32, char); 8] = [
    (0x2013, '0'),
    (0x2018, 'i'),
    (0x2019, 'i'),
    (0x201a, 'i'),
    (0x201c, '('),
    (0x201d, '('),
    (0x201e, '('),
    (0x20ac, '0'),
];

/// A face as a file for font engines.
pub struct Typeface {
    /// Its family: `sans`, `serif` or `mono`.
    pub family: &'static str,
    /// An OpenType file without outlines.
    pub file: Vec<u8>,
}

/// All typefaces.
pub fn typefaces() -> &'static [Typeface] {
    static ALL: OnceLock<Vec<Typeface>> = OnceLock::new();
    ALL.get_or_init(|| {
        let lines = FACES.lines().filter(|line| !line.starts_with('#'));
        lines.filter_map(Face::of_line).map(Face::write).collect()
    })
}

/// A line of [`FACES`].
struct Face {
    family: &'static str,
    weight: u16,
    ascent: u16,
    descent: u16,
    gap: u16,
    x_height: u16,
    capitals: u16,
    widths: Vec<u16>,
}

impl Face {
    fn of_line(line: &'static str) -> Option<Self> {
        let (head, widths) = line.split_once(':')?;
        let (family, measures) = head.split_once(' ')?;
        let numbers = |text: &str| -> Vec<u16> {
            let numbers = text.split_ascii_whitespace();
            numbers.filter_map(|number| number.parse().ok()).collect()
        };
        let [weight, ascent, descent, gap, x_height, capitals] = numbers(measures)[..] else {
            return None;
        };
        Some(Self {
            family,
            weight,
            ascent,
            descent,
            gap,
            x_height,
            capitals,
            widths: numbers(widths),
        })
    }

    fn write(self) -> Typeface {
        // In the order of their tags, as required by the format.
        let tables: [(&[u8; 4], Vec<u8>); 8] = [
            (b"OS/2", self.os2()),
            (b"cmap", cmap()),
            (b"head", head()),
            (b"hhea", self.hhea()),
            (b"hmtx", self.hmtx()),
            (b"maxp", self.maxp()),
            (b"name", self.name()),
            (b"post", post()),
        ];
        let mut file = Words::default();
        let count = tables.len() as u16;
        // The fields after the count speed up searches in large tables, and are not used.
        file.longs([0x0001_0000]).words([count, 0, 0, 0]);
        let mut offset = 12 + 16 * tables.len();
        for (tag, table) in &tables {
            file.0.extend_from_slice(*tag);
            file.longs([0, offset as u32, table.len() as u32]);
            offset += table.len().next_multiple_of(4);
        }
        for (_, table) in tables {
            file.0.extend(table);
            file.0.resize(file.0.len().next_multiple_of(4), 0);
        }
        Typeface {
            family: self.family,
            file: file.0,
        }
    }

    /// Number of glyphs, including the one for unknown characters.
    fn count(&self) -> u16 {
        self.widths.len() as u16 + 1
    }

    fn os2(&self) -> Vec<u8> {
        let mut table = Words::default();
        // Version, average width, weight, normal width, may be embedded; then sizes of subscripts and superscripts,
        // classes, ranges and vendor.
        table.words([4, EM / 2, self.weight, 5, 0]);
        table.0.resize(62, 0);
        let regular = if self.weight > 400 { 1 << 5 } else { 1 << 6 };
        table.words([regular, 0x20, 0x20ac]);
        table.words([self.ascent, self.descent.wrapping_neg(), self.gap]);
        table.words([self.ascent, self.descent]);
        table.longs([0, 0]).words([self.x_height, self.capitals]);
        table.words([0, 0x20, 2]);
        table.0
    }

    fn hhea(&self) -> Vec<u8> {
        let mut table = Words::default();
        table.longs([0x0001_0000]);
        table.words([self.ascent, self.descent.wrapping_neg(), self.gap, EM]);
        table.words([0; 11]).words([self.count()]);
        table.0
    }

    fn hmtx(&self) -> Vec<u8> {
        let mut table = Words::default();
        for width in std::iter::once(&EM).chain(&self.widths) {
            table.words([*width, 0]);
        }
        table.0
    }

    fn maxp(&self) -> Vec<u8> {
        let mut table = Words::default();
        table.longs([0x0000_5000]).words([self.count()]);
        table.0
    }

    /// The `name` table with the family name, by which the font is found.
    fn name(&self) -> Vec<u8> {
        const FAMILY: u16 = 1;
        let text: Vec<u16> = self.family.encode_utf16().collect();
        let mut table = Words::default();
        // One record, after 18 bytes: Unicode, English.
        table.words([0, 1, 18, 3, 1, 0x409, FAMILY, text.len() as u16 * 2, 0]);
        table.words(text);
        table.0
    }
}

fn cmap() -> Vec<u8> {
    let mut groups: Vec<[u32; 3]> = Vec::new();
    let mut glyph = 1;
    for (first, last) in RANGES {
        groups.push([first, last, glyph]);
        glyph += last - first + 1;
    }
    let same = |ch: char| u32::from(ch) - RANGES[0].0 + 1;
    groups.extend(LIKE.map(|(code, like)| [code, code, same(like)]));
    let mut table = Words::default();
    // One subtable, for all of Unicode, after 12 bytes.
    table.words([0, 1, 3, 10]).longs([12]);
    table.words([12, 0]);
    table.longs([16 + 12 * groups.len() as u32, 0, groups.len() as u32]);
    for group in groups {
        table.longs(group);
    }
    table.0
}

fn head() -> Vec<u8> {
    let mut table = Words::default();
    table.longs([0x0001_0000, 0x0001_0000, 0, 0x5f0f_3cf5]);
    table.words([0, EM]).longs([0; 4]).words([0, 0, EM, EM]);
    table.words([0, 8, 2, 0, 0]);
    table.0
}

fn post() -> Vec<u8> {
    let mut table = Words::default();
    table.longs([0x0003_0000, 0]).words([0, 0]).longs([0; 5]);
    table.0
}

/// A big-endian byte buffer.
#[derive(Default)]
struct Words(Vec<u8>);

impl Words {
    fn words(&mut self, words: impl IntoIterator<Item = u16>) -> &mut Self {
        self.0.extend(words.into_iter().flat_map(u16::to_be_bytes));
        self
    }

    fn longs(&mut self, longs: impl IntoIterator<Item = u32>) -> &mut Self {
        self.0.extend(longs.into_iter().flat_map(u32::to_be_bytes));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faces_have_a_width_for_every_code_point_of_the_ranges() {
        let points: u32 = RANGES.iter().map(|(first, last)| last - first + 1).sum();
        let lines = FACES.lines().filter(|line| !line.starts_with('#'));
        let faces: Vec<Face> = lines.map(|line| Face::of_line(line).expect(line)).collect();
        assert_eq!(faces.len(), 5);
        for face in &faces {
            assert_eq!(face.widths.len() as u32, points, "{}", face.family);
        }
        assert_eq!(typefaces().len(), faces.len());
    }
}
