//! Cohorts as customers stream by: what is kept of each is a few sums by age, however many customers there are.

use super::{AGES, Customer};
use crate::domain::credit::model::{MICRO, Model, Options, split};
use crate::domain::time::{DAY_MS, Day};

/// Net money of one currency.
#[derive(Clone, Debug)]
pub struct Net {
    /// The currency.
    pub currency: String,
    /// Minor units by age, the last for what is older than all of [`AGES`].
    pub by_age: [i64; 8],
    /// Squares of what each customer brought up to each age, added.
    pub squares: [f64; 7],
}

/// A cohort. Everything that is counted is in millionths, for a customer may be brought by several.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// The month, by its place among those that are asked for.
    pub month: usize,
    /// Who brought them; 0 for other channels and nobody.
    pub creator: u32,
    /// Customers.
    pub customers: i64,
    /// Those of them who were brought by this one alone.
    pub whole: bool,
    /// Orders, by age as in [`Net`].
    pub orders: [i64; 8],
    /// Orders without a rate into the reporting currency: their money is nowhere.
    pub unrated: i64,
    /// Customers with a second order, by age.
    pub again: [i64; 7],
    /// Days from the first to the second order with the customers they are of, in order.
    pub second: Vec<(i64, i64)>,
    /// Money by currency.
    pub net: Vec<Net>,
}

impl Group {
    /// Net money of `net` up to age `at`.
    pub fn up_to(net: &Net, at: usize) -> i64 {
        net.by_age.iter().take(at + 1).sum()
    }

    /// The median of the days from the first to the second order, of who came again; halfway where it is between two.
    pub fn median_days(&self) -> Option<f64> {
        let all: i64 = self.second.iter().map(|known| known.1).sum();
        let mut before = 0;
        let mut known = self.second.iter().peekable();
        while let Some((days, micro)) = known.next() {
            before += micro;
            if 2 * before >= all {
                let other = known.peek().filter(|_| 2 * before == all).map_or(*days, |next| next.0);
                #[expect(clippy::cast_precision_loss, reason = "days of a few years")]
                return Some((days + other) as f64 / 2.0);
            }
        }
        None
    }

    fn add(&mut self, customer: &Customer, micro: i64, nets: &[(usize, &str, i64)]) {
        self.customers += micro;
        self.whole &= micro == MICRO;
        for orders in &customer.6 {
            if let Some(sum) = self.orders.get_mut(orders.0) {
                *sum += orders.2 * micro;
            }
            self.unrated += orders.3 * micro;
        }
        if let Some(after) = customer.second() {
            for (again, days) in self.again.iter_mut().zip(AGES) {
                *again += if after < days * DAY_MS { micro } else { 0 };
            }
            let days = after / DAY_MS;
            match self.second.binary_search_by_key(&days, |known| known.0) {
                Ok(at) => self.second.get_mut(at).map_or((), |known| known.1 += micro),
                Err(at) => self.second.insert(at, (days, micro)),
            }
        }
        let mut currencies: Vec<&str> = nets.iter().map(|net| net.1).collect();
        currencies.sort_unstable();
        currencies.dedup();
        for currency in currencies {
            let at = self.net.iter().position(|known| known.currency == currency).unwrap_or_else(|| {
                self.net.push(Net { currency: currency.to_owned(), by_age: [0; 8], squares: [0.0; 7] });
                self.net.len() - 1
            });
            let Some(net) = self.net.get_mut(at) else { continue };
            let mut brought = 0;
            for (age, sum) in net.by_age.iter_mut().enumerate() {
                let here: i64 = nets.iter().filter(|net| net.0 == age && net.1 == currency).map(|net| net.2).sum();
                *sum += here;
                brought += here;
                if let Some(squares) = net.squares.get_mut(age) {
                    *squares += square(brought);
                }
            }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "it is the spread of money, not money")]
fn square(minor: i64) -> f64 {
    minor as f64 * minor as f64
}

/// All cohorts.
#[derive(Clone, Debug)]
pub struct Groups {
    model: Model,
    options: Options,
    months: Vec<(Day, Day)>,
    /// In order of month and creator.
    pub all: Vec<Group>,
}

impl Groups {
    /// Cohorts of `months` by `model`; `options` are the deployment's windows.
    pub fn new(model: Model, options: Options, months: Vec<(Day, Day)>) -> Self {
        Self { model, options, months, all: Vec::new() }
    }

    /// Adds a customer to the cohorts of all who brought them; money is split to the minor unit.
    pub fn add(&mut self, customer: &Customer) {
        let month = self.months.partition_point(|month| month.1.0 < customer.0);
        let shares = customer.acquired(self.model, &self.options);
        let weights: Vec<u64> = shares.iter().map(|share| share.1.unsigned_abs()).collect();
        let nets: Vec<Vec<i64>> = customer.6.iter().map(|orders| split(orders.4 - orders.5, &weights)).collect();
        for (place, (creator, micro)) in shares.iter().enumerate() {
            let mine = customer.6.iter().zip(&nets);
            let mine: Vec<(usize, &str, i64)> = mine
                .map(|(orders, parts)| (orders.0, orders.1.as_str(), parts.get(place).copied().unwrap_or_default()))
                .collect();
            let at = self.place_of(month, *creator);
            if let Some(group) = self.all.get_mut(at) {
                group.add(customer, *micro, &mine);
            }
        }
    }

    /// Where a cohort stands, which is begun where there is none.
    pub fn place_of(&mut self, month: usize, creator: u32) -> usize {
        let key = (month, creator);
        let at = self.all.partition_point(|known| (known.month, known.creator) < key);
        if self.all.get(at).is_none_or(|known| (known.month, known.creator) != key) {
            self.all.insert(at, Group { month, creator, whole: true, ..Group::default() });
        }
        at
    }
}
