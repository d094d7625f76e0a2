//! Money as whole minor units of one currency; nothing here is ever a float.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use super::stored::{Misfit, Stored};
use crate::stored;

/// Every code that a report may name, each followed by a space, in the order of the alphabet.
///
/// # Why
/// Source: list one of ISO 4217 as of 2026, the codes that have a minor unit: countries' currencies and the funds. Metals, bond units, XDR, XTS and XXX have none, so no order can be paid in them. Beside
/// them stand those that were replaced since 2021 (ANG, BGN, CUC, HRK, SLL, ZWL), for late reports of old orders.
const CODES: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP \
    BYN BZD CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP \
    GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD \
    KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR \
    NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SLL SOS SRD SSP STN SVC \
    SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAF XCD XCG XOF \
    XPF YER ZAR ZMW ZWG ZWL ";

/// Three capital letters of ISO 4217.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "String")]
pub struct Currency([u8; 3]);

impl Currency {
    /// Reads a code of ISO 4217 in either case; letters that name no currency are none.
    pub fn parse(text: &str) -> Option<Self> {
        let letters: [u8; 3] = text.trim().to_ascii_uppercase().into_bytes().try_into().ok()?;
        CODES.as_bytes().chunks(4).any(|code| code.starts_with(&letters)).then_some(Self(letters))
    }

    /// The three letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.to_string()
    }
}

impl Stored for Currency {
    fn read(value: Value, misfit: &mut Misfit) -> Self {
        Self::try_from(String::read(value, misfit)).unwrap_or_else(|said| {
            misfit.note(said);
            Self(*b"XXX")
        })
    }
}

impl TryFrom<String> for Currency {
    type Error = &'static str;

    /// Takes back what was stored: any three capitals, for what is kept must stay readable when a code is replaced.
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let letters: Option<[u8; 3]> = text.into_bytes().try_into().ok();
        letters.filter(|letters| letters.iter().all(u8::is_ascii_uppercase)).map(Self).ok_or("not a currency")
    }
}

/// How many digits stand behind the point, as ISO 4217's table of minor units says: 0, 2, 3 or 4.
pub fn exponent(currency: Currency) -> u32 {
    match &currency.0 {
        b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG" | b"RWF" | b"UGX" | b"UYI"
        | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
        b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
        b"CLF" | b"UYW" => 4,
        _ => 2,
    }
}

/// The minor units that a decimal text says, exactly: `79.30`, `79` or `-5.00`, without separators, blanks, plus sign
/// or exponent.
///
/// `None` where it is written otherwise, says a part of a minor unit (zeros behind the last digit are none), or goes
/// beyond 64 bits. A negative amount is read as one; whether it may be is the caller's to say.
pub fn minor(text: &str, currency: Currency) -> Option<i64> {
    let (positive, digits) = text.strip_prefix('-').map_or((true, text), |digits| (false, digits));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    if [whole, part].iter().any(|part| part.is_empty() || !part.bytes().all(|digit| digit.is_ascii_digit())) {
        return None;
    }
    let places = usize::try_from(exponent(currency)).ok()?;
    if part.bytes().skip(places).any(|digit| digit != b'0') {
        return None;
    }
    let digits = whole.bytes().chain(part.bytes().chain(std::iter::repeat(b'0')).take(places));
    // Below zero there is one number more than above it.
    let below = |sum: i64, digit: u8| sum.checked_mul(10)?.checked_sub(i64::from(digit - b'0'));
    let negative = digits.into_iter().try_fold(0, below)?;
    if positive { negative.checked_neg() } else { Some(negative) }
}

/// The decimal text of `minor` units, which [`minor`] reads back: `79.30` in EUR, `79` in JPY.
pub fn decimal(minor: i64, currency: Currency) -> String {
    let places = exponent(currency);
    if places == 0 {
        return minor.to_string();
    }
    let (sign, amount, one) = (if minor < 0 { "-" } else { "" }, minor.unsigned_abs(), 10_u64.pow(places));
    let (whole, part, width) = (amount / one, amount % one, usize::try_from(places).unwrap_or_default());
    format!("{sign}{whole}.{part:0width$}")
}

/// An amount as a shop states it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Amount {
    /// Everything, 0 to 2^53 - 1.
    pub total: i64,
    /// Tax inside the total, where stated.
    pub tax: Option<i64>,
    /// Shipping inside the total, where stated.
    pub shipping: Option<i64>,
}

stored!(Amount { total, tax, shipping });

impl Amount {
    /// The goods alone (total less tax and shipping) where both are stated; `None` where only the total is known.
    pub fn goods(&self) -> Option<i64> {
        Some(self.total - self.tax? - self.shipping?)
    }

    /// The revenue of an order: the goods where they are known, else the whole total (`basis: order_total`).
    pub fn revenue(&self) -> i64 {
        self.goods().unwrap_or(self.total)
    }
}

/// What an order's revenue is: a choice of the deployment, `REVENUE_BASIS`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Basis {
    /// `merchandise`: goods without tax and shipping, where these are known, else the order's total.
    #[default]
    Merchandise,
    /// `order_total`: everything that was paid.
    OrderTotal,
}

impl Basis {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Merchandise => "merchandise",
            Self::OrderTotal => "order_total",
        }
    }

    /// The basis that `word` names.
    pub fn named(word: &str) -> Option<Self> {
        match word {
            "merchandise" => Some(Self::Merchandise),
            "order_total" => Some(Self::OrderTotal),
            _ => None,
        }
    }
}

impl Amount {
    /// The amount as `basis` counts it: goods that are stated as such (`merchandise`) are what all else is taken off for.
    #[must_use]
    pub fn counted(self, merchandise: Option<i64>, basis: Basis) -> Self {
        match (basis, merchandise) {
            (Basis::OrderTotal, _) => Self { tax: None, shipping: None, ..self },
            // Lines that were rounded one by one may come to a little more than the total.
            (Basis::Merchandise, Some(goods)) => {
                Self { tax: Some(self.total - goods.clamp(0, self.total)), shipping: Some(0), ..self }
            }
            (Basis::Merchandise, None) => self,
        }
    }
}

/// Money that was given back, as the store adds it up: `[part, total, tax, shipping]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Back {
    /// 0: refunds and cancellations, one by one; 1: chargebacks; 2: all that was given back, as the shop's platform adds
    /// it up.
    pub part: u8,
    /// Everything, 0 to 2^53 - 1; 10^12 or more is all there was.
    pub total: i64,
    /// Tax inside the total, where stated.
    pub tax: Option<i64>,
    /// Shipping inside the total, where stated.
    pub shipping: Option<i64>,
}

stored!(Back { part, total, tax, shipping });

/// How much of an order's revenue is taken back, never more than all of it.
///
/// What a platform adds up itself (part 2) tells of the same money as the single refunds, so the larger of the two counts
/// and never their sum. A chargeback goes past the shop and comes on top of either.
pub fn taken_back(order: &Amount, back: &[Back]) -> i64 {
    let with = |part: u8| {
        let counted = back.iter().filter(|back| back.part == part || back.part == 1);
        let amounts = counted.map(|back| Amount { total: back.total, tax: back.tax, shipping: back.shipping });
        refunded(order, &amounts.collect::<Vec<_>>())
    };
    with(0).max(with(2))
}

/// How much of an order's revenue its refunds take back: never more than all of it.
///
/// A refund that states its goods takes those, where the order states its own; every other one takes the same share
/// of the revenue as of the order's total. Such totals are added up first and divided once, so that parts that make up
/// the whole take back the whole, to the minor unit.
pub fn refunded(order: &Amount, refunds: &[Amount]) -> i64 {
    let revenue = order.revenue();
    let goods = |refund: &Amount| order.goods().and_then(|_| refund.goods());
    let stated: i128 = refunds.iter().filter_map(goods).map(i128::from).sum();
    let totals: i128 =
        refunds.iter().filter(|refund| goods(refund).is_none()).map(|refund| i128::from(refund.total)).sum();
    let share = match order.total {
        0 => 0,
        total => i128::from(revenue) * totals.min(i128::from(total)) / i128::from(total),
    };
    let all: i128 = refunds.iter().map(|refund| i128::from(refund.total)).sum();
    // Refunds that give back everything that was paid leave no revenue, however they were split.
    if order.total > 0 && all >= i128::from(order.total) {
        return revenue;
    }
    i64::try_from((stated + share).min(i128::from(revenue))).unwrap_or(revenue)
}

/// `part / whole` rounded half away from zero, in whole minor units; `None` where there is nothing to divide by.
pub fn average(part: i64, whole: i64) -> Option<i64> {
    if whole <= 0 {
        return None;
    }
    let (part, whole) = (i128::from(part), i128::from(whole));
    i64::try_from((2 * part + whole * part.signum()) / (2 * whole)).ok()
}
