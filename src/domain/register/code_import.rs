//! Codes from a spreadsheet: what each row would make, and what became of it.
//!
//! # Why
//! A list is sent again after it was corrected, and again by somebody else: a row that is there already is `unchanged`,
//! and one that is not as it is there is a `conflict`, never a silent change of who gets the credit.

use serde::Serialize;
use serde_json::{Value, json};

use super::code::Code;
use crate::domain::csv::{Row, Table};
use crate::domain::ordered;
use crate::domain::refusal::{Fault, Refusal};
use crate::stored;

/// The most bytes of a table.
pub const BODY_MOST: usize = 256 * 1024;
/// The most rows of a table.
pub const ROWS_MOST: usize = 1_000;

/// The columns that there may be; `creator` and `campaign` name a handle or an id.
const COLUMNS: [&str; 8] =
    ["code", "creator", "valid_from", "valid_until", "discount_kind", "discount_value", "currency", "campaign"];

/// Living creators and campaigns by what the table calls them.
#[derive(Debug, Default)]
pub struct Names {
    creators: Vec<(String, u32)>,
    campaigns: Vec<(String, u32)>,
}

stored!(Names { creators, campaigns });

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Made now, or it would be.
    Made,
    /// There as it stands here.
    Unchanged,
    /// The word is held in that time by another entry, or by one that says something else.
    Conflict,
    /// Not understood; the errors say why.
    Rejected,
}

/// What is said about one row.
#[derive(Clone, Debug, Serialize)]
pub struct Said {
    /// The line that it begins on.
    pub line: usize,
    /// What became of it.
    pub outcome: Outcome,
    /// The id of the code that was made or is there.
    pub id: Option<u32>,
    /// The code in its normal form, where that much could be read.
    pub code: Option<String>,
    /// What is wrong; pointers name the column.
    pub errors: Vec<Fault>,
}

/// A table as it was sent.
#[derive(Debug)]
pub struct Import {
    table: Table,
}

impl Import {
    /// Cuts the table; its rows are read when the names in them are known.
    pub fn read(body: &[u8]) -> Result<Self, Refusal> {
        let table = Table::read(body, &COLUMNS, ROWS_MOST)?;
        let missing = |name: &&str| !table.names.iter().any(|known| known == name);
        let fault = |name: &str| Fault::at("", "missing_column", format!("Add the column `{name}`."));
        let faults: Vec<Fault> =
            ["code", "creator"].iter().filter(|name| missing(name)).map(|name| fault(name)).collect();
        if faults.is_empty() { Ok(Self { table }) } else { Err(Refusal::Invalid(faults)) }
    }

    /// Every text of `creator` and of `campaign`, as JSON lists.
    pub fn names(&self) -> [String; 2] {
        ["creator", "campaign"].map(|column| {
            let at = self.table.names.iter().position(|name| name == column);
            let cells = self.table.rows.iter().filter_map(|row| Some(row.cells.get(at?)?.trim()));
            json!(ordered::once(cells.filter(|word| !word.is_empty()))).to_string()
        })
    }

    /// Reads every row at `now`: the code that it says, or its faults.
    pub fn codes(&self, names: &Names, now: i64) -> Vec<Result<Code, Vec<Fault>>> {
        self.table.rows.iter().map(|row| self.code(row, names, now)).collect()
    }

    fn code(&self, row: &Row, names: &Names, now: i64) -> Result<Code, Vec<Fault>> {
        let mut object = self.table.object(row, &["discount_value"])?;
        let mut faults = Vec::new();
        let mut id = |column: &str, known: &[(String, u32)]| {
            let word = object.remove(column)?;
            let found = known.iter().find(|(name, _)| Some(name.as_str()) == word.as_str()).map(|(_, id)| *id);
            if found.is_none() {
                let detail = format!("Name the handle or id of a {column} that there is and that is not archived.");
                faults.push(Fault::at(format!("/{column}"), "not_found", detail));
            }
            // Something stands in place of what is unknown, so that the other faults of the row are found too.
            Some(found.unwrap_or(1))
        };
        let (creator, campaign) = (id("creator", &names.creators), id("campaign", &names.campaigns));
        object.extend(creator.map(|id| ("creator_id".to_owned(), Value::from(id))));
        object.extend(campaign.map(|id| ("campaign_id".to_owned(), Value::from(id))));
        match Code::make(&Value::Object(object), now) {
            Ok(code) if faults.is_empty() => Ok(code),
            Ok(_) => Err(faults),
            Err(more) => {
                // The column is called `creator` here.
                let more = more.into_iter().map(|fault| match fault.pointer.as_deref() {
                    Some("/creator_id") => Fault { pointer: Some("/creator".into()), ..fault },
                    _ => fault,
                });
                faults.extend(more);
                Err(faults)
            }
        }
    }

    /// Says of every row what it comes to beside what is `held` and the rows above it.
    pub fn judge(&self, codes: &[Result<Code, Vec<Fault>>], held: &[Code]) -> Vec<Said> {
        let mut above: Vec<&Code> = Vec::new();
        self.table
            .rows
            .iter()
            .zip(codes)
            .map(|(row, code)| {
                let code = match code {
                    Ok(code) => code,
                    Err(faults) => {
                        let (outcome, errors) = (Outcome::Rejected, faults.clone());
                        return Said { line: row.line, outcome, id: None, code: None, errors };
                    }
                };
                let said = |outcome, id, errors| {
                    let code = Some(code.code.clone());
                    Said { line: row.line, outcome, id, code, errors }
                };
                match held.iter().chain(above.iter().copied()).find(|held| held.overlaps(code)) {
                    None => {
                        above.push(code);
                        said(Outcome::Made, None, Vec::new())
                    }
                    Some(held) if held.says(code) => {
                        said(Outcome::Unchanged, Some(held.id).filter(|id| *id > 0), Vec::new())
                    }
                    Some(held) => said(Outcome::Conflict, Some(held.id).filter(|id| *id > 0), vec![taken(held, code)]),
                }
            })
            .collect()
    }
}

impl Said {
    /// The row after somebody else was faster.
    pub fn lost(&mut self) {
        let detail = "Somebody else took this code meanwhile; send the row again to see what is there.";
        (self.outcome, self.errors) = (Outcome::Conflict, vec![Fault::at("/code", "code_taken", detail)]);
    }
}

fn taken(held: &Code, code: &Code) -> Fault {
    let detail = if held.creator_id == code.creator_id {
        "This creator has the code in that time with other particulars; change that entry, or choose other times."
    } else {
        "Another creator has the code in that time; end that entry, or choose other times."
    };
    Fault::at("/code", "code_taken", detail)
}

/// The answer: how many rows came to what, and each of them.
pub fn answer(said: &[Said], validate_only: bool) -> Value {
    let count = |outcome| said.iter().filter(|said| said.outcome == outcome).count();
    json!({
        "validate_only": validate_only,
        "made": count(Outcome::Made),
        "unchanged": count(Outcome::Unchanged),
        "conflict": count(Outcome::Conflict),
        "rejected": count(Outcome::Rejected),
        "items": said,
    })
}
