//! What was asked for on the command line.

use super::amount::{Mark, cut};
use crate::domain::money::Currency;
use crate::domain::time::Day;

/// How it is used.
pub const HELP: &str = "\
Says what each creator brought in, from an export of the shop's orders and a table of creators.
Nothing is sent anywhere; e-mails are only compared, in memory.

  scripts/waymark try --orders orders.csv --creators creators.csv

  --orders FILE      Shopify: Orders > Export > Plain CSV. WooCommerce: Analytics > Orders > Download, or an export
                     plugin's file. May be given several times; an order that stands in two files counts once.
  --creators FILE    a table with the columns creator and code (several: SARAH20|SARAH15; SARAH* owns every code that
                     begins so), and, where known: fee, product cost, commission (percent of net revenue), currency,
                     followers, platform. Further lines of a creator add codes and fees.
  --out DIR          where scorecard.csv and scorecard.html go; the current folder when left out
  --from, --to DAY   only orders of these days, as 2026-11-20, both included; fees count in full all the same
  --target-roi N     the return hoped for: 1.0 is 100 %, and that when left out
  --margin PERCENT   what is left of net revenue before creators are paid; adds profit ROI
  --currency EUR     the currency that is counted; needed where the export names none, or several
  --decimal MARK     point or comma, where amounts like 1,234 leave it open
  --dates ORDER      day-first or month-first, where dates like 03/04/2026 leave it open
  --json             prints JSON in place of the table; files are written only where --out is given
  --help             this

Ends with 0 when the scorecard is made (rows that cannot be read are listed and left out), 2 when the command is not
understood, 3 when a table is refused or holds no order to count, 4 when a file cannot be read or written.
";

/// What was asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// Files of orders.
    pub orders: Vec<String>,
    /// The table of creators.
    pub creators: String,
    /// Where the files go.
    pub out: Option<String>,
    /// The first day.
    pub from: Option<Day>,
    /// The last day.
    pub to: Option<Day>,
    /// The ROI that is hoped for, millionths.
    pub target_micro: i64,
    /// The margin, millionths.
    pub margin_micro: Option<i64>,
    /// The currency that is counted.
    pub currency: Option<Currency>,
    /// The decimal mark.
    pub mark: Option<Mark>,
    /// Whether days stand before months.
    pub day_first: Option<bool>,
    /// Whether JSON is printed.
    pub json: bool,
}

/// Reads the arguments; `None` where only help was asked for.
///
/// # Errors
/// A sentence that says what is not understood.
pub fn read(arguments: impl IntoIterator<Item = String>) -> Result<Option<Asked>, String> {
    let mut asked = Asked {
        orders: Vec::new(),
        creators: String::new(),
        out: None,
        from: None,
        to: None,
        target_micro: 1_000_000,
        margin_micro: None,
        currency: None,
        mark: None,
        day_first: None,
        json: false,
    };
    let mut arguments = arguments.into_iter();
    while let Some(argument) = arguments.next() {
        let (name, joined) = match argument.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (argument, None),
        };
        match name.as_str() {
            "--help" | "-h" => return Ok(None),
            "--json" => {
                asked.json = true;
                continue;
            }
            name if !NAMES.contains(&name) => {
                return Err(format!("`{}` is not known; --help lists what is.", cut(name)));
            }
            _ => {}
        }
        let value = joined.or_else(|| arguments.next()).filter(|value| !value.is_empty());
        let value = value.ok_or_else(|| format!("Put a value behind {name}."))?;
        let not = |what: &str| format!("Put {what} behind {name}, not `{}`.", cut(&value));
        match name.as_str() {
            "--orders" => asked.orders.push(value),
            "--creators" => asked.creators = value,
            "--out" => asked.out = Some(value),
            "--from" => asked.from = Some(Day::parse(&value).ok_or_else(|| not("a day like 2026-11-20"))?),
            "--to" => asked.to = Some(Day::parse(&value).ok_or_else(|| not("a day like 2026-11-20"))?),
            "--target-roi" => {
                let target = micro(&value, 6).filter(|micro| (-1_000_000..=1_000_000_000).contains(micro));
                asked.target_micro = target
                    .filter(|micro| *micro > -1_000_000)
                    .ok_or_else(|| not("a number above -1 and up to 1000, with a point, such as 1.5"))?;
            }
            "--margin" => {
                let margin =
                    micro(value.trim_end_matches(['%', ' ']), 4).filter(|micro| (1..=1_000_000).contains(micro));
                asked.margin_micro = Some(margin.ok_or_else(|| not("a percentage above 0 and up to 100"))?);
            }
            "--currency" => asked.currency = Some(Currency::parse(&value).ok_or_else(|| not("a currency like EUR"))?),
            "--decimal" => asked.mark = Some(value.parse().map_err(|()| not("point or comma"))?),
            _ => {
                asked.day_first = Some(match value.as_str() {
                    "day-first" => true,
                    "month-first" => false,
                    _ => return Err(not("day-first or month-first")),
                });
            }
        }
    }
    if asked.orders.is_empty() || asked.creators.is_empty() {
        return Err("Name both tables: --orders orders.csv --creators creators.csv. --help says more.".into());
    }
    if asked.from.zip(asked.to).is_some_and(|(from, to)| from > to) {
        return Err("--from lies behind --to.".into());
    }
    Ok(Some(asked))
}

const NAMES: [&str; 10] = [
    "--orders",
    "--creators",
    "--out",
    "--from",
    "--to",
    "--target-roi",
    "--margin",
    "--currency",
    "--decimal",
    "--dates",
];

/// A decimal text with the point moved `places` to the right: exact, at most so many digits behind the point.
fn micro(text: &str, places: usize) -> Option<i64> {
    let (positive, digits) = text.strip_prefix('-').map_or((true, text), |digits| (false, digits));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let plain = !whole.is_empty() && part.len() <= places && whole.len() <= 6;
    let digits = format!("{whole}{part:0<places$}");
    let number: i64 = digits.parse().ok().filter(|_| plain && digits.bytes().all(|digit| digit.is_ascii_digit()))?;
    Some(if positive { number } else { -number })
}
