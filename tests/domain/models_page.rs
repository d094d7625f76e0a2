//! The numbers of docs/reports/models.md, worked out again.
#![expect(clippy::cast_precision_loss, reason = "small numbers, chosen here")]

use waymark::domain::credit::model::markov::Walks;
use waymark::domain::credit::model::{Model, Money, Options, Place, Step, StepKind, credits, eligible, gate, markov};

use crate::given::NOON;

const PAGE: &str = include_str!("../../docs/reports/models.md");
const DAY: i64 = 86_400_000;
const WHO: [&str; 3] = ["sarah", "google/organic", "tom"];

/// The tables of the page whose head is this, cell by cell.
fn tables(head: &str) -> Vec<Vec<Vec<&'static str>>> {
    let cells =
        |line: &'static str| line.trim_matches('|').split('|').map(|cell| cell.trim().trim_matches('`')).collect();
    PAGE.split(head)
        .skip(1)
        .map(|behind| behind.lines().skip(1).take_while(|line| line.starts_with('|')).map(cells).collect())
        .collect()
}

fn step(who: usize, kind: StepKind, before: i64) -> Step {
    let creator = [1, 0, 2][who];
    let channel = if creator == 0 { WHO[who].to_owned() } else { String::new() };
    Step::touch(kind, NOON - before, Place { creator, channel, ..Place::default() })
}

#[test]
fn the_worked_example_is_what_models_give() {
    let mut steps =
        vec![step(0, StepKind::Click, 15 * DAY), step(1, StepKind::Other, 8 * DAY), step(2, StepKind::Click, DAY)];
    let money = Money { gross: 10_000, refunded: 2_500, ..Money::default() };
    let tables = tables("| model | sarah | google/organic | tom |\n");
    assert_eq!(tables.iter().map(Vec::len).collect::<Vec<_>>(), [8, 5]);
    for table in tables {
        for row in table {
            let options = Options::default();
            let given =
                credits(Model::named(row[0]).unwrap(), &eligible(&steps, NOON, &options), NOON, money, &options);
            let net = |who: usize| {
                let of = given.iter().filter(|given| given.place.who() == step(who, StepKind::Click, 0).place.who());
                of.map(|given| given.money.gross - given.money.refunded).sum::<i64>()
            };
            let found: Vec<String> = (0..3).map(|who| net(who).to_string()).collect();
            assert_eq!(found, row[1..], "{}", row[0]);
        }
        steps.push(step(0, StepKind::Code, 0));
    }
}

#[test]
fn the_example_of_markov_is_what_walks_give() {
    let mut walks = Walks::default();
    walks.add("sarah > tom", 8, 3, 0, 1);
    walks.add("sarah > google/organic", 4, 1, 0, 1);
    let removal = walks.solve().unwrap();
    let table = tables("| who | removal effect | orders |\n").remove(0);
    assert_eq!(table.len(), 3);
    for row in table {
        let place = removal.names.iter().position(|name| name == row[0]).unwrap();
        assert!((removal.effects[place] - row[1].parse::<f64>().unwrap()).abs() < 1e-12);
        let orders: f64 = row[2].parse().unwrap();
        assert!((orders * 1e6 - removal.credit(4_000_000)[place] as f64).abs() < 0.5);
    }
    assert!((removal.converts - 2.0 / 3.0).abs() < 1e-12);
}

#[test]
fn every_model_and_every_bound_stands_on_the_page() {
    for (_, word) in Model::ALL {
        assert!(PAGE.contains(&format!("`{word}`")), "{word}");
    }
    let plain = PAGE.replace(',', "");
    for bound in
        [gate::CONVERSIONS, gate::TOUCHES, markov::DENSE_MOST as u64, waymark::domain::report::models::PATHS_MOST]
    {
        assert!(plain.contains(&format!(" {bound} ")), "{bound}");
    }
}
