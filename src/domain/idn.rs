//! Names that look like other names: letters of several scripts in one word, and words of one script that read as Latin.
//!
//! # Why
//! A destination is stored and shown in ASCII (`xn--pple-43d.com`), so nobody is fooled here; but whoever pasted it may have
//! been. The link is made and the answer warns. Whole tables of Unicode would weigh more than all the rest of a link: blocks
//! are enough to tell scripts apart, and the letters that matter are those that a reader takes for plain ones.

use idna::punycode;
use serde_json::{Value, json};
use url::Url;

/// The scripts that names are commonly written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    Common,
    Latin,
    Greek,
    Cyrillic,
    Han,
    Kana,
    Bopomofo,
    Hangul,
    /// Any other, by the number of its block.
    Other(u32),
}

/// Blocks by their first and last code point, in order; what stands in none of them is told apart by stretches of 256.
const BLOCKS: [(u32, u32, Script); 21] = [
    (0x41, 0x5a, Script::Latin),
    (0x61, 0x7a, Script::Latin),
    (0xaa, 0xaa, Script::Latin),
    (0xba, 0xba, Script::Latin),
    (0xc0, 0x24f, Script::Latin),
    (0x250, 0x2af, Script::Latin),
    (0x300, 0x36f, Script::Common), // marks on letters of any script
    (0x370, 0x3ff, Script::Greek),
    (0x400, 0x52f, Script::Cyrillic),
    (0x1100, 0x11ff, Script::Hangul),
    (0x1200, 0x139f, Script::Other(0x12)), // Ethiopic, over two stretches
    (0x1e00, 0x1eff, Script::Latin),
    (0x1f00, 0x1fff, Script::Greek),
    (0x200c, 0x200d, Script::Common),
    (0x3005, 0x3007, Script::Han),
    (0x3041, 0x30ff, Script::Kana),
    (0x3105, 0x312f, Script::Bopomofo),
    (0x3400, 0x4dbf, Script::Han),
    (0x4e00, 0x9fff, Script::Han),
    (0xac00, 0xd7a3, Script::Hangul),
    (0x20000, 0x323af, Script::Han),
];

/// Small letters that a reader takes for Latin ones, with these (Unicode's `confusables`, the pairs of Cyrillic, Greek,
/// Armenian and phonetic letters that browsers look for).
const LOOKALIKES: [&str; 4] = [
    "аaьbвbсcԁdеeһhнhіiјjкkӏlмmпnоoрpԛqгrѕsтtѵvԝwѡwхxуy",
    "αaηnιiκkνvοoρpσoτtυuχxγyωw",
    "ցgհhյjոnօoզqսu",
    "ɑaɡgɩiʟlɴnʀrʏy",
];

impl Script {
    fn of(letter: char) -> Self {
        let code = u32::from(letter);
        let block = BLOCKS.iter().find(|(first, last, _)| (*first..=*last).contains(&code));
        match block {
            Some((_, _, script)) => *script,
            // Digits, hyphens and signs belong to every script.
            None if !letter.is_alphabetic() => Self::Common,
            None => Self::Other(code / 256),
        }
    }
}

/// What is to be said of the host of `address`, `[{code, detail}]`; nothing where there is nothing to say.
pub fn warnings(address: &str) -> Vec<Value> {
    let url = Url::parse(address).ok();
    let Some(host) = url.as_ref().and_then(Url::host_str) else { return Vec::new() };
    let labels: Vec<String> = host.split('.').filter(|label| !label.is_empty()).map(letters).collect();
    let mut warnings = Vec::new();
    if labels.iter().any(|label| is_mixed(label)) {
        let detail = format!("{host} is written with letters of several scripts, as names are that imitate another.");
        warnings.push(json!({ "code": "idn_mixed_script", "detail": detail }));
    }
    // Under a name of the same script a word of such letters is what it says.
    let foreign = labels.last().is_some_and(|top| !top.is_ascii());
    if let Some(read) = labels.iter().find_map(|label| read_as(label)).filter(|_| !foreign) {
        let detail = format!("{host} can be read as \"{read}\", which is another name.");
        warnings.push(json!({ "code": "idn_confusable", "detail": detail }));
    }
    warnings
}

/// The letters that a label stands for.
fn letters(label: &str) -> String {
    let code = label.get(..4).filter(|start| start.eq_ignore_ascii_case("xn--")).and_then(|_| label.get(4..));
    code.and_then(punycode::decode_to_string).unwrap_or_else(|| label.to_owned())
}

/// Whether letters of scripts meet that no writing has together: Japanese, Chinese and Korean are written in several.
fn is_mixed(label: &str) -> bool {
    let mut scripts: Vec<Script> = Vec::new();
    for script in label.chars().map(Script::of).filter(|script| *script != Script::Common) {
        if !scripts.contains(&script) {
            scripts.push(script);
        }
    }
    let together: [&[Script]; 3] = [
        &[Script::Latin, Script::Han, Script::Kana],
        &[Script::Latin, Script::Han, Script::Bopomofo],
        &[Script::Latin, Script::Han, Script::Hangul],
    ];
    let one = |all: &[Script]| scripts.iter().all(|script| all.contains(script));
    scripts.len() > 1 && !together.iter().any(|all| one(all))
}

/// How a label reads whose every letter is taken for a plain one, where any of them is none.
fn read_as(label: &str) -> Option<String> {
    if label.is_ascii() {
        return None;
    }
    let like = |letter: char| {
        let mut pairs = LOOKALIKES.iter().flat_map(|row| row.chars().step_by(2).zip(row.chars().skip(1).step_by(2)));
        if letter.is_ascii() { Some(letter) } else { pairs.find(|(of, _)| *of == letter).map(|(_, plain)| plain) }
    };
    label.chars().map(like).collect()
}
