//! Reads a table row by row from a stream, however large it is, and says of a broken row which line it begins on.
//!
//! # Why
//! The Worker's own reader (`domain/csv.rs`) refuses a table for one stray quote, for who sends it can mend it. An export
//! of a million orders is somebody else's: here a row that cannot be cut is told, and reading goes on with the line behind
//! the one it began on. A quote that is never closed would swallow the rest, so a row has at most [`LINES_MOST`] lines.

use std::collections::VecDeque;
use std::io::{self, BufRead};

use super::row::At;
pub use super::row::{COLUMNS_MOST, Row};

/// The most lines of one row: a cell may hold line ends, a note of a customer for instance.
pub const LINES_MOST: usize = 200;
/// The most bytes of one line.
pub const LINE_MOST: usize = 1 << 20;
/// Broken rows after which the rest is not worth reading.
pub const BROKEN_MOST: u64 = 100_000;

/// A row that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The line that it begins on.
    pub line: usize,
    /// What is wrong, as a sentence to act on.
    pub why: String,
}

/// Why a file is no table at all.
#[derive(Debug)]
pub enum Unread {
    /// The file cannot be read.
    Io(io::Error),
    /// It is something else; the sentence says what to do.
    NotATable(&'static str),
}

impl From<io::Error> for Unread {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// A line with its number.
struct Line(usize, String);

/// A table that is being read.
pub struct Reader<R> {
    input: R,
    separator: u8,
    end: u8,
    line: usize,
    again: VecDeque<Line>,
    /// Bytes taken from the input so far.
    pub taken: u64,
    /// Lines that are not UTF-8 and were read as Windows-1252.
    pub latin: u64,
    broken: u64,
}

impl<R: BufRead> Reader<R> {
    /// Begins to read: finds the line ends and, by the first line, what separates cells.
    ///
    /// # Errors
    /// [`Unread`] for UTF-16, for a workbook, for no bytes at all, or where reading fails.
    pub fn open(mut input: R) -> Result<Self, Unread> {
        let head = input.fill_buf()?;
        let zeros = head.iter().take(64).any(|byte| *byte == 0);
        if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) || zeros {
            return Err(Unread::NotATable("It is UTF-16 text; save it as `CSV UTF-8`."));
        }
        if head.starts_with(b"PK\x03\x04") || head.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            return Err(Unread::NotATable("It is a workbook; save its sheet as `CSV UTF-8`."));
        }
        // Only very old spreadsheets end lines with a CR alone.
        let alone = head.windows(2).any(|pair| matches!(pair, [b'\r', next] if *next != b'\n'));
        let end = if alone && !head.contains(&b'\n') { b'\r' } else { b'\n' };
        let bom = if head.starts_with(&[0xef, 0xbb, 0xbf]) { 3 } else { 0 };
        input.consume(bom);
        let taken = u64::try_from(bom).unwrap_or_default();
        let mut reader =
            Self { input, separator: b',', end, line: 0, again: VecDeque::new(), taken, latin: 0, broken: 0 };
        let Some(first) = reader.take()?.map(|line| line.unwrap_or_else(|line| Line(line, String::new()))) else {
            return Err(Unread::NotATable("It is empty."));
        };
        reader.separator = separator(&first.1);
        reader.again.push_front(first);
        Ok(reader)
    }

    /// The next row; `None` behind the last one.
    ///
    /// # Errors
    /// [`Unread`] where reading fails, or where nearly nothing is a row.
    pub fn row(&mut self) -> Result<Option<Result<Row, Broken>>, Unread> {
        loop {
            let Some(row) = self.cut()? else { return Ok(None) };
            match row {
                Ok(row) if row.all().all(str::is_empty) => {}
                Ok(row) => return Ok(Some(Ok(row))),
                Err(broken) => {
                    self.broken += 1;
                    if self.broken > BROKEN_MOST {
                        return Err(Unread::NotATable("More than 100,000 of its rows cannot be read."));
                    }
                    return Ok(Some(Err(broken)));
                }
            }
        }
    }

    fn cut(&mut self) -> Result<Option<Result<Row, Broken>>, Unread> {
        let (mut row, mut at, mut lines) = (Row::default(), At::Start, Vec::new());
        loop {
            let Some(line) = self.take()? else {
                if lines.is_empty() {
                    return Ok(None);
                }
                return Ok(Some(Err(self.give_back(lines, "close the quote that is opened here"))));
            };
            let Line(number, text) = match line {
                Ok(line) => line,
                Err(line) if lines.is_empty() => {
                    return Ok(Some(Err(Broken { line, why: "it is longer than a megabyte".into() })));
                }
                Err(_) => return Ok(Some(Err(self.give_back(lines, "close the quote that is opened here")))),
            };
            if lines.is_empty() {
                row.line = number;
            }
            let cut = row.add(&text, &mut at, self.separator);
            lines.push(Line(number, text));
            match cut {
                Ok(()) if at == At::Quoted && lines.len() >= LINES_MOST => {
                    return Ok(Some(Err(self.give_back(lines, "close the quote that is opened here"))));
                }
                Ok(()) if at == At::Quoted => {}
                Ok(()) => return Ok(Some(Ok(row))),
                Err(why) => return Ok(Some(Err(self.give_back(lines, why)))),
            }
        }
    }

    /// Puts every line but the first back to be read again.
    fn give_back(&mut self, lines: Vec<Line>, why: &str) -> Broken {
        let mut lines = lines.into_iter();
        let line = lines.next().map_or(self.line, |first| first.0);
        for line in lines.rev() {
            self.again.push_front(line);
        }
        Broken { line, why: why.to_owned() }
    }

    /// The next line without its end; its number alone where it is too long.
    fn take(&mut self) -> Result<Option<Result<Line, usize>>, io::Error> {
        if let Some(line) = self.again.pop_front() {
            return Ok(Some(Ok(line)));
        }
        let (mut bytes, mut long, mut some) = (Vec::new(), false, false);
        loop {
            let chunk = self.input.fill_buf()?;
            if chunk.is_empty() {
                break;
            }
            some = true;
            let end = chunk.iter().position(|byte| *byte == self.end);
            let part = chunk.get(..end.unwrap_or(chunk.len())).unwrap_or_default();
            long |= bytes.len() + part.len() > LINE_MOST;
            if !long {
                bytes.extend_from_slice(part);
            }
            let used = part.len() + usize::from(end.is_some());
            self.input.consume(used);
            self.taken += u64::try_from(used).unwrap_or_default();
            if end.is_some() {
                break;
            }
        }
        if !some {
            return Ok(None);
        }
        self.line += 1;
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
        if long {
            return Ok(Some(Err(self.line)));
        }
        let text = String::from_utf8(bytes).unwrap_or_else(|error| {
            self.latin += 1;
            error.as_bytes().iter().map(|byte| windows(*byte)).collect()
        });
        Ok(Some(Ok(Line(self.line, text))))
    }
}

/// The separator that the header has most of, outside quotes; a table of one column has none.
fn separator(header: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut inside = false;
    for byte in header.bytes() {
        inside ^= byte == b'"';
        for (separator, count) in &mut counts {
            *count += usize::from(!inside && byte == *separator);
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or_default();
    counts.iter().find(|(_, count)| *count == most).map_or(b',', |(separator, _)| *separator)
}

/// The letters of Windows-1252 between 0x80 and 0x9f, which Latin-1 does not have.
const WINDOWS: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

/// A byte as Windows-1252 has it, what spreadsheets write that do not write UTF-8.
fn windows(byte: u8) -> char {
    match byte {
        0x80..=0x9f => WINDOWS.chars().nth(usize::from(byte - 0x80)).unwrap_or(char::from(byte)),
        _ => char::from(byte),
    }
}
