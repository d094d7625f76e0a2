//! Reads the files that were named, and makes the scorecard of them.
//!
//! # Why
//! Orders are read twice: some rows first, to learn how the file writes amounts and dates and in which currency, then all
//! of them, one at a time. The table of creators is small and is read in between, for its fees need a currency.

use std::fs::File;
use std::io::{BufReader, Read as _};
use std::path::Path;

use super::asked::Asked;
use super::columns::{Columns, Shop};
use super::creators::Book;
use super::orders::{Habits, Read, Reading, Sale};
use super::say;
use super::scorecard::{Scorecard, Wish};
use super::table::{Broken, Reader, Unread};
use super::tally::{Scope, Tally};
use crate::domain::conversion::CODES_MOST;
use crate::domain::money::Currency;

/// Rows from which a file's habits are learnt.
const LEARNT_FROM: usize = 2_000;
/// Bytes between two reports of progress.
const PROGRESS: u64 = 16 << 20;

/// Why there is no scorecard; the sentences say what to do.
#[derive(Debug, PartialEq, Eq)]
pub enum Stop {
    /// A table is refused.
    Refused(String),
    /// A file cannot be read or written.
    File(String),
}

/// A scorecard with what it was made from.
pub struct Made {
    /// The scorecard.
    pub card: Scorecard,
    /// Whose exports it was made from.
    pub shops: String,
    /// What was done with the tables that their writers should know.
    pub notes: Vec<String>,
}

/// The file's own name.
fn name(path: &str) -> String {
    Path::new(path).file_name().map_or_else(|| path.to_owned(), |name| name.to_string_lossy().into_owned())
}

fn open(path: &str) -> Result<BufReader<File>, Stop> {
    let failed = |error: std::io::Error| Stop::File(format!("{path}: {error}"));
    let file = File::open(path).map_err(failed)?;
    if !file.metadata().map_err(failed)?.is_file() {
        return Err(Stop::File(format!("{path}: It is no file that can be read twice; save it as one.")));
    }
    Ok(BufReader::with_capacity(1 << 16, file))
}

fn unread(path: &str, why: Unread) -> Stop {
    match why {
        Unread::Io(error) => Stop::File(format!("{path}: {error}")),
        Unread::NotATable(why) => Stop::Refused(format!("{path}: {why}")),
    }
}

/// The columns of a file, and its reader behind the header.
fn begin(path: &str) -> Result<(Columns, Reader<BufReader<File>>), Stop> {
    let mut reader = Reader::open(open(path)?).map_err(|why| unread(path, why))?;
    let header = match reader.row().map_err(|why| unread(path, why))? {
        Some(Ok(header)) => header,
        Some(Err(broken)) => return Err(Stop::Refused(format!("{path}: line {}: {}.", broken.line, broken.why))),
        None => return Err(Stop::Refused(format!("{path}: It is empty."))),
    };
    let columns = Columns::of(header.all()).map_err(|missing| {
        let known = "It is neither Shopify's orders export nor one of WooCommerce that is known. Missing is ";
        Stop::Refused(format!("{path}: {known}{}.", missing.join("; ")))
    })?;
    Ok((columns, reader))
}

/// Makes the scorecard; `progress` hears of a long file how many of its bytes are read, of how many.
///
/// # Errors
/// [`Stop`], with a sentence.
pub fn run(asked: &Asked, mut progress: impl FnMut(&str, u64, u64)) -> Result<Made, Stop> {
    let mut files = Vec::new();
    for path in &asked.orders {
        let (columns, mut reader) = begin(path)?;
        let mut habits = Habits { mark: asked.mark, day_first: asked.day_first, currency: None };
        for _ in 0..LEARNT_FROM {
            match reader.row().map_err(|why| unread(path, why))? {
                Some(Ok(row)) => habits.learn(&row, &columns),
                Some(Err(_)) => {}
                None => break,
            }
        }
        files.push((path, columns, habits));
    }
    let currency = asked
        .currency
        .or_else(|| files.iter().find_map(|(.., habits)| habits.currency))
        .ok_or_else(|| Stop::Refused("The orders do not say their currency; add it, such as --currency EUR.".into()))?;
    let mut tally = Tally::of(0);
    let mut book = creators(asked, currency, &mut tally)?;
    let mut notes = std::mem::take(&mut book.notes);
    tally.creators.resize_with(book.creators.len(), Default::default);
    let scope = Scope { currency, from: asked.from, to: asked.to };
    let mut shops: Vec<Shop> = Vec::new();
    for (path, columns, habits) in &files {
        if !shops.contains(&columns.shop) {
            shops.push(columns.shop);
        }
        let reading = Reading { columns, habits: *habits, currency: asked.currency, book: &book };
        let latin = orders(path, reading, scope, &mut tally, &mut progress)?;
        if latin > 0 {
            notes.push(format!("{latin} lines of {} are not UTF-8 and were read as Windows-1252.", name(path)));
        }
    }
    if asked.currency.is_none() && !tally.foreign.is_empty() {
        let orders = |count| say::many(count, "order", "orders");
        let mut all = vec![format!("{currency} ({})", orders(tally.all.orders + tally.outside))];
        all.extend(tally.foreign.iter().map(|(other, count)| format!("{other} ({})", orders(*count))));
        let all = all.join(", ");
        return Err(Stop::Refused(format!("The orders are in several currencies: {all}. Choose one with --currency.")));
    }
    tally.finish();
    if tally.all.orders == 0 {
        let why = tally.told.first().map_or(String::new(), |(file, row)| {
            format!(" The first row that could not be read is line {} of {file}: {}.", row.line, row.why)
        });
        let outside = if tally.outside > 0 {
            format!(" {} lie outside the days asked for.", tally.outside)
        } else {
            String::new()
        };
        return Err(Stop::Refused(format!("There is no order to count in {currency}.{outside}{why}")));
    }
    let wish = Wish { scope, target_micro: asked.target_micro, margin_micro: asked.margin_micro };
    let shops: Vec<String> = shops.iter().map(|shop| format!("a {} export", shop.name())).collect();
    Ok(Made { card: Scorecard::of(book, tally, wish), shops: shops.join(" and "), notes })
}

fn creators(asked: &Asked, currency: Currency, tally: &mut Tally) -> Result<Book, Stop> {
    let path = &asked.creators;
    // A table of creators is small; what is not one must not fill the memory.
    let input = BufReader::new(open(path)?.take(64 << 20));
    let (book, broken) = Book::read(input, currency, asked.mark).map_err(|why| match why {
        Ok(missing) => Stop::Refused(format!("{path}: It is no table of creators. Missing is {}.", missing.join("; "))),
        Err(why) => unread(path, why),
    })?;
    for row in broken {
        tally.refuse(&name(path), row);
    }
    if book.creators.is_empty() {
        let why = tally.told.first().map_or(String::new(), |(_, row)| format!(" Line {}: {}.", row.line, row.why));
        return Err(Stop::Refused(format!("{path}: It names no creator.{why}")));
    }
    Ok(book)
}

/// Reads one file of orders to its end; gives how many of its lines were not UTF-8.
fn orders(
    path: &str,
    reading: Reading<'_>,
    scope: Scope,
    tally: &mut Tally,
    progress: &mut impl FnMut(&str, u64, u64),
) -> Result<u64, Stop> {
    let (_, mut reader) = begin(path)?;
    let size = std::fs::metadata(path).map_or(0, |about| about.len());
    let own = name(path);
    let (mut told, mut pending): (u64, Option<Box<Sale>>) = (0, None);
    // Further lines of what is no order belong to nobody, and are no order either.
    let mut above = String::new();
    while let Some(row) = reader.row().map_err(|why| unread(path, why))? {
        tally.rows += 1;
        if reader.taken - told >= PROGRESS {
            told = reader.taken;
            progress(&own, told, size);
        }
        let row = match row {
            Ok(row) => row,
            Err(broken) => {
                tally.refuse(&own, broken);
                continue;
            }
        };
        match reading.read(&row, &above) {
            Err(why) => tally.refuse(&own, Broken { line: row.line, why }),
            Ok(Read::More(codes)) => {
                let Some(sale) = &mut pending else { continue };
                for code in codes {
                    let known = &mut sale.order.evidence.codes;
                    if known.len() < CODES_MOST && known.iter().all(|known| known.code != code.code) {
                        known.push(code);
                    }
                }
            }
            Ok(read) => {
                if let Some(sale) = pending.take() {
                    tally.add(&sale, scope);
                }
                reading.number(&row).clone_into(&mut above);
                match read {
                    Read::Sale(sale) => pending = Some(sale),
                    Read::Apart(why) => *tally.apart.entry(why).or_default() += 1,
                    Read::More(_) => {}
                }
            }
        }
    }
    if let Some(sale) = pending {
        tally.add(&sale, scope);
    }
    if told > 0 {
        progress(&own, size, size);
    }
    Ok(reader.latin)
}
