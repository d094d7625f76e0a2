//! The words that conditions ask for: devices, systems, apps, countries, regions and languages, as the codes of a visit.
//!
//! # Why
//! A word that no visit can have makes a rule that never matches, in silence: `UK` for Great Britain, `jp` for Japanese.
//! So countries and languages are compared with the lists of ISO 3166-1 and ISO 639-1, which weigh less than a kilobyte.

use crate::domain::device::{APPS, CLASSES, SYSTEMS};
use crate::domain::facets::Facets;
use crate::domain::letters::Letters;

/// What a condition compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Class of device.
    Device,
    /// Operating system.
    System,
    /// In-app browser; `none` is a browser of its own.
    App,
    /// ISO 3166-1, as the platform knows it from the address.
    Country,
    /// ISO 3166-2, country and region.
    Region,
    /// The first language that was asked for.
    Language,
}

/// Every kind with its name, in the order that conditions are kept and shown in.
pub const KINDS: [(Kind, &str); 6] = [
    (Kind::Device, "device"),
    (Kind::System, "system"),
    (Kind::App, "app"),
    (Kind::Country, "country"),
    (Kind::Region, "region"),
    (Kind::Language, "language"),
];

/// What no visit has.
pub const NEVER: u64 = u64::MAX;

/// ISO 3166-1 as of 2026, two letters each; then what the platform says besides: Tor, Kosovo.
const COUNTRIES: &str = "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCR\
    CUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHU\
    IDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQ\
    MRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSI\
    SJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSYEYTZAZMZWT1\
    XK";

/// ISO 639-1, two letters each; then what browsers still send: old names of Indonesian, Hebrew, Yiddish and Romanian.
const LANGUAGES: &str = "aaabaeafakamanarasavayazbabebgbhbibmbnbobrbscacechcocrcscucvcydadedvdzeeeleneoeseteufafffifjfofrfyga\
    gdglgngugvhahehihohrhthuhyhziaidieigiiikioisitiujajvkakgkikjkkklkmknkokrkskukvkwkylalblglilnloltlulv\
    mgmhmimkmlmnmrmsmtmynanbndnengnlnnnonrnvnyocojomorospapiplpsptqurmrnrorurwsascsdsesgsiskslsmsnsosqsr\
    ssstsusvswtatetgthtitktltntotrtstttwtyugukuruzvevivowawoxhyiyozazhzuiniwjimo";

impl Kind {
    /// The code that a visit has of this kind.
    pub fn of(self, facets: &Facets) -> u64 {
        match self {
            Self::Device => facets.device.into(),
            Self::System => facets.system.into(),
            Self::App => facets.app.into(),
            Self::Country => facets.country.number().into(),
            Self::Region => region(facets.country, facets.region),
            Self::Language => facets.language.number().into(),
        }
    }

    /// The code of `word`; none where no visit can have it.
    pub fn code(self, word: &str) -> Option<u64> {
        match self {
            Self::Device | Self::System | Self::App => {
                let at = self.names().iter().position(|name| *name == word)?;
                u64::try_from(at).ok()
            }
            Self::Country => country(word).map(|country| country.number().into()),
            Self::Region => {
                let (before, behind) = word.split_once('-')?;
                let part = Letters::of(&behind.to_ascii_uppercase());
                country(before).filter(|_| behind.len() <= 3 && !part.is_empty()).map(|country| region(country, part))
            }
            Self::Language => {
                let language = word.to_ascii_lowercase();
                let letters = language.bytes().all(|letter| letter.is_ascii_lowercase());
                let known = if language.len() == 2 { listed(LANGUAGES, &language) } else { language.len() == 3 };
                (letters && known).then(|| Letters::of(&language).number().into())
            }
        }
    }

    /// The word of `code`.
    pub fn word(self, code: u64) -> String {
        let letters = |number: u64| Letters::from_number(u32::try_from(number).unwrap_or_default());
        match self {
            Self::Country | Self::Language => letters(code).to_string(),
            Self::Region => format!("{}-{}", letters(country_of(code)), letters(code & u64::from(u32::MAX))),
            _ => {
                let name = usize::try_from(code).ok().and_then(|code| self.names().get(code));
                name.copied().unwrap_or("unknown").to_owned()
            }
        }
    }

    /// What to send instead of a word that is none.
    pub fn detail(self) -> String {
        match self {
            Self::Country => "Send a country by its two letters in ISO 3166-1, such as DE (Great Britain is GB).".into(),
            Self::Region => "Send a region as in ISO 3166-2, such as DE-BY.".into(),
            Self::Language => {
                "Send a language by its two letters in ISO 639-1 or its three in ISO 639-3, such as de, without a region."
                    .into()
            }
            _ => format!("Send one of {}.", self.names().join(", ")),
        }
    }

    /// The words of a kind that has a list of its own.
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Device => CLASSES,
            Self::System => SYSTEMS,
            Self::App => APPS,
            _ => &[],
        }
    }
}

/// The country of a region's code.
pub fn country_of(region: u64) -> u64 {
    region >> 32
}

fn region(country: Letters, part: Letters) -> u64 {
    u64::from(country.number()) << 32 | u64::from(part.number())
}

fn country(word: &str) -> Option<Letters> {
    let word = word.to_ascii_uppercase();
    listed(COUNTRIES, &word).then(|| Letters::of(&word))
}

/// Whether a list of two letters each has these two.
fn listed(list: &str, letters: &str) -> bool {
    list.as_bytes().chunks_exact(2).any(|pair| pair == letters.as_bytes())
}
