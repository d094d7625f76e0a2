//! Rows of an export as orders: what the domain weighs, with what only an export has.
//!
//! # Why
//! - An order counts when it is made, paid or not, as in the shops' own reports and as the webhooks read it; one that was
//!   never paid and is over (`voided`, `expired`, `failed`, cancelled without a payment) is no order and is counted apart.
//! - Revenue is goods after discounts, without tax and shipping. Shopify's `Subtotal` holds tax where prices include it;
//!   that shows, for then subtotal, shipping and taxes are more than the total. Tax is taken out of goods and shipping alike.
//! - An export knows what was given back in all, never what of: the share of the total is taken off the goods.

use super::amount::{self, Mark, cut};
use super::columns::{Columns, Field, Shop, plain};
use super::creators::Book;
use super::table::Row;
use super::when::{self, When};
use crate::domain::case;
use crate::domain::conversion::{CODES_MOST, Kind};
use crate::domain::credit::{Carried, Evidence, Order};
use crate::domain::money::{self, Amount, Back, Currency};
use crate::domain::register::code;

/// How a file writes amounts and dates, as far as it has shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Habits {
    /// Its decimal mark.
    pub mark: Option<Mark>,
    /// Whether the day stands before the month.
    pub day_first: Option<bool>,
    /// The currency of its first order.
    pub currency: Option<Currency>,
}

impl Habits {
    /// Learns from a row what was not known yet.
    pub fn learn(&mut self, row: &Row, columns: &Columns) {
        let cell = |field: &Field| columns.place(*field).map_or("", |place| row.cell(place));
        let money = [Field::Total, Field::Net, Field::Shipping, Field::Tax, Field::Discount, Field::Refunded];
        self.mark = self.mark.or(money.iter().find_map(|field| amount::shown(cell(field))));
        let dates = [Field::Created, Field::Paid];
        self.day_first = self.day_first.or(dates.iter().find_map(|field| when::shown(cell(field))));
        self.currency = self.currency.or_else(|| Currency::parse(cell(&Field::Currency)));
    }
}

/// An order of the export.
#[derive(Clone, Debug)]
pub struct Sale {
    /// The line that it begins on.
    pub line: usize,
    /// When it was made.
    pub when: When,
    /// Its currency.
    pub currency: Currency,
    /// The customer's e-mail in small letters; empty where it is not known. It is hashed and dropped, never written.
    pub email: String,
    /// What codes took off.
    pub discount: i64,
    /// Where the customer came from, as the shop knows it.
    pub origin: String,
    /// What the domain weighs.
    pub order: Order,
}

/// What a row is.
#[derive(Clone, Debug)]
pub enum Read {
    /// An order.
    Sale(Box<Sale>),
    /// A further line of the order above, with the codes that stand on it.
    More(Vec<Carried>),
    /// No order: what it is instead.
    Apart(&'static str),
}

/// Reads rows of one export.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// Where what stands.
    pub columns: &'a Columns,
    /// How it is written.
    pub habits: Habits,
    /// The currency of amounts whose rows name none.
    pub currency: Option<Currency>,
    /// Whose codes are whose.
    pub book: &'a Book,
}

impl Reading<'_> {
    fn cell<'r>(&self, row: &'r Row, field: Field) -> &'r str {
        self.columns.place(field).map_or("", |place| row.cell(place))
    }

    /// The number of the order that a row belongs to.
    pub fn number<'r>(&self, row: &'r Row) -> &'r str {
        self.cell(row, Field::Id)
    }

    /// Reads a row; `above` is the number of the order that the row above belongs to.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn read(&self, row: &Row, above: &str) -> Result<Read, String> {
        let id = self.cell(row, Field::Id);
        if id.is_empty() {
            return Err("there is no order number".into());
        }
        let (width, cells) = (self.columns.width, row.cells());
        if cells > width && (width..cells).any(|place| !row.cell(place).is_empty()) {
            return Err(format!("it has {cells} cells and the header {width}: a quote or a separator is missing"));
        }
        if id == above {
            return Ok(Read::More(self.codes(row)));
        }
        if id.chars().count() > 128 {
            return Err("the order number is longer than 128 characters".into());
        }
        let created = self.cell(row, Field::Created);
        let net = self.cell(row, Field::Net);
        if created.is_empty() && net.is_empty() && self.cell(row, Field::Total).is_empty() {
            return Err("it is a further line of an order whose own line is missing or could not be read".into());
        }
        if cells < self.columns.least {
            return Err(format!("it has {cells} cells of {width}: the line is cut off"));
        }
        let when = when::read(created, self.habits.day_first)?;
        let currency = match self.cell(row, Field::Currency) {
            "" => self.currency.ok_or("there is no currency")?,
            text => Currency::parse(text).ok_or_else(|| format!("`{}` is no currency", cut(text)))?,
        };
        let (amount, goods) = self.amounts(row, currency)?;
        let back = match self.standing(row) {
            Standing::Apart(why) => return Ok(Read::Apart(why)),
            Standing::GivenBack => amount.total,
            Standing::Stands => self.refunded(row, currency)?.min(amount.total),
            Standing::Cancelled => match self.refunded(row, currency)? {
                0 => amount.total,
                some => some.min(amount.total),
            },
        };
        let mut codes = self.codes(row);
        let discount = self.money(row, Field::Discount, currency)?.unwrap_or_default().abs();
        if let ([one], true) = (codes.as_mut_slice(), discount > 0) {
            one.discount = Some(discount);
        }
        let new_customer = match plain(self.cell(row, Field::CustomerType)).as_str() {
            "new" => Some(1),
            "returning" => Some(0),
            _ => None,
        };
        let order = Order {
            order_id: id.to_owned(),
            occurred_at: when.at,
            verified: 1,
            currency: Some(currency),
            amount,
            merchandise: goods,
            new_customer,
            evidence: Evidence { codes, ..Evidence::default() },
            back: (back > 0).then_some(Back { part: 2, total: back, tax: None, shipping: None }).into_iter().collect(),
            refund_count: u32::from(back > 0),
            kind: Kind::Sale,
            visitor: 0,
            customer: None,
            rate_e9: None,
        };
        let email = case::lower(self.cell(row, Field::Email));
        let origin = origin(self.cell(row, Field::Origin));
        Ok(Read::Sale(Box::new(Sale { line: row.line, when, currency, email, discount, origin, order })))
    }

    /// The amounts, and the goods among them where these are told.
    fn amounts(&self, row: &Row, currency: Currency) -> Result<(Amount, Option<i64>), String> {
        let woo = self.columns.shop == Shop::WooCommerce;
        let net = self.money(row, Field::Net, currency)?;
        // Analytics writes the total with the currency's sign, for people to read: the goods stand beside it.
        let total = match self.money(row, Field::Total, currency) {
            Err(_) if woo && net.is_some() => None,
            total => total?,
        };
        let Some(total) = total.or(net) else { return Err("there is no amount".into()) };
        let tax = self.money(row, Field::Tax, currency)?;
        let shipping = self.money(row, Field::Shipping, currency)?;
        if [Some(total), net, tax, shipping].iter().flatten().any(|amount| *amount < 0) {
            return Err("an amount is below zero".into());
        }
        let goods = if woo { net } else { net.map(|net| goods(total, net, tax, shipping)) };
        Ok((Amount { total, tax, shipping }, goods))
    }

    fn refunded(&self, row: &Row, currency: Currency) -> Result<i64, String> {
        let text = self.cell(row, Field::Refunded);
        if !text.contains("amount:") {
            return Ok(self.money(row, Field::Refunded, currency)?.unwrap_or_default().abs());
        }
        let amounts = pairs(text).filter(|(key, _)| *key == "amount");
        amounts.map(|(_, text)| amount::read(text, currency, self.habits.mark).map(i64::abs)).sum()
    }

    fn money(&self, row: &Row, field: Field, currency: Currency) -> Result<Option<i64>, String> {
        match self.cell(row, field) {
            "" | "-" => Ok(None),
            text => amount::read(text, currency, self.habits.mark).map(Some),
        }
    }

    /// The codes of a row, each once, in their normal form.
    fn codes(&self, row: &Row) -> Vec<Carried> {
        let cell = self.cell(row, Field::Codes);
        let words: Vec<&str> = if cell.contains("code:") {
            pairs(cell).filter(|(key, _)| *key == "code").map(|(_, code)| code).collect()
        } else {
            cell.split([',', '|', ';', '\n']).collect()
        };
        let mut codes: Vec<Carried> = Vec::new();
        for word in words.into_iter().map(str::trim).filter(|word| !word.is_empty() && *word != "-") {
            let code = code::normal(&word.chars().filter(|letter| !letter.is_control()).take(64).collect::<String>());
            if codes.len() < CODES_MOST && codes.iter().all(|known| known.code != code) {
                let held = self.book.held(&code);
                codes.push(Carried { code, discount: None, verified: 1, held });
            }
        }
        codes
    }

    /// What the status says of an order.
    fn standing(&self, row: &Row) -> Standing {
        let status = plain(self.cell(row, Field::Status));
        let status = status.strip_prefix("wc ").unwrap_or(&status);
        let paid = !self.cell(row, Field::Paid).is_empty();
        let cancelled = !self.cell(row, Field::Cancelled).is_empty();
        match (self.columns.shop, status) {
            (_, "voided" | "expired") => Standing::Apart("voided or expired before they were paid"),
            (Shop::Shopify, "pending" | "authorized") if cancelled => {
                Standing::Apart("cancelled before they were paid")
            }
            (_, "refunded") => Standing::GivenBack,
            (Shop::Shopify, _) if cancelled => Standing::Cancelled,
            (Shop::WooCommerce, "cancelled") if !paid => Standing::Apart("cancelled before they were paid"),
            (Shop::WooCommerce, "cancelled" | "trash") => Standing::Cancelled,
            (Shop::WooCommerce, "failed") => Standing::Apart("failed"),
            (Shop::WooCommerce, "pending" | "pending payment" | "checkout draft" | "auto draft" | "draft") => {
                Standing::Apart("not paid yet, or drafts")
            }
            _ => Standing::Stands,
        }
    }
}

enum Standing {
    Stands,
    Cancelled,
    GivenBack,
    Apart(&'static str),
}

/// Goods without tax: `net` holds its part of it where all parts are more than the total.
fn goods(total: i64, net: i64, tax: Option<i64>, shipping: Option<i64>) -> i64 {
    let (tax, shipping) = (tax.unwrap_or_default(), shipping.unwrap_or_default());
    let inside = tax > 0 && net > 0 && total < net + shipping + tax;
    let part = i64::try_from(i128::from(tax) * i128::from(net)).ok();
    let own = part.and_then(|part| money::average(part, net + shipping)).filter(|_| inside).unwrap_or_default();
    (net - own).max(0)
}

/// `code:SARAH10|amount:5.00;code:...` as its pairs, in the way that `WebToffee`'s export writes lists.
fn pairs(cell: &str) -> impl Iterator<Item = (&str, &str)> {
    cell.split(['|', ';']).filter_map(|pair| pair.split_once(':')).map(|(key, value)| (key.trim(), value.trim()))
}

/// Where a customer came from: the tag of a landing page, else the words of the shop.
fn origin(text: &str) -> String {
    let tag = text.split(['?', '&']).find_map(|pair| pair.strip_prefix("utm_source="));
    tag.unwrap_or(text).chars().filter(|letter| !letter.is_control()).take(60).collect()
}
