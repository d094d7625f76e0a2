//! Names in other letters: which of them look like another name.

use serde_json::Value;
use waymark::domain::idn::warnings;

/// The words that are said of a host.
fn said(host: &str) -> Vec<String> {
    let told = warnings(&format!("https://{host}/a"));
    told.iter().map(|warning: &Value| warning["code"].as_str().unwrap().to_owned()).collect()
}

/// The host in ASCII, as it is stored.
fn stored(host: &str) -> String {
    let label = |label: &str| {
        if label.is_ascii() { label.to_owned() } else { format!("xn--{}", idna::punycode::encode_str(label).unwrap()) }
    };
    host.split('.').map(label).collect::<Vec<_>>().join(".")
}

#[test]
fn punycode_is_read_as_everybody_reads_it() {
    // RFC 3492 and the homograph that every browser was shown in 2017.
    assert_eq!(stored("b\u{fc}cher.example"), "xn--bcher-kva.example");
    assert_eq!(stored("\u{430}\u{440}\u{440}\u{4cf}\u{435}.com"), "xn--80ak6aa92e.com");
}

#[test]
fn a_name_of_one_script_is_nothing_to_warn_of() {
    for host in [
        "shop.example",
        "go-1.shop.example",
        "münchen.example",
        "łódź.example",
        "straße.example",
        "smørrebrød.example",
        "đường.example",
        "магазин.example",
        "привет.com",
        "κατάστημα.example",
        "お店ショップ.example",
        "東京tower.example",
        "楽天カード.example",
        "한국shop.example",
        "ㄅㄆ小店.example",
        "متجر.example",
        "חנות.example",
        "दुकान.example",
        "ร้านค้า.example",
        "ሱቅ.example",
        "магазин.рф",
        "сор.рф",
    ] {
        assert_eq!(said(&stored(host)), [""; 0], "{host}");
    }
}

#[test]
fn letters_of_two_scripts_in_one_word_are_told() {
    for host in [
        "p\u{430}ypal.com",       // Cyrillic а
        "g\u{43e}\u{43e}gle.com", // Cyrillic о
        "brand\u{3b1}.example",   // Greek α
        "магазинshop.example",
        "ブランドмагазин.example",
        "brand-\u{561}.example", // Armenian ա
    ] {
        assert!(said(&stored(host)).contains(&"idn_mixed_script".to_owned()), "{host}");
    }
    assert_eq!(said("xn--pypal-4ve.com"), ["idn_mixed_script", "idn_confusable"]);
}

#[test]
fn a_word_of_one_script_that_reads_as_a_latin_one_is_told() {
    for (host, read) in [
        ("\u{430}\u{440}\u{440}\u{4cf}\u{435}.com", "apple"),
        ("\u{455}\u{441}\u{43e}\u{440}\u{435}.example", "scope"),
        ("shop.\u{440}\u{430}\u{443}\u{440}\u{430}\u{4cf}.com", "paypal"),
        ("\u{3bf}\u{3bd}\u{3bf}.example", "ovo"),
        ("\u{261}oo\u{261}le.com", "google"),
    ] {
        let told = warnings(&format!("https://{}/", stored(host)));
        let detail =
            told.iter().find(|warning| warning["code"] == "idn_confusable").unwrap()["detail"].as_str().unwrap();
        assert!(detail.contains(&format!("\"{read}\"")) && detail.starts_with(&stored(host)), "{detail}");
    }
}

#[test]
fn what_is_no_address_or_no_punycode_is_nothing_to_warn_of() {
    for address in ["", "shop.example", "https://8.8.8.8/", "https://[2606:4700::1111]/"] {
        assert!(warnings(address).is_empty(), "{address}");
    }
    assert_eq!(said("xn--.example"), [""; 0]);
}
