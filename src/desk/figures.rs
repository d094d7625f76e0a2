//! The tables and charts of the page: each chart with its figures beside it, each table as cards on a phone.

use super::chart::{self, safe};
use super::page::{LINES_MOST, mark, sure};
use super::say;
use super::scorecard::{Known, Line, Scorecard};

/// A table that is cards on a phone; each cell knows the name of its column.
pub fn cards(kind: &str, caption: &str, header: &[&str], rows: &[Vec<String>], last: usize) -> String {
    let caption = if caption.is_empty() { String::new() } else { format!("<caption>{}</caption>", safe(caption)) };
    let mut table =
        format!("<table class=\"cards {kind}\" role=\"table\">{caption}\n<thead role=\"rowgroup\"><tr role=\"row\">");
    for name in header {
        table.extend([format!("<th role=\"columnheader\" scope=\"col\">{name}</th>")]);
    }
    table += "</tr></thead>\n<tbody role=\"rowgroup\">\n";
    let body = rows.len().saturating_sub(last);
    for (at, row) in rows.iter().enumerate() {
        if at == body && last > 0 {
            table += "</tbody>\n<tfoot role=\"rowgroup\">\n";
        }
        table += "<tr role=\"row\">";
        for (place, (cell, name)) in row.iter().zip(header).enumerate() {
            table.extend([if place == 0 {
                format!("<th role=\"rowheader\" scope=\"row\">{cell}</th>")
            } else {
                format!("<td role=\"cell\" data-label=\"{name}\">{cell}</td>")
            }]);
        }
        table += "</tr>\n";
    }
    table + if last > 0 { "</tfoot></table>\n" } else { "</tbody></table>\n" }
}

/// The scorecard itself: a line per creator, all of them, and nobody's orders.
pub fn table(card: &Scorecard) -> String {
    let currency = card.currency();
    let header =
        ["Creator", "Verdict", "Orders", "New", "Net revenue", "Cost", "CPA", "CAC", "ROAS", "ROI", "Fee at target"];
    let money = |known: Known<i64>| match known {
        Ok(minor) => say::money(minor, currency),
        Err(why) => format!("<span>-<small>{}</small></span>", say::why(why)),
    };
    let new = |count| if card.tally.customers_known { say::count(count) } else { "-".into() };
    let row = |line: &Line, name: String, verdict: String| {
        vec![
            name,
            verdict,
            say::count(line.sum.orders),
            new(line.sum.new),
            say::money(line.sum.net(), currency),
            money(line.cost),
            money(line.cpa),
            money(line.cac),
            say::or_dash(line.roas, say::times),
            format!("<span>{}<small>{}</small></span>", say::or_dash(line.roi, say::percent), safe(&sure(line))),
            money(line.judged.fee_at_target.map(|fee| fee.0)),
        ]
    };
    let shown = card.lines.iter().take(LINES_MOST);
    let mut rows: Vec<Vec<String>> = shown
        .map(|line| {
            let about: Vec<String> = [
                line.creator.platform.clone(),
                line.creator.codes.iter().take(6).cloned().collect::<Vec<_>>().join(", "),
            ]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect();
            let name = format!("{}<small>{}</small>", safe(&line.creator.name), safe(&about.join(" · ")));
            row(line, name, mark(line))
        })
        .collect();
    let mut together = row(&card.together, "All creators".into(), String::new());
    together.pop();
    together.push(String::new());
    rows.push(together);
    let nobody = &card.tally.nobody;
    let mut last = vec![
        "Orders without a creator".to_owned(),
        String::new(),
        say::count(nobody.orders),
        new(nobody.new),
        say::money(nobody.net(), currency),
    ];
    last.resize(header.len(), String::new());
    rows.push(last);
    let left = card.lines.len().saturating_sub(LINES_MOST);
    let more = if left > 0 { format!("<p>{left} more creators stand in scorecard.csv.</p>\n") } else { String::new() };
    format!(
        "<h2>Scorecard</h2>\n{}{more}",
        cards("first", &format!("Best ROI first; money in {currency}"), &header, &rows, 2)
    )
}

/// What the colours of a chart are.
fn key(of: &[(&str, &str)]) -> String {
    let square = |(class, name): &(&str, &str)| {
        format!(
            "<li><svg width=\"11\" height=\"11\" aria-hidden=\"true\"><rect class=\"{class}\" width=\"11\" height=\"11\"/></svg>{name}</li>"
        )
    };
    format!("<ul class=\"key\">{}</ul>\n", of.iter().map(square).collect::<String>())
}

/// A chart with its figures.
fn figure(svg: Option<String>, caption: &str, key: &str, table: &str) -> String {
    svg.map_or_else(String::new, |svg| {
        format!(
            "<figure>\n{key}{svg}\n<figcaption>{caption}</figcaption>\n<details><summary>The figures</summary>\n{table}</details>\n</figure>\n"
        )
    })
}

/// The three charts.
pub fn charts(card: &Scorecard) -> String {
    let currency = card.currency();
    let lines = || card.lines.iter().take(chart::LINES_MOST);
    let returns: Vec<Vec<String>> = lines()
        .filter(|line| line.roi.is_ok())
        .map(|line| {
            let both = |known: Known<_>| known.map_or_else(|why| say::why(why).to_owned(), say::interval);
            vec![safe(&line.creator.name), say::or_dash(line.roi, say::percent), both(line.sure_80), both(line.sure_95)]
        })
        .collect();
    let money: Vec<Vec<String>> = lines()
        .filter_map(|line| {
            let cost = line.cost.ok()?;
            Some(vec![safe(&line.creator.name), say::money(line.sum.net(), currency), say::money(cost, currency)])
        })
        .collect();
    let what = if card.by_month { "Month" } else { "Week of" };
    let part = |part: u64, whole: u64| crate::domain::statistics::share(part, whole).map_or("-".into(), say::percent);
    let periods: Vec<Vec<String>> = card
        .periods
        .iter()
        .map(|period| {
            vec![
                period.from.to_string(),
                say::count(period.all.0),
                say::count(period.creators.0),
                part(period.creators.0, period.all.0),
                say::money(period.creators.1, currency),
            ]
        })
        .collect();
    let verdicts = key(&[
        ("scale", "scale"),
        ("keep", "keep"),
        ("renegotiate", "renegotiate"),
        ("cut", "cut"),
        ("other", "unclear or too few"),
    ]);
    format!(
        "<h2>Return on cost</h2>\n{}<h2>Net revenue and cost</h2>\n{}<h2>Orders over time</h2>\n{}",
        figure(
            chart::returns(card),
            "ROI = (net revenue - cost) / cost. Thick line: 80 % sure, thin line: 95 %; none below 10 orders.",
            &verdicts,
            &cards("", "ROI and its intervals", &["Creator", "ROI", "80 % sure", "95 % sure"], &returns, 0),
        ),
        figure(
            chart::money(card),
            &format!("Net revenue / cost, in {currency}."),
            &key(&[("net", "net revenue"), ("cost", "cost")]),
            &cards("", "Net revenue and cost", &["Creator", "Net revenue", "Cost"], &money, 0),
        ),
        figure(
            chart::periods(card),
            "Days are the shop's, as the export writes them; the first and the last bar may be cut short.",
            &key(&[("net", "with a creator's code"), ("other", "without")]),
            &cards(
                "",
                "Orders over time",
                &[what, "Orders", "With a creator's code", "Share", "Their net revenue"],
                &periods,
                0
            ),
        ),
    )
}

/// What the scorecard has no room for.
pub fn every(card: &Scorecard) -> String {
    let currency = card.currency();
    let header = [
        "Creator",
        "Gross",
        "Given back",
        "Average order",
        "Discount given",
        "Fee",
        "Product",
        "Commission",
        "Share of orders",
        "Share of net",
        "Net per follower",
        "Profit ROI",
    ];
    let rows: Vec<Vec<String>> = card
        .lines
        .iter()
        .take(LINES_MOST)
        .map(|line| {
            let money = |minor| say::money(minor, currency);
            let share = card.share(&line.sum);
            let own = line.creator.currency.filter(|own| *own != currency);
            let paid = |minor| match own {
                Some(own) => format!("{} {own}", say::money(minor, own)),
                None => money(minor),
            };
            let part = |part: Option<f64>| part.map_or("-".into(), say::percent);
            vec![
                safe(&line.creator.name),
                money(line.sum.gross),
                format!(
                    "<span>{}<small>{}</small></span>",
                    money(line.sum.refunded),
                    say::many(line.sum.given_back, "order", "orders")
                ),
                say::or_dash(line.average_order, money),
                money(line.sum.discount),
                paid(line.creator.fee),
                paid(line.creator.product),
                money(line.commission),
                part(share.0),
                part(share.1),
                say::or_dash(line.per_follower, |each| format!("{each:.4}")),
                say::or_dash(line.profit_roi, say::percent),
            ]
        })
        .collect();
    format!("<details><summary>Every other figure</summary>\n{}</details>\n", cards("", "", &header, &rows, 0))
}

/// Codes with their uses, and where the shop says that their customers came from.
pub fn codes(card: &Scorecard) -> String {
    let mut rows: Vec<Vec<String>> = Vec::new();
    for line in card.lines.iter().take(LINES_MOST) {
        let mut origins: Vec<(&String, &u64)> = line.sum.origins.iter().collect();
        origins.sort_by(|one, other| other.1.cmp(one.1).then(one.0.cmp(other.0)));
        let origins = origins.iter().take(3).map(|(origin, count)| format!("{} ({count})", safe(origin)));
        let uses = line.codes.iter().take(10).map(|(code, uses)| format!("{} ({uses})", safe(code)));
        let more = line.codes.len().saturating_sub(10);
        let uses = uses.chain((more > 0).then(|| format!("and {more} more"))).collect::<Vec<_>>().join(", ");
        rows.push(vec![safe(&line.creator.name), uses, origins.collect::<Vec<_>>().join(", ")]);
    }
    let known = rows.iter().any(|row| row.get(2).is_some_and(|origins| !origins.is_empty()));
    let header: &[&str] =
        if known { &["Creator", "Codes (uses)", "The shop says they came from"] } else { &["Creator", "Codes (uses)"] };
    let (unowned, others) = card.unowned(20);
    let unowned: Vec<String> = unowned.iter().map(|(code, uses)| format!("{} ({uses})", safe(code))).collect();
    let nobody = if unowned.is_empty() {
        String::new()
    } else {
        let more = if others > 0 { format!(" and {others} more") } else { String::new() };
        format!("<p>Codes of no creator in the table: {}{more}.</p>\n", unowned.join(", "))
    };
    format!("<details><summary>Codes</summary>\n{}{nobody}</details>\n", cards("words", "", header, &rows, 0))
}
