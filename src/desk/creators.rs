//! The table of creators: who has which codes, what they cost, and the book in which an order's code is looked up.

use std::collections::HashMap;
use std::io::BufRead;

use serde_json::json;

use super::amount::{self, Mark, cut};
use super::columns::plain;
use super::table::{Broken, Reader, Row, Unread};
use crate::domain::credit::Held;
use crate::domain::money::Currency;
use crate::domain::register::code::{self, Code};

/// The most creators of a table.
pub const MOST: usize = 20_000;
/// How closely a code fits that is spelled out.
const EXACT: u32 = 1000;
/// A hundred percent, in hundredths of one.
const WHOLE: u32 = 10_000;

/// A creator as the table has them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Creator {
    /// Their name as first written.
    pub name: String,
    /// Codes in their normal form; patterns end with a star.
    pub codes: Vec<String>,
    /// What they are paid whatever they sell, minor units.
    pub fee: i64,
    /// What their products cost, minor units.
    pub product: i64,
    /// Their part of net revenue, hundredths of a percent.
    pub commission: u32,
    /// The currency of fee and product, where it was said.
    pub currency: Option<Currency>,
    /// Followers.
    pub followers: Option<i64>,
    /// The platform.
    pub platform: String,
}

/// Everybody, and whose which code is.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// The creators in the order of the table.
    pub creators: Vec<Creator>,
    /// What was done with the table that its writer should know.
    pub notes: Vec<String>,
    exact: HashMap<String, usize>,
    patterns: HashMap<String, usize>,
}

/// What a column may hold, with its names.
const COLUMNS: [(&str, &[&str]); 8] = [
    ("creator", &["creator", "name", "creator name", "influencer", "handle", "partner"]),
    ("code", &["code", "codes", "discount code", "discount codes", "coupon", "coupons", "coupon code", "promo code"]),
    ("fee", &["fee", "flat fee", "cost", "fixed fee", "spend", "paid"]),
    ("product", &["product cost", "product", "seeding", "seeding cost", "gifting", "cogs"]),
    ("commission", &["commission", "commission percent", "commission rate", "commission pct", "rev share"]),
    ("currency", &["currency", "fee currency"]),
    ("followers", &["followers", "follower count", "audience", "subscribers"]),
    ("platform", &["platform", "channel", "network"]),
];

impl Book {
    /// Reads the table; amounts without a currency of their own are in `currency`.
    ///
    /// # Errors
    /// [`Unread`] where the file is no table; the sentences where its header lacks what is needed.
    pub fn read<R: BufRead>(
        input: R,
        currency: Currency,
        mark: Option<Mark>,
    ) -> Result<(Self, Vec<Broken>), Result<Vec<String>, Unread>> {
        let mut reader = Reader::open(input).map_err(Err)?;
        let mut header = None;
        let (mut book, mut rows, mut broken, mut by_name) = (Self::default(), Vec::new(), Vec::new(), HashMap::new());
        while let Some(row) = reader.row().map_err(Err)? {
            match row {
                Err(why) => broken.push(why),
                Ok(row) if header.is_none() => header = Some(places(&row).map_err(Ok)?),
                Ok(row) => rows.push(row),
            }
        }
        let Some(places) = header else { return Err(Ok(vec!["there is no header".into()])) };
        let money = |row: &Row, name: &str| places.get(name).map_or("", |at| row.cell(*at)).to_owned();
        let mut seen = ["fee", "product"].iter().flat_map(|name| rows.iter().map(|row| money(row, name)));
        let mark = mark.or(seen.find_map(|text| amount::shown(&text)));
        for row in rows {
            if let Err(why) = book.add(&row, &places, currency, mark, &mut by_name) {
                broken.push(Broken { line: row.line, why });
            }
        }
        Ok((book, broken))
    }

    fn add(
        &mut self,
        row: &Row,
        places: &HashMap<&str, usize>,
        currency: Currency,
        mark: Option<Mark>,
        by_name: &mut HashMap<String, usize>,
    ) -> Result<(), String> {
        let cell = |name: &str| places.get(name).map_or("", |at| row.cell(*at));
        // Names and codes are printed on terminals: nothing in them may steer one.
        let calm = |text: &str| text.chars().filter(|letter| !letter.is_control()).take(120).collect::<String>();
        let name = &calm(cell("creator"));
        if name.is_empty() {
            return Err("name the creator".into());
        }
        let own = match cell("currency") {
            "" => None,
            text => Some(Currency::parse(text).ok_or_else(|| format!("`{}` is no currency", cut(text)))?),
        };
        let money = |name: &str| match cell(name) {
            "" | "-" => Ok(None),
            text => match amount::read(text, own.unwrap_or(currency), mark)? {
                minor if minor < 0 => Err(format!("the {name} is below zero")),
                minor => Ok(Some(minor)),
            },
        };
        let (fee, product) = (money("fee")?, money("product")?);
        let commission = percent(cell("commission"))?;
        let followers = followers(cell("followers"))?;
        let apart = ['|', ';', ',', '\n', '\r'];
        let words = cell("code").split(apart).map(str::trim).filter(|word| !word.is_empty());
        let codes = words.map(|word| read_code(&calm(word))).collect::<Result<Vec<_>, _>>()?;
        let key = crate::domain::fold::capitals(name);
        let place = match by_name.get(&key) {
            Some(place) => *place,
            None if self.creators.len() >= MOST => return Err(format!("there may be {MOST} creators")),
            None => {
                self.creators.push(Creator { name: name.clone(), ..Creator::default() });
                by_name.insert(key, self.creators.len() - 1);
                self.creators.len() - 1
            }
        };
        let Some(creator) = self.creators.get_mut(place) else { return Ok(()) };
        if own.is_some() && creator.currency.is_some() && own != creator.currency {
            return Err(format!("{name} has amounts in {} on another line", creator.currency.unwrap_or(currency)));
        }
        if fee.is_some_and(|fee| fee > 0) && creator.fee > 0 {
            self.notes.push(format!("{name} has a fee on several lines: they were added up."));
        }
        creator.currency = creator.currency.or(own);
        creator.fee += fee.unwrap_or_default();
        creator.product += product.unwrap_or_default();
        creator.commission = creator.commission.max(commission);
        creator.followers = creator.followers.max(followers);
        if creator.platform.is_empty() {
            creator.platform = calm(cell("platform"));
        }
        let taken: Vec<String> = codes.into_iter().filter_map(|code| self.hold(code, place)).collect();
        if taken.is_empty() { Ok(()) } else { Err(taken.join("; ")) }
    }

    /// Gives a code to a creator; says so where it is another's already.
    fn hold(&mut self, code: String, place: usize) -> Option<String> {
        let held = match code.strip_suffix('*') {
            None => self.exact.get(&code).copied(),
            Some(begins) => self.patterns.get(begins).copied(),
        };
        match held {
            Some(held) if held == place => None,
            Some(held) => {
                let name = self.creators.get(held).map_or("", |creator| &creator.name);
                Some(format!("the code `{code}` is {name}'s already and stays so"))
            }
            None => {
                match code.strip_suffix('*') {
                    None => drop(self.exact.insert(code.clone(), place)),
                    Some(begins) => drop(self.patterns.insert(begins.to_owned(), place)),
                }
                self.creators.get_mut(place)?.codes.push(code);
                None
            }
        }
    }

    /// Every ownership of `code`, in its normal form, as `credit` weighs it; a creator's number is their place and one.
    pub fn held(&self, code: &str) -> Vec<Held> {
        let held = |place: usize, fit: u32| {
            let number = u32::try_from(place + 1).unwrap_or(u32::MAX);
            Held { id: number, creator: number, campaign: 0, from: None, until: None, fit }
        };
        let exact = self.exact.get(code).map(|place| held(*place, EXACT));
        // Every beginning of the code is looked up, the longest first: there may be thousands of patterns.
        let begins = code.char_indices().zip(1..).map(|((at, letter), length)| (at + letter.len_utf8(), length));
        let begins = begins.filter(|_| !self.patterns.is_empty()).collect::<Vec<_>>();
        let fits = begins.into_iter().rev().filter_map(|(end, length): (usize, u32)| {
            let place = self.patterns.get(code.get(..end)?)?;
            Some(held(*place, length.min(EXACT - 1)))
        });
        exact.into_iter().chain(fits).collect()
    }
}

/// A code or a pattern in its normal form, by the rules of the register.
fn read_code(word: &str) -> Result<String, String> {
    // Whose it is does not matter here; the register's own reading does.
    let made = Code::make(&json!({ "code": word, "creator_id": 1 }), 0);
    made.map(|made| code::normal(&made.code)).map_err(|faults| {
        let detail = faults.first().map_or_else(String::new, |fault| fault.detail.clone());
        format!("the code `{}`: {detail}", cut(word))
    })
}

/// `12.5`, `12,5 %`: hundredths of a percent.
fn percent(text: &str) -> Result<u32, String> {
    let plain = text.trim_end_matches('%').trim().replace(',', ".");
    if plain.is_empty() || plain == "-" {
        return Ok(0);
    }
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let digits = format!("{whole}{part:0<2}");
    let read = digits.parse::<u32>().ok().filter(|_| part.len() <= 2 && digits.bytes().all(|b| b.is_ascii_digit()));
    read.filter(|rate| *rate <= WHOLE).ok_or_else(|| format!("`{}` is no percentage from 0 to 100", cut(text)))
}

/// `12000`, `12,000`, `12k`, `1.5M`.
fn followers(text: &str) -> Result<Option<i64>, String> {
    let text = text.trim();
    let not = || format!("`{}` is no number of followers", cut(text));
    if text.is_empty() || text == "-" {
        return Ok(None);
    }
    let (plain, each) = match text.char_indices().next_back() {
        Some((at, 'k' | 'K')) => (text.get(..at).unwrap_or_default(), 1_000),
        Some((at, 'm' | 'M')) => (text.get(..at).unwrap_or_default(), 1_000_000),
        _ => (text, 1),
    };
    if each == 1 {
        let digits = plain.replace(['.', ',', ' ', '\'', '\u{a0}'], "");
        return digits.parse().ok().filter(|count| *count >= 0).map(Some).ok_or_else(not);
    }
    let plain = plain.trim().replace(',', ".");
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let short = part.len() <= 3 && format!("{whole}{part}").bytes().all(|digit| digit.is_ascii_digit());
    let thousandths = format!("{whole}{part:0<3}").parse::<i64>().ok().filter(|_| short).ok_or_else(not)?;
    thousandths.checked_mul(each).map(|count| Some(count / 1000)).ok_or_else(not)
}

fn places(header: &Row) -> Result<HashMap<&'static str, usize>, Vec<String>> {
    let names: Vec<String> = header.all().map(plain).collect();
    if names
        .iter()
        .any(|name| ["financial status", "lineitem name", "order number", "order status"].contains(&name.as_str()))
    {
        return Err(vec!["everything: it is an export of orders, which goes behind --orders".into()]);
    }
    let mut places = HashMap::new();
    for (field, aliases) in COLUMNS {
        let place = aliases.iter().find_map(|alias| names.iter().position(|name| name == alias));
        places.extend(place.map(|place| (field, place)));
    }
    let missing =
        COLUMNS.iter().filter(|(field, _)| ["creator", "code"].contains(field) && !places.contains_key(field));
    let missing: Vec<String> = missing
        .map(|(field, aliases)| {
            let names: Vec<String> = aliases.iter().map(|alias| format!("`{alias}`")).collect();
            format!("the {field}: looked for {}", names.join(", "))
        })
        .collect();
    if missing.is_empty() { Ok(places) } else { Err(missing) }
}
