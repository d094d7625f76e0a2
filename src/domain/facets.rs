//! By what and from where somebody came, as small codes, and the one short text that they are kept as.
//!
//! # Why
//! A column a code would cost each click more than all that is done with it: SQLite finds every value of a row anew. So the
//! codes that only a recount reads are one text, and a recount reads it in one go.

use std::fmt::Write;

use serde_json::Value;

use super::letters::Letters;
use super::stored::{Misfit, Stored};

/// By what and from where somebody came, as small codes; 0 and empty where nobody knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// Which pattern of its kind made the verdict, see [`super::verdict`].
    pub sign: u32,
    /// Class of device, see [`super::device`].
    pub device: u8,
    /// Operating system.
    pub system: u8,
    /// In-app browser or mail proxy.
    pub app: u8,
    /// Where the visit came from, see [`super::channel`].
    pub source: u8,
    /// ISO 3166-1, two letters.
    pub country: Letters,
    /// ISO 3166-2 without the country, up to three.
    pub region: Letters,
    /// The first language that was asked for, without its region.
    pub language: Letters,
    /// Number of the autonomous system.
    pub network: u32,
    /// Alike for requests of one TLS connection.
    pub connection: u32,
    /// 0 not asked, 1 given, 2 refused.
    pub consent: u8,
    /// Which destination of a split a click was sent to, 1 to 250; numbers are the link's own.
    pub variant: u8,
}

impl Facets {
    /// The codes as text: `device.system.app.source.country.region.language.consent.sign.variant`, what is not known
    /// left empty, without the dots at the end. Network and connection are columns of their own.
    pub fn print(&self) -> String {
        let mut text = String::with_capacity(32);
        let mut put = |known: bool, value: &dyn std::fmt::Display| {
            if known {
                // A String takes everything that is written to it.
                let _ = write!(text, "{value}");
            }
            text.push('.');
        };
        for code in [self.device, self.system, self.app, self.source] {
            put(code != 0, &code);
        }
        for letters in [self.country, self.region, self.language] {
            put(!letters.is_empty(), &letters);
        }
        put(self.consent != 0, &self.consent);
        put(self.sign != 0, &self.sign);
        put(self.variant != 0, &self.variant);
        text.truncate(text.trim_end_matches('.').len());
        text
    }

    /// The codes of a text that [`Facets::print`] made; none where it is built otherwise; what stands behind them is a newer Worker's.
    pub fn read(text: &str) -> Option<Self> {
        fn number<T: std::str::FromStr + Default>(part: Option<&str>) -> Option<T> {
            part.filter(|part| !part.is_empty()).map_or_else(|| Some(T::default()), |part| part.parse().ok())
        }
        let letters = |part: Option<&str>| {
            let part = part.unwrap_or_default();
            Some(Letters::of(part)).filter(|letters| part.is_empty() || !letters.is_empty())
        };
        let mut parts = text.split('.');
        let mut next = || parts.next();
        let read = Self {
            device: number(next())?,
            system: number(next())?,
            app: number(next())?,
            source: number(next())?,
            country: letters(next())?,
            region: letters(next())?,
            language: letters(next())?,
            consent: number(next()).filter(|consent| *consent <= 2)?,
            sign: number(next())?,
            variant: number(next())?,
            network: 0,
            connection: 0,
        };
        // What a newer Worker has put behind is left to it.
        Some(read)
    }
}

impl Stored for Facets {
    fn read(value: Value, misfit: &mut Misfit) -> Self {
        value.as_str().and_then(Self::read).unwrap_or_else(|| {
            misfit.note("there are no codes in place of codes");
            Self::default()
        })
    }
}
