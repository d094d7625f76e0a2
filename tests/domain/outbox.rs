//! The outbox: each event leaves once, in a message that somebody is bound to send.

use proptest::prelude::*;
use waymark::domain::event::{Event, Message};
use waymark::domain::outbox::{LEFT_BEHIND_MS, MOST_BYTES, MOST_EVENTS, Outbox, Turn};

use crate::given;

fn numbered(nonce: u32) -> Event {
    Event { nonce, ..given::event() }
}

#[test]
fn the_first_click_waits_and_the_next_ones_ride() {
    let mut outbox = Outbox::default();
    assert_eq!(outbox.put(&numbered(1)), Turn::Wait);
    assert_eq!(outbox.put(&numbered(2)), Turn::Ride);
    assert_eq!(outbox.put(&numbered(3)), Turn::Ride);
}

#[test]
fn the_click_that_fills_the_box_sends_at_once() {
    let mut outbox = Outbox::default();
    let turns: Vec<Turn> = (1..=100).map(|nonce| outbox.put(&numbered(nonce))).collect();
    assert_eq!(MOST_EVENTS, 100);
    assert!(turns[1..99].iter().all(|turn| *turn == Turn::Ride));
    let Turn::Send(message) = &turns[99] else { panic!("{:?}", turns[99]) };
    assert_eq!(Message::parse(message).unwrap().len(), 100);
}

#[test]
fn who_waited_for_a_box_that_was_sent_finds_nothing() {
    let mut outbox = Outbox::default();
    (1..=100).for_each(|nonce| drop(outbox.put(&numbered(nonce))));
    assert_eq!(outbox.take(), None);
}

#[test]
fn after_a_full_box_the_next_click_waits_again() {
    let mut outbox = Outbox::default();
    (1..=100).for_each(|nonce| drop(outbox.put(&numbered(nonce))));
    assert_eq!(outbox.put(&numbered(101)), Turn::Wait);
}

#[test]
fn what_is_taken_is_a_message_of_one_version() {
    let mut outbox = Outbox::default();
    outbox.put(&numbered(1));
    outbox.put(&numbered(2));
    assert_eq!(Message::parse(&outbox.take().unwrap()).unwrap(), [numbered(1), numbered(2)]);
    assert_eq!(outbox.take(), None);
}

#[test]
fn after_a_box_was_taken_the_next_click_waits() {
    let mut outbox = Outbox::default();
    outbox.put(&numbered(1));
    outbox.take();
    assert_eq!(outbox.put(&numbered(2)), Turn::Wait);
}

#[test]
fn an_event_that_was_left_behind_goes_with_the_next_one_at_once() {
    let mut outbox = Outbox::default();
    let after = |milli: i64| Event { at: given::NOON + milli, ..given::event() };
    assert_eq!(outbox.put(&after(0)), Turn::Wait);
    assert_eq!(outbox.put(&after(LEFT_BEHIND_MS)), Turn::Ride);
    let Turn::Send(message) = outbox.put(&after(LEFT_BEHIND_MS + 1)) else { panic!("nobody sends") };
    assert_eq!(Message::parse(&message).unwrap().len(), 3);
    assert_eq!(outbox.put(&after(LEFT_BEHIND_MS + 2)), Turn::Wait);
}

#[test]
fn long_addresses_fill_a_message_before_the_queue_bills_it_twice() {
    let mut outbox = Outbox::default();
    // The longest row: 200 characters that JSON writes with six bytes each.
    let long = Event { link: 0, address: Some("\u{1}".repeat(200)), ..given::event() };
    let sent = (0..100).find_map(|_| match outbox.put(&long) {
        Turn::Send(message) => Some(message),
        _ => None,
    });
    let bytes = sent.unwrap().len();
    assert!((MOST_BYTES..64_000).contains(&bytes), "{bytes}");
}

proptest! {
    #![proptest_config(given::tries(128))]

    #[test]
    fn every_event_leaves_once_in_its_order(takes in prop::collection::vec(any::<bool>(), 1..400)) {
        let (mut outbox, mut left, mut waiting) = (Outbox::default(), Vec::new(), false);
        for (nonce, take) in (0_u32..).zip(&takes) {
            match outbox.put(&numbered(nonce)) {
                Turn::Wait => waiting = true,
                // Somebody must be there to send for whoever rides.
                Turn::Ride => prop_assert!(waiting),
                Turn::Send(message) => {
                    left.extend(Message::parse(&message).unwrap());
                    waiting = false;
                }
            }
            if *take && let Some(message) = outbox.take() {
                left.extend(Message::parse(&message).unwrap());
                waiting = false;
            }
        }
        left.extend(outbox.take().map(|message| Message::parse(&message).unwrap()).unwrap_or_default());
        let nonces: Vec<u32> = left.iter().map(|event| event.nonce).collect();
        prop_assert_eq!(nonces, (0..u32::try_from(takes.len()).unwrap()).collect::<Vec<u32>>());
    }
}
