//! A history that is brought in: lines of visits and conversions with their own times, read one by one.
//!
//! # Why
//! A brand has a past, and a scientist a data set: millions of lines, sent in pieces, broken off, sent again. So a line is
//! known again by its own id (else by what it says) and counts once, what is wrong with one costs no other, and a row says
//! how far the history has come.

mod line;
mod portion;
mod tally;

pub use line::{Line, Reader, Report, Visit, visitor};
pub use portion::{Names, Portion, Wanted};
pub use tally::{Counts, Progress, Tally};

use super::refusal::{Fault, Refusal};

/// The most bytes of a body, unpacked.
pub const BODY_MOST: usize = 8 * 1024 * 1024;
/// The most lines of a body.
pub const LINES_MOST: usize = 10_000;
/// The most bytes of a line: a hundred conversions of that size are one statement's text, which holds 2 MB.
pub const LINE_MOST: usize = 8 * 1024;
/// Lines that are read and written together.
pub const PORTION: usize = 2_500;
/// The most refused lines that an answer lists.
pub const ERRORS_MOST: usize = 1_000;
/// The host of links that are made for imports: it can be served by nobody (RFC 6761, section 6.4).
pub const HOST: &str = "import.invalid";
/// The most characters of an import's name.
const NAME_MOST: usize = 64;
/// The most lines that a history has: nobody sends more, and every count of them stays exact.
const OFFSET_MOST: u64 = 1 << 40;

/// What an import is asked for beside its body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What goes on under one name is one history.
    pub name: String,
    /// How many lines of it stand before this body.
    pub offset: u64,
    /// Whether one wrong line refuses them all.
    pub strict: bool,
}

impl Asked {
    /// Reads the query through `get`.
    ///
    /// # Errors
    /// `Invalid` names every faulty parameter.
    pub fn read(get: &dyn Fn(&str) -> Option<String>) -> Result<Self, Refusal> {
        let mut faults = Vec::new();
        let name = get("name").unwrap_or_default();
        if !is_name(&name) {
            let detail = format!("Name the import: 1 to {NAME_MOST} of a-z, A-Z, 0-9, `.`, `_` and `-`.");
            faults.push(Fault::query("name", if name.is_empty() { "required" } else { "not_a_name" }, detail));
        }
        let offset = get("offset").map_or(Some(0), |text| text.parse().ok().filter(|offset| *offset <= OFFSET_MOST));
        if offset.is_none() {
            let detail = "Send how many lines stand before this body, as a number; 0 for the first.";
            faults.push(Fault::query("offset", "not_a_number", detail));
        }
        let strict = match get("strict").as_deref() {
            None | Some("false") => false,
            Some("true") => true,
            Some(_) => {
                faults.push(Fault::query("strict", "not_a_boolean", "Send true or false."));
                false
            }
        };
        match offset {
            Some(offset) if faults.is_empty() => Ok(Self { name, offset, strict }),
            _ => Err(Refusal::Invalid(faults)),
        }
    }

    /// Refuses to leave out lines: a history goes on where its `taken` lines end, or anywhere before.
    ///
    /// # Errors
    /// `Invalid` says where to go on.
    pub fn follows(&self, taken: u64) -> Result<(), Refusal> {
        if self.offset <= taken {
            return Ok(());
        }
        let detail = format!("{taken} lines are taken so far: go on with offset={taken}, so that none is left out.");
        Err(Refusal::invalid(Fault::query("offset", "lines_left_out", detail)))
    }

    /// Cuts `body` into lines; a line's end may be that of Windows, and none needs to stand behind the last.
    ///
    /// # Errors
    /// `Invalid` where there is none, or more than [`LINES_MOST`] (of a strict import: than [`PORTION`]).
    pub fn lines<'a>(&self, body: &'a [u8]) -> Result<Vec<&'a [u8]>, Refusal> {
        let refused = |code, detail: String| Err(Refusal::invalid(Fault::at("", code, detail)));
        let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
        if body.is_empty() {
            return refused("no_lines", "Send JSON objects, one a line.".into());
        }
        let most = if self.strict { PORTION } else { LINES_MOST };
        let whole = body.strip_suffix(b"\n").unwrap_or(body);
        let mut lines = Vec::new();
        for line in whole.split(|byte| *byte == b'\n') {
            if lines.len() == most {
                let strict = if self.strict { " where one wrong line refuses them all" } else { "" };
                return refused("too_many_lines", format!("Send at most {most} lines at once{strict}."));
            }
            lines.push(line.strip_suffix(b"\r").unwrap_or(line));
        }
        Ok(lines)
    }
}

/// Whether an import can be called so.
pub fn is_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    (1..=NAME_MOST).contains(&name.len()) && name.bytes().all(plain)
}
