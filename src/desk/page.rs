//! `scorecard.html`: one file that holds everything, fetches nothing and needs no script.
//!
//! # Why
//! It goes by mail to people who were not there: names, codes and reasons come from files of strangers, so everything is
//! escaped, and a policy in the page allows its own style sheet, by its hash, and nothing else.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::chart::safe;
use super::figures::{cards, charts, codes, every, table};
use super::say;
use super::scorecard::{Line, Scorecard};
use super::terminal;

const STYLE: &str = include_str!("page.css");
/// The most creators on the page.
pub const LINES_MOST: usize = 500;
/// The most unreadable rows on the page.
const TOLD_MOST: usize = 100;

/// The page; `shops` says what it was made from.
pub fn of(card: &Scorecard, shops: &str) -> String {
    let hash = STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
    let policy =
        format!("default-src 'none'; style-src 'sha256-{hash}'; img-src data:; base-uri 'none'; form-action 'none'");
    let range = card.range.map_or_else(|| "no orders".to_owned(), |(first, last)| format!("{first} to {last}"));
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <link rel=\"icon\" href=\"data:,\">\n<title>Creator scorecard, {range}</title>\n<style>{STYLE}</style>\n</head>\n\
         <body>\n<main>\n<h1>What creators brought in</h1>\n<p class=\"soft\">{}, {range}, in {}. Target ROI {}.</p>\n",
        safe(shops),
        card.currency(),
        say::percent(super::tally::real(card.wish.target_micro) / 1e6),
    );
    page += &tiles(card);
    page += &verdicts(card);
    page += &table(card);
    page += &charts(card);
    page += &every(card);
    page += &codes(card);
    page += &limits(card);
    page += &unread(card);
    page += "</main>\n</body>\n</html>\n";
    page
}

fn tiles(card: &Scorecard) -> String {
    let (all, nobody, currency) = (&card.tally.all, &card.tally.nobody, card.currency());
    let (orders, net) = (all.orders - nobody.orders, all.net() - nobody.net());
    let part = |part: f64, whole: f64| if whole > 0.0 { say::percent(part / whole) } else { "-".into() };
    let counted = crate::domain::statistics::real;
    let real = super::tally::real;
    let together = &card.together;
    let tiles = [
        (
            "Orders with a creator's code",
            say::count(orders),
            format!("of {}: {}", say::count(all.orders), part(counted(orders), counted(all.orders))),
        ),
        (
            "Their net revenue",
            say::money(net, currency),
            format!("of {}: {}", say::money(all.net(), currency), part(real(net), real(all.net()))),
        ),
        ("Cost of all creators", say::or_dash(together.cost, |cost| say::money(cost, currency)), currency.to_string()),
        ("ROI of all creators", say::or_dash(together.roi, say::percent), sure(together)),
    ];
    let tiles = tiles.map(|(name, figure, beside)| {
        format!("<div><dt>{name}</dt><dd>{}<small>{}</small></dd></div>\n", safe(&figure), safe(&beside))
    });
    format!("<dl class=\"tiles\">\n{}</dl>\n", tiles.concat())
}

/// Where ROI may lie, or why that is not known.
pub fn sure(line: &Line) -> String {
    match line.sure_80 {
        Ok(sure) => format!("{} (80 % sure)", say::interval(sure)),
        Err(why) => say::why(why).to_owned(),
    }
}

/// A verdict with its colour.
pub fn mark(line: &Line) -> String {
    let word = line.judged.verdict.word();
    format!("<span class=\"mark {word}\">{}</span>", say::verdict(word))
}

fn verdicts(card: &Scorecard) -> String {
    let mut list = String::from("<h2>What to do</h2>\n<ul class=\"why\">\n");
    for line in card.lines.iter().take(LINES_MOST) {
        list.extend([format!(
            "<li><p><strong>{}</strong>: {}. {}</p>",
            safe(&line.creator.name),
            mark(line),
            safe(&line.judged.sentence)
        )]);
        if let Some(sudden) = line.sudden {
            list.extend([format!(
                "<p class=\"soft\">{} orders on {}, after {} a day in the week before: a post, or a code that leaked.</p>",
                sudden.orders, sudden.day, sudden.before
            )]);
        }
        list += "</li>\n";
    }
    list + "</ul>\n"
}

fn limits(card: &Scorecard) -> String {
    let mut list = String::from(
        "<section class=\"box\">\n<h2>What this can say, and what it cannot</h2>\n<ul>\n\
         <li>It knows codes, not links: who came by a creator's link and used no code counts as nobody's, and who found the \
         code elsewhere counts as the creator's. Links and both together need Waymark itself.</li>\n\
         <li>It is accounting, not proof: whether customers would have bought anyway, only a test can tell.</li>\n\
         <li>Of several creators' codes on an order the one that took the most off counts, then the first in the alphabet.</li>\n\
         <li>Revenue is goods after discounts, without tax and shipping, less what was given back; ROI = ROAS - 1. The \
         discount is in it already and is no cost.</li>\n\
         <li>Fees count in full, whatever the days. Verdicts go by the 80 % interval, and by nothing below 10 orders.</li>\n\
         <li>A new customer is an e-mail's first order in these files: a customer from before them looks new.</li>\n",
    );
    if let Some(margin) = card.wish.margin_micro {
        let margin = super::tally::real(margin) / 1e6;
        list.extend([format!(
            "<li>With a margin of {} cost is earned back from a ROAS of {} on, a ROI of {}.</li>\n",
            say::percent(margin),
            say::times(1.0 / margin),
            say::percent(1.0 / margin - 1.0)
        )]);
    }
    for note in terminal::notes(card) {
        list.extend([format!("<li>{}</li>\n", safe(&note))]);
    }
    list + "</ul>\n</section>\n"
}

fn unread(card: &Scorecard) -> String {
    if card.tally.told.is_empty() {
        return String::new();
    }
    let rows: Vec<Vec<String>> = card
        .tally
        .told
        .iter()
        .take(TOLD_MOST)
        .map(|(file, row)| vec![format!("{} {}", safe(file), row.line), safe(&row.why)])
        .collect();
    let left = card.tally.broken.saturating_sub(u64::try_from(rows.len()).unwrap_or_default());
    let more = if left > 0 { format!("<p>And {} more.</p>\n", say::count(left)) } else { String::new() };
    format!("<h2>Rows that could not be read</h2>\n{}{more}", cards("words", "", &["File and line", "Why"], &rows, 0))
}
