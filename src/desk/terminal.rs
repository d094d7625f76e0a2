//! The scorecard on a terminal: an aligned table, and what it says in sentences.

use super::say;
use super::scorecard::{Line, Scorecard};

const HEADER: [&str; 11] =
    ["Creator", "Orders", "New", "Net revenue", "Cost", "CPA", "ROAS", "ROI", "80 % sure", "Verdict", "Fee at target"];

/// The text; with colours where `colours` says so.
pub fn of(card: &Scorecard, shops: &str, colours: bool) -> String {
    let currency = card.currency();
    let all = &card.tally.all;
    let mut text = match card.range {
        None => format!("No order was counted in {shops}.\n"),
        Some((first, last)) => {
            format!("{} orders of {shops}, {first} to {last}, in {currency}\n", say::count(all.orders))
        }
    };
    let with = |sum| {
        let (orders, net) = card.share(sum);
        (orders.map(say::percent).unwrap_or_default(), net.map(say::percent).unwrap_or_default())
    };
    if all.orders > 0 {
        let mut coded = all.clone();
        (coded.orders, coded.gross) = (all.orders - card.tally.nobody.orders, all.gross - card.tally.nobody.gross);
        coded.refunded = all.refunded - card.tally.nobody.refunded;
        let (orders, net) = with(&coded);
        text.extend([format!(
            "A creator's code was on {} of them ({orders}), with {} of {} {currency} net ({net})\n",
            say::count(coded.orders),
            say::money(coded.net(), currency),
            say::money(all.net(), currency)
        )]);
    }
    text.push('\n');
    let mut rows: Vec<Vec<String>> = vec![HEADER.map(str::to_owned).to_vec()];
    rows.extend(card.lines.iter().map(|line| row(card, line)));
    let mut colour: Vec<&str> = std::iter::once("1").chain(card.lines.iter().map(tint)).collect();
    if card.lines.len() > 1 {
        let mut together = row(card, &card.together);
        // A fee that all of them have together is nobody's to agree on.
        together.truncate(HEADER.len() - 1);
        together.push(String::new());
        rows.push(together);
        colour.push("1");
    }
    let nobody = &card.tally.nobody;
    let new = if card.tally.customers_known { say::count(nobody.new) } else { "-".into() };
    let mut last = vec!["No creator".to_owned(), say::count(nobody.orders), new, say::money(nobody.net(), currency)];
    last.resize(HEADER.len(), String::new());
    rows.push(last);
    colour.push("2");
    text += &table(&rows, &colour, colours);
    text.push('\n');
    for line in &card.lines {
        text.extend([format!("{}: {}\n", line.creator.name, line.judged.sentence)]);
        if let Some(sudden) = line.sudden {
            text.extend([format!(
                "  {} orders on {}, after {} a day in the week before: a post, or a code that leaked.\n",
                sudden.orders, sudden.day, sudden.before
            )]);
        }
    }
    for note in notes(card) {
        text.extend([format!("\n{note}")]);
    }
    text.push('\n');
    text
}

fn row(card: &Scorecard, line: &Line) -> Vec<String> {
    let currency = card.currency();
    let money = |minor| say::money(minor, currency);
    vec![
        line.creator.name.chars().take(28).collect(),
        say::count(line.sum.orders),
        if card.tally.customers_known { say::count(line.sum.new) } else { "-".into() },
        money(line.sum.net()),
        say::or_dash(line.cost, money),
        say::or_dash(line.cpa, money),
        say::or_dash(line.roas, say::times),
        say::or_dash(line.roi, say::percent),
        say::or_dash(line.sure_80, say::interval),
        say::verdict(line.judged.verdict.word()).to_owned(),
        say::or_dash(line.judged.fee_at_target.map(|fee| fee.0), money),
    ]
}

fn tint(line: &Line) -> &'static str {
    match line.judged.verdict.word() {
        "scale" => "32",
        "keep" => "36",
        "renegotiate" => "33",
        "cut" => "31",
        _ => "0",
    }
}

/// Rows with their columns below each other: the first and the verdict from the left, figures from the right.
fn table(rows: &[Vec<String>], colour: &[&str], colours: bool) -> String {
    let width = |at: usize| rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..HEADER.len()).map(|at| width(at).unwrap_or_default()).collect();
    let mut text = String::new();
    for (row, colour) in rows.iter().zip(colour) {
        let cells = row.iter().zip(&widths).enumerate().map(|(at, (cell, width))| {
            if at == 0 || at == 9 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        });
        let line = cells.collect::<Vec<_>>().join("  ");
        let line = line.trim_end();
        text.extend([if colours { format!("\u{1b}[{colour}m{line}\u{1b}[0m\n") } else { format!("{line}\n") }]);
    }
    text
}

/// What is to be known of the figures, a sentence each.
pub fn notes(card: &Scorecard) -> Vec<String> {
    let tally = &card.tally;
    let mut notes = Vec::new();
    let (unowned, others) = card.unowned(5);
    if !unowned.is_empty() {
        let codes: Vec<String> = unowned.iter().map(|(code, uses)| format!("{code} ({})", say::count(*uses))).collect();
        let more = if others > 0 { format!(" and {} more", say::count(others as u64)) } else { String::new() };
        notes.push(format!("Codes of no creator in the table: {}{more}.", codes.join(", ")));
    }
    let unused: Vec<&str> = card
        .lines
        .iter()
        .filter(|line| line.sum.orders == 0 && line.codes.iter().all(|(_, uses)| *uses == 0))
        .map(|line| line.creator.name.as_str())
        .collect();
    if !unused.is_empty() && tally.all.orders > 0 {
        notes.push(format!("No order has a code of {}.", some(&unused)));
    }
    for (what, count) in &tally.apart {
        notes.push(format!("{} no orders: {what}.", say::many(*count, "row was", "rows were")));
    }
    for (count, what) in [
        (tally.doubled, ("order stood", "orders stood", "there twice and counted once")),
        (tally.outside, ("order lies", "orders lie", "outside the days asked for, and only shows who is new")),
    ] {
        if count > 0 {
            notes.push(format!("{} {}.", say::many(count, what.0, what.1), what.2));
        }
    }
    if !tally.foreign.is_empty() {
        let others: Vec<String> =
            tally.foreign.iter().map(|(currency, count)| format!("{} in {currency}", say::count(*count))).collect();
        notes.push(format!("Orders in other currencies were left out: {}.", others.join(", ")));
    }
    if tally.broken > 0 {
        notes.push(format!("{} not be read and stayed out.", say::many(tally.broken, "row could", "rows could")));
    }
    if !tally.customers_known && tally.all.orders > 0 {
        notes.push("The export has no e-mails, so nobody knows who is new.".into());
    }
    notes
}

fn some(names: &[&str]) -> String {
    let shown: Vec<&str> = names.iter().take(8).copied().collect();
    let more = names.len().saturating_sub(shown.len());
    let tail = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{tail}", shown.join(", "))
}
