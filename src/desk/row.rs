//! One row of a table: a text with the ends of its cells, cut a line at a time.

/// The most columns; Shopify has some eighty, a plugin that lists items side by side some hundreds.
pub const COLUMNS_MOST: usize = 2048;

/// One row that is not empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The line that it begins on; the first line is 1.
    pub line: usize,
    text: String,
    ends: Vec<usize>,
}

impl Row {
    /// The cell at `at` without the white space around it; empty where there is none.
    pub fn cell(&self, at: usize) -> &str {
        let begin = at.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied());
        let cell = begin.zip(self.ends.get(at)).and_then(|(begin, end)| self.text.get(begin..*end));
        cell.unwrap_or_default().trim()
    }

    /// How many cells it has.
    pub fn cells(&self) -> usize {
        self.ends.len()
    }

    /// Every cell in order.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        (0..self.cells()).map(|at| self.cell(at))
    }

    fn end_cell(&mut self) {
        self.ends.push(self.text.len());
    }
}

/// Where a row is being cut.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// In front of a cell.
    Start,
    /// In a cell without quotes.
    Bare,
    /// Inside quotes.
    Quoted,
    /// Behind a closing quote.
    Closed,
}

impl Row {
    /// Cuts a further line of the row into cells.
    pub fn add(&mut self, line: &str, at: &mut At, separator: u8) -> Result<(), &'static str> {
        let mut from = 0;
        if *at == At::Quoted {
            self.text.push('\n');
        }
        for (place, byte) in line.bytes().enumerate() {
            match (*at, byte) {
                (At::Start, b'"') => (*at, from) = (At::Quoted, place + 1),
                (At::Quoted, b'"') => {
                    self.text.push_str(line.get(from..place).unwrap_or_default());
                    *at = At::Closed;
                }
                (At::Closed, b'"') => {
                    self.text.push('"');
                    (*at, from) = (At::Quoted, place + 1);
                }
                (At::Quoted, _) => {}
                (At::Bare, b'"') => return Err("put a cell that has quotes into quotes, and double those inside"),
                (before, byte) if byte == separator => {
                    if before == At::Bare {
                        self.text.push_str(line.get(from..place).unwrap_or_default());
                    }
                    self.end_cell();
                    *at = At::Start;
                    if self.cells() > COLUMNS_MOST {
                        return Err("it has too many columns");
                    }
                }
                (At::Start, _) => (*at, from) = (At::Bare, place),
                (At::Closed, b' ') | (At::Bare, _) => {}
                (At::Closed, _) => return Err("end a cell behind its closing quote, and double quotes inside it"),
            }
        }
        match at {
            At::Bare | At::Quoted => self.text.push_str(line.get(from..).unwrap_or_default()),
            At::Start | At::Closed => {}
        }
        if *at != At::Quoted {
            self.end_cell();
        }
        Ok(())
    }
}
