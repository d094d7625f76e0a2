//! Which column of an export holds what, found by the names in its header.
//!
//! # Why
//! Exports are told apart by what only they have: Shopify's names a `Financial Status` and line items, everything else is
//! read by the names that `WooCommerce` and its usual export plugins give. Names are compared without case and punctuation, so
//! `order_total`, `Order Total` and `Order total ` are one. Sources of the names: Shopify's export as published samples
//! show it; `WooCommerce`'s `get_export_columns` of the orders report; the headers of "Advanced Order Export" and of
//! `WebToffee`'s export, from published samples.

use crate::domain::case;

/// What a column may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Field {
    /// The order's number.
    Id,
    /// When it was made.
    Created,
    /// Codes, however many.
    Codes,
    /// Goods after discounts, without tax and shipping.
    Net,
    /// Everything that was paid.
    Total,
    /// Tax.
    Tax,
    /// Shipping.
    Shipping,
    /// What codes took off.
    Discount,
    /// What was given back.
    Refunded,
    /// The currency of all of these.
    Currency,
    /// Paid, refunded, ...
    Status,
    /// When it was paid.
    Paid,
    /// When it was cancelled.
    Cancelled,
    /// The customer's e-mail.
    Email,
    /// `new` or `returning`.
    CustomerType,
    /// Where the customer came from, as the shop knows it.
    Origin,
}

/// How many there are.
const FIELDS: usize = 16;

/// Whose export it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shop {
    /// Shopify's orders export.
    Shopify,
    /// `WooCommerce`: Analytics, or an export plugin.
    WooCommerce,
}

impl Shop {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Shopify => "Shopify",
            Self::WooCommerce => "WooCommerce",
        }
    }
}

use Field::{
    Cancelled, Codes, Created, Currency, CustomerType, Discount, Email, Id, Net, Origin, Paid, Refunded, Shipping,
    Status, Tax, Total,
};

/// Shopify's names; the first that is there counts.
const SHOPIFY: [(Field, &[&str]); 15] = [
    (Id, &["Name"]),
    (Created, &["Created at"]),
    (Codes, &["Discount Code"]),
    (Net, &["Subtotal"]),
    (Total, &["Total"]),
    (Tax, &["Taxes"]),
    (Shipping, &["Shipping"]),
    (Discount, &["Discount Amount"]),
    (Refunded, &["Refunded Amount"]),
    (Currency, &["Currency"]),
    (Status, &["Financial Status"]),
    (Paid, &["Paid at"]),
    (Cancelled, &["Cancelled at"]),
    (Email, &["Email"]),
    (Origin, &["Landing Site", "Landing Page", "UTM Source", "Referring Site"]),
];

/// The names of `WooCommerce` and its plugins; the first that is there counts.
const WOOCOMMERCE: [(Field, &[&str]); 16] = [
    (Id, &["Order Number", "Order #", "Order ID", "Order", "Number", "ID"]),
    (Created, &["Order Date", "Date", "Date Created", "Created At", "Created", "Order Created"]),
    (
        Codes,
        &["Coupon(s)", "Coupon Code", "Coupon Codes", "Coupon Items", "Coupons", "Coupon", "Coupons Used", "Codes"],
    ),
    (Net, &["Net Sales", "N. Revenue", "Net Revenue", "Net Total"]),
    (Total, &["Order Total Amount", "Order Total", "Total", "Order Amount", "Total Sales", "N. Revenue (formatted)"]),
    (Tax, &["Order Total Tax Amount", "Tax Total", "Order Total Tax", "Total Tax", "Order Tax", "Taxes", "Tax"]),
    (Shipping, &["Order Shipping Amount", "Shipping Total", "Order Shipping", "Shipping Amount", "Shipping"]),
    (Discount, &["Cart Discount Amount", "Discount Total", "Cart Discount", "Order Discount", "Discount Amount"]),
    (
        Refunded,
        &["Order Refund Amount", "Refunded Amount", "Total Refunded", "Refund Total", "Refund Amount", "Refund Items"],
    ),
    (Currency, &["Order Currency", "Currency"]),
    (Status, &["Order Status", "Status"]),
    (Paid, &["Paid Date", "Date Paid", "Paid At"]),
    (Cancelled, &["Cancelled At"]),
    (Email, &["Email (Billing)", "Billing Email", "Customer Email", "Email", "Billing Email Address"]),
    (CustomerType, &["Customer Type"]),
    (Origin, &["Attribution", "Origin", "Order Attribution", "UTM Source", "Landing Page"]),
];

/// The columns of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// Whose export it is.
    pub shop: Shop,
    /// How many cells an order's row must have: up to the last column that is read.
    pub least: usize,
    /// How many cells the header has.
    pub width: usize,
    places: [Option<usize>; FIELDS],
}

impl Columns {
    /// Finds the columns of a header.
    ///
    /// # Errors
    /// What was looked for and is not there, a sentence per field.
    pub fn of<'a>(header: impl Iterator<Item = &'a str>) -> Result<Self, Vec<String>> {
        let names: Vec<String> = header.map(plain).collect();
        let has = |name: &str| names.iter().any(|known| known == name);
        let shopify = has("financial status") || has("lineitem name") || has("lineitem quantity");
        let (shop, known): (_, &[(Field, &[&str])]) =
            if shopify { (Shop::Shopify, &SHOPIFY) } else { (Shop::WooCommerce, &WOOCOMMERCE) };
        let mut places = [None; FIELDS];
        for (field, aliases) in known {
            let place = aliases.iter().find_map(|alias| names.iter().position(|name| *name == plain(alias)));
            if let Some(slot) = places.get_mut(*field as usize) {
                *slot = place;
            }
        }
        let least = places.iter().flatten().max().map_or(0, |last| last + 1);
        let columns = Self { shop, least, width: names.len(), places };
        let missing = columns.missing(known);
        if missing.is_empty() { Ok(columns) } else { Err(missing) }
    }

    fn missing(&self, known: &[(Field, &[&str])]) -> Vec<String> {
        let names = |wanted: Field| {
            let aliases = known.iter().find(|(field, _)| *field == wanted).map_or(&[][..], |(_, aliases)| *aliases);
            aliases.iter().map(|alias| format!("`{alias}`")).collect::<Vec<_>>().join(", ")
        };
        let mut missing = Vec::new();
        for (field, what) in [(Id, "the order's number"), (Created, "its date"), (Codes, "its discount codes")] {
            if self.place(field).is_none() {
                missing.push(format!("{what}: looked for {}", names(field)));
            }
        }
        if self.place(Net).is_none() && self.place(Total).is_none() {
            missing.push(format!("what it came to: looked for {}, {}", names(Net), names(Total)));
        }
        missing
    }

    /// Where a field stands; `None` where the export does not have it.
    pub fn place(&self, field: Field) -> Option<usize> {
        self.places.get(field as usize).copied().flatten()
    }
}

/// A column's name without case, spaces around it and punctuation; `#` is a number.
pub fn plain(name: &str) -> String {
    let folded = case::lower(&name.replace('#', " number ")).replace(['(', ')'], "");
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}
