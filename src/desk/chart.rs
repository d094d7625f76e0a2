//! Charts as inline SVG that needs no script: widths in percent, heights and letters in pixels, so that a phone reads them.

use super::say;
use super::scorecard::{Line, Scorecard};
use super::tally::real;
use crate::domain::html;
use crate::domain::statistics::{Interval, real as counted};

/// The most creators in one chart; the table has everybody.
pub const LINES_MOST: usize = 30;
/// Pixels of one creator's row.
const ROW: usize = 46;
/// Pixels of the bars of periods.
const TALL: f64 = 150.0;

/// Text that is safe in HTML, in elements and in quoted attributes.
pub fn safe(text: &str) -> String {
    // A number and its percent sign stay on one line.
    html::safe(&text.replace(" %", "\u{a0}%"))
}

fn svg(name: &str, height: usize, title: &str, desc: &str, body: &str) -> String {
    format!(
        "<svg role=\"img\" aria-labelledby=\"{name}-t {name}-d\" width=\"100%\" height=\"{height}\">\
         <title id=\"{name}-t\">{}</title><desc id=\"{name}-d\">{}</desc>{body}</svg>",
        safe(title),
        safe(desc)
    )
}

/// A name, short enough for half a phone's width.
fn short(name: &str) -> String {
    if name.chars().count() <= 24 {
        name.to_owned()
    } else {
        format!("{}…", name.chars().take(23).collect::<String>())
    }
}

/// ROI of each creator with its intervals; none where nobody has one.
pub fn returns(card: &Scorecard) -> Option<String> {
    let known = card.lines.iter().filter_map(|line| Some((line.roi.ok()?, line.sure_80.ok(), line.sure_95.ok(), line)));
    let lines: Vec<_> = known.take(LINES_MOST).collect();
    let target = real(card.wish.target_micro) / 1e6;
    let mut highs: Vec<f64> = lines.iter().map(|line| line.2.map_or(line.0, |sure| sure.high)).collect();
    highs.sort_by(f64::total_cmp);
    let most = *highs.last()?;
    // One creator far above the others would flatten them all: such bars end at the edge, with an arrow.
    let middle = highs.get(highs.len() / 2).copied().unwrap_or(most).max(0.5);
    let high = most.min(4.0 * middle).max(target * 1.25).max(0.5);
    let low = lines.iter().map(|line| line.2.map_or(line.0, |sure| sure.low)).fold(0.0, f64::min).max(-1.0);
    let place = |value: f64| (value.clamp(low, high) - low) / (high - low) * 98.0 + 1.0;
    let (zero, bottom) = (place(0.0), 22 + lines.len() * ROW);
    let mut body = String::new();
    for (row, (roi, sure_80, sure_95, line)) in lines.iter().enumerate() {
        let top = 22 + row * ROW;
        let (from, to) = (zero.min(place(*roi)), zero.max(place(*roi)));
        body.extend([format!(
            "<text x=\"0\" y=\"{}\">{}</text><text class=\"end\" x=\"100%\" y=\"{}\">{}{}</text>\
             <rect class=\"{}\" x=\"{from:.2}%\" y=\"{}\" width=\"{:.2}%\" height=\"14\"/>",
            top + 14,
            safe(&short(&line.creator.name)),
            top + 14,
            safe(&say::percent(*roi)),
            if *roi > high { " →" } else { "" },
            safe(line.judged.verdict.word()),
            top + 20,
            (to - from).max(0.2),
        )]);
        for (class, sure) in [("thin", sure_95), ("thick", sure_80)] {
            if let Some(Interval { low, high }) = sure {
                let (from, to, at) = (place(*low), place(*high), top + 27);
                body.extend([format!(
                    "<line class=\"{class}\" x1=\"{from:.2}%\" x2=\"{to:.2}%\" y1=\"{at}\" y2=\"{at}\"/>"
                )]);
            }
        }
    }
    let goal = place(target);
    let anchor = |at: f64| {
        if at < 15.0 {
            "start"
        } else if at > 85.0 {
            "end"
        } else {
            "middle"
        }
    };
    body.extend([format!(
        "<line class=\"zero\" x1=\"{zero:.2}%\" x2=\"{zero:.2}%\" y1=\"20\" y2=\"{bottom}\"/>\
         <line class=\"goal\" x1=\"{goal:.2}%\" x2=\"{goal:.2}%\" y1=\"20\" y2=\"{bottom}\"/>\
         <text class=\"small {}\" x=\"{goal:.2}%\" y=\"14\">target {}</text>\
         <text class=\"small {}\" x=\"{zero:.2}%\" y=\"{}\">0 %: cost earned back</text>",
        anchor(goal),
        say::percent(target),
        anchor(zero),
        bottom + 14,
    )]);
    let desc = "A bar per creator from 0 to its ROI. The thick line is where it lies with 80 % certainty, the thin one with \
        95 %. The table below has the figures.";
    Some(svg("roi", bottom + 20, "Return on cost by creator", desc, &body))
}

/// Net revenue beside cost.
pub fn money(card: &Scorecard) -> Option<String> {
    let lines: Vec<(&Line, i64)> =
        card.lines.iter().filter_map(|line| Some((line, line.cost.ok()?))).take(LINES_MOST).collect();
    let most = lines.iter().map(|(line, cost)| line.sum.net().max(*cost)).max().filter(|most| *most > 0)?;
    let wide = |minor: i64| real(minor.max(0)) / real(most) * 100.0;
    let mut body = String::new();
    for (row, (line, cost)) in lines.iter().enumerate() {
        let top = row * ROW;
        body.extend([format!(
            "<text x=\"0\" y=\"{}\">{}</text><text class=\"end\" x=\"100%\" y=\"{}\">{} / {}</text>\
             <rect class=\"net\" x=\"0\" y=\"{}\" width=\"{:.2}%\" height=\"9\"/>\
             <rect class=\"cost\" x=\"0\" y=\"{}\" width=\"{:.2}%\" height=\"9\"/>",
            top + 14,
            safe(&short(&line.creator.name)),
            top + 14,
            say::money(line.sum.net(), card.currency()),
            say::money(*cost, card.currency()),
            top + 20,
            wide(line.sum.net()),
            top + 30,
            wide(*cost),
        )]);
    }
    let desc = "Two bars per creator: net revenue of the orders with their codes above what they cost. The table below has \
        the figures.";
    Some(svg("net", lines.len() * ROW, "Net revenue and cost by creator", desc, &body))
}

/// Orders by week or month: with a creator's code, and all others.
pub fn periods(card: &Scorecard) -> Option<String> {
    let most = card.periods.iter().map(|period| period.all.0).max().filter(|most| *most > 0)?;
    let each = 100.0 / counted(u64::try_from(card.periods.len()).unwrap_or(1).max(1));
    let mut body = format!(
        "<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"18\" y2=\"18\"/><text class=\"small\" x=\"0\" y=\"13\">{} orders</text>",
        say::count(most)
    );
    let tall = |orders: u64| counted(orders) / counted(most) * TALL;
    let every = card.periods.len().div_ceil(4).max(1);
    let floor = 18.0 + TALL;
    for (at, period) in card.periods.iter().enumerate() {
        let x = each * counted(at as u64) + each * 0.1;
        let (creators, others) = (tall(period.creators.0), tall(period.all.0 - period.creators.0));
        body.extend([format!(
            "<rect class=\"net\" x=\"{x:.3}%\" y=\"{:.1}\" width=\"{:.3}%\" height=\"{creators:.1}\"/>\
             <rect class=\"other\" x=\"{x:.3}%\" y=\"{:.1}\" width=\"{:.3}%\" height=\"{others:.1}\"/>",
            floor - creators,
            each * 0.8,
            floor - creators - others,
            each * 0.8,
        )]);
        if at % every == 0 && (at == 0 || x < 76.0) {
            let label = period.from.to_string();
            let label = if card.by_month { label.get(..7).unwrap_or_default().to_owned() } else { label };
            body.extend([format!("<text class=\"small\" x=\"{x:.3}%\" y=\"{:.0}\">{label}</text>", floor + 15.0)]);
        }
    }
    body.extend([format!("<line class=\"zero\" x1=\"0\" x2=\"100%\" y1=\"{floor:.0}\" y2=\"{floor:.0}\"/>")]);
    let what = if card.by_month { "month" } else { "week" };
    let desc = format!(
        "A bar per {what}: orders with a creator's code below, all others above. The table below has the figures."
    );
    Some(svg("orders", 190, &format!("Orders per {what}"), &desc, &body))
}
