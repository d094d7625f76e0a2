//! The table of creators: forgiving in form, strict in what money and whose codes are.

use waymark::desk::creators::{Book, Creator};
use waymark::desk::table::Broken;

use crate::given::eur;

fn book(text: &str) -> (Book, Vec<Broken>) {
    Book::read(text.as_bytes(), eur(), None).unwrap_or_else(|why| panic!("{why:?}"))
}

fn only(text: &str) -> Creator {
    let (book, broken) = book(text);
    assert_eq!(broken, []);
    book.creators[0].clone()
}

fn told(text: &str) -> Vec<(usize, String)> {
    book(text).1.into_iter().map(|broken| (broken.line, broken.why)).collect()
}

#[test]
fn a_creator_is_read_with_everything_that_is_known() {
    let creator = only(
        "Creator;Code;Fee;Product cost;Commission;Currency;Followers;Platform\nMira;mira10|MIRA20;1.234,50;60;12,5 %;eur;48k;Instagram\n",
    );
    assert_eq!((creator.name.as_str(), creator.codes), ("Mira", vec!["MIRA10".to_owned(), "MIRA20".to_owned()]));
    assert_eq!((creator.fee, creator.product, creator.commission), (123_450, 6_000, 1_250));
    assert_eq!(
        (creator.currency, creator.followers, creator.platform.as_str()),
        (Some(eur()), Some(48_000), "Instagram")
    );
}

#[test]
fn further_lines_add_codes_and_fees() {
    let (book, broken) = book("creator,code,fee\nMira,MIRA10,400\nmira,MIRA20,\nMIRA,MIRA30,100\n");
    assert_eq!((book.creators.len(), broken.len(), book.creators[0].fee), (1, 0, 50_000));
    assert_eq!(book.creators[0].codes.len(), 3);
    assert!(book.notes[0].contains("added up"));
}

#[test]
fn a_code_is_its_first_owners_and_a_pattern_follows_the_registers_rules() {
    let table = "creator,code\nMira,SARAH*\nTom,SARAH20|SARAHX*\nKai,sarah20\nEva,AB*\nPia,a*b\nUdo,MIRA*\n";
    let (book, broken) = book(table);
    let lines: Vec<usize> = broken.iter().map(|broken| broken.line).collect();
    assert_eq!(lines, [4, 5, 6]);
    assert!(broken[0].why.contains("is Tom's already"));
    let owners = |code: &str| book.held(code).iter().map(|held| (held.creator, held.fit)).collect::<Vec<_>>();
    assert_eq!(owners("SARAH20"), [(2, 1000), (1, 5)]);
    assert_eq!(owners("SARAHX9"), [(2, 6), (1, 5)]);
    assert_eq!(owners("NOBODY"), []);
}

#[test]
fn what_cannot_be_read_is_told_with_its_line() {
    let table = "creator,code,fee,commission,followers,currency\n,X10,5,,,\nA,A10,-5,,,\nB,B10,x,,,\nC,C10,5,120,,\nD,D10,5,,many,\n\
        E,E10,5,,,XXX\nF,F10,5,5.125,,\nG,G10,5,10,1.5M,\n";
    let lines: Vec<usize> = told(table).iter().map(|told| told.0).collect();
    assert_eq!(lines, [2, 3, 4, 5, 6, 7, 8]);
    assert_eq!(book(table).0.creators.last().unwrap().followers, Some(1_500_000));
}

#[test]
fn a_header_without_creator_or_code_says_what_was_looked_for() {
    let missing =
        Book::read(&b"person,fee\nA,5\n"[..], eur(), None).unwrap_err().unwrap_or_else(|why| panic!("{why:?}"));
    assert!(missing[0].contains("the creator: looked for `creator`") && missing[1].contains("the code: looked for"));
}
