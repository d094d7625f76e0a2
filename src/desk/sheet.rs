//! `scorecard.csv`: a line per creator, then those without one, and all; read by spreadsheets without surprises.

use super::scorecard::{Known, Line, Scorecard};
use crate::domain::money;

const COLUMNS: &str = "creator,rank,rank_by_low,platform,codes,followers,currency,orders,orders_given_back,gross,refunded,net,\
    average_order,discount,new_customers,fee,product,commission,cost,cpa,cac,roas,roi,roi_low_80,roi_high_80,roi_low_95,\
    roi_high_95,profit_roi,revenue_per_follower,share_of_orders,share_of_net,verdict,fee_at_target,sentence,why";

/// The file.
pub fn of(card: &Scorecard) -> String {
    let mut sheet = format!("{COLUMNS}\r\n");
    for line in &card.lines {
        row(&mut sheet, &cells(card, line));
    }
    let (nobody, all) = (&card.tally.nobody, &card.tally.all);
    for (name, sum) in [("(no creator)", nobody), ("(all orders)", all)] {
        let amount = |minor: i64| money::decimal(minor, card.currency());
        let average = i64::try_from(sum.orders).ok().and_then(|orders| money::average(sum.gross, orders));
        let mut cells = vec![String::new(); COLUMNS.split(',').count()];
        let known = [
            (0, name.to_owned()),
            (6, card.currency().to_string()),
            (7, sum.orders.to_string()),
            (8, sum.given_back.to_string()),
            (9, amount(sum.gross)),
            (10, amount(sum.refunded)),
            (11, amount(sum.net())),
            (12, average.map(amount).unwrap_or_default()),
            (13, amount(sum.discount)),
            (14, if card.tally.customers_known { sum.new.to_string() } else { String::new() }),
        ];
        for (at, text) in known {
            if let Some(cell) = cells.get_mut(at) {
                *cell = text;
            }
        }
        row(&mut sheet, &cells);
    }
    sheet
}

fn cells(card: &Scorecard, line: &Line) -> Vec<String> {
    let amount = |minor: i64| money::decimal(minor, card.currency());
    // Fee and product are in the creator's own currency where they name one.
    let own = |minor: i64| money::decimal(minor, line.creator.currency.unwrap_or(card.currency()));
    let share = card.share(&line.sum);
    let ratio = |known: Known<f64>| known.map_or_else(|_| String::new(), |ratio| format!("{ratio:.4}"));
    let minor = |known: Known<i64>| known.map(amount).unwrap_or_default();
    let part = |part: Option<f64>| part.map(|part| format!("{part:.4}")).unwrap_or_default();
    let codes: Vec<&str> = line.creator.codes.iter().map(String::as_str).collect();
    vec![
        line.creator.name.clone(),
        line.rank.to_string(),
        line.rank_by_low.to_string(),
        line.creator.platform.clone(),
        codes.join("|"),
        line.creator.followers.map(|count| count.to_string()).unwrap_or_default(),
        card.currency().to_string(),
        line.sum.orders.to_string(),
        line.sum.given_back.to_string(),
        amount(line.sum.gross),
        amount(line.sum.refunded),
        amount(line.sum.net()),
        minor(line.average_order),
        amount(line.sum.discount),
        if card.tally.customers_known { line.sum.new.to_string() } else { String::new() },
        own(line.creator.fee),
        own(line.creator.product),
        amount(line.commission),
        minor(line.cost),
        minor(line.cpa),
        minor(line.cac),
        ratio(line.roas),
        ratio(line.roi),
        ratio(line.sure_80.map(|sure| sure.low)),
        ratio(line.sure_80.map(|sure| sure.high)),
        ratio(line.sure_95.map(|sure| sure.low)),
        ratio(line.sure_95.map(|sure| sure.high)),
        ratio(line.profit_roi),
        ratio(line.per_follower),
        part(share.0),
        part(share.1),
        line.judged.verdict.word().to_owned(),
        minor(line.judged.fee_at_target.map(|fee| fee.0)),
        line.judged.sentence.clone(),
        line.why().into_iter().map(|(name, why)| format!("{name}={why}")).collect::<Vec<_>>().join(" "),
    ]
}

impl Line {
    /// Every figure that is missing, with the word that says why.
    pub fn why(&self) -> Vec<(&'static str, &'static str)> {
        let missing = [
            ("cost", self.cost.err()),
            ("cpa", self.cpa.err()),
            ("cac", self.cac.err()),
            ("average_order", self.average_order.err()),
            ("roas", self.roas.err()),
            ("roi", self.roi.err()),
            ("profit_roi", self.profit_roi.err()),
            ("interval.roi", self.sure_95.err()),
            ("revenue_per_follower", self.per_follower.err()),
            ("fee_at_target", self.judged.fee_at_target.err()),
        ];
        missing.into_iter().filter_map(|(name, why)| Some((name, why?))).collect()
    }
}

fn row(sheet: &mut String, cells: &[String]) {
    for (at, text) in cells.iter().enumerate() {
        if at > 0 {
            sheet.push(',');
        }
        sheet.push_str(&cell(text));
    }
    sheet.push_str("\r\n");
}

/// A cell in quotes where it needs them; what a spreadsheet would take for a formula gets an apostrophe in front.
pub fn cell(text: &str) -> String {
    let number = text.strip_prefix('-').is_some_and(|rest| rest.parse::<f64>().is_ok());
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !number;
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r', ';']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}
