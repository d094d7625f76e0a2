//! Google Analytics' default channels: each rule of its page, in its order.

use waymark::domain::utm::ga4::{channel, medium_for};

#[test]
fn each_rule_files_what_it_names() {
    for (source, medium, campaign, expected) in [
        ("any", "any", "cross-network", "Cross-network"),
        ("amazon", "cpc", "", "Paid Shopping"),
        ("any", "paid_social", "summer-shop", "Paid Shopping"),
        ("google", "cpc", "", "Paid Search"),
        ("bing", "ppc", "", "Paid Search"),
        ("facebook", "paid_social", "", "Paid Social"),
        ("instagram", "retargeting", "", "Paid Social"),
        ("youtube", "cpv-cpm", "", "Paid Video"),
        ("any", "display", "", "Display"),
        ("any", "banner", "", "Display"),
        ("any", "expandable", "", "Display"),
        ("any", "interstitial", "", "Display"),
        ("any", "paid", "", "Paid Other"),
        ("any", "tcpa", "", "Paid Other"),
        ("etsy.com", "any", "", "Organic Shopping"),
        ("any", "any", "shopping-days", "Organic Shopping"),
        ("instagram", "influencer", "spring", "Organic Social"),
        ("any", "social", "", "Organic Social"),
        ("any", "social-network", "", "Organic Social"),
        ("any", "social-media", "", "Organic Social"),
        ("any", "sm", "", "Organic Social"),
        ("any", "social network", "", "Organic Social"),
        ("any", "social media", "", "Organic Social"),
        ("youtube", "influencer", "", "Organic Video"),
        ("any", "short-video", "", "Organic Video"),
        ("duckduckgo", "any", "", "Organic Search"),
        ("any", "organic", "", "Organic Search"),
        ("any", "referral", "", "Referral"),
        ("any", "app", "", "Referral"),
        ("any", "link", "", "Referral"),
        ("any", "email", "", "Email"),
        ("e-mail", "any", "", "Email"),
        ("any", "e_mail", "", "Email"),
        ("any", "e mail", "", "Email"),
        ("any", "affiliate", "", "Affiliates"),
        ("any", "audio", "", "Audio"),
        ("any", "sms", "", "SMS"),
        ("sms", "any", "", "SMS"),
        ("any", "web-push", "", "Mobile Push Notifications"),
        ("any", "mobile", "", "Mobile Push Notifications"),
        ("any", "notifications", "", "Mobile Push Notifications"),
        ("firebase", "any", "", "Mobile Push Notifications"),
    ] {
        assert_eq!(channel(source, medium, campaign), Some(expected), "{source} / {medium} / {campaign}");
    }
}

#[test]
fn what_no_rule_names_is_unassigned() {
    for (source, medium) in [
        ("sarah", "influencer"),
        ("sarah", "instagram"),
        ("spotify", "podcast"),
        ("threads", "influencer"),
        ("newsletter", "newsletter"),
        ("any", "affiliates"),
        ("any", "emails"),
        ("any", ""),
        ("", ""),
    ] {
        assert_eq!(channel(source, medium, "spring"), None, "{source} / {medium}");
    }
}

#[test]
fn an_earlier_rule_wins() {
    for (source, medium, campaign, expected) in [
        ("instagram", "affiliate", "", "Organic Social"),
        ("instagram", "email", "", "Organic Social"),
        ("instagram", "video", "", "Organic Social"),
        ("youtube", "social", "", "Organic Social"),
        ("any", "cpm", "", "Display"),
        ("instagram", "cpm", "", "Paid Social"),
        ("instagram", "influencer", "spring-shop", "Organic Shopping"),
    ] {
        assert_eq!(channel(source, medium, campaign), Some(expected), "{source} / {medium} / {campaign}");
    }
}

#[test]
fn a_campaign_is_of_a_shop_where_the_word_begins_or_follows_an_e() {
    for (campaign, of_a_shop) in [
        ("shop", true),
        ("pop-up-shop", true),
        ("eshop", true),
        ("x shops", true),
        ("workshop", false),
        ("bishop", false),
        ("sho-p", false),
    ] {
        assert_eq!(channel("instagram", "influencer", campaign) == Some("Organic Shopping"), of_a_shop, "{campaign}");
    }
}

#[test]
fn capitals_and_a_hosts_end_change_nothing() {
    for source in ["Instagram", "instagram.com", "INSTAGRAM.COM", "l.instagram.com", "ig"] {
        assert_eq!(channel(source, "Influencer", ""), Some("Organic Social"), "{source}");
    }
}

#[test]
fn the_medium_that_is_suggested_has_a_channel_for_every_source() {
    for source in [
        "sarah",
        "threads",
        "discord",
        "spotify",
        "substack",
        "gmail",
        "youtube",
        "kagi",
        "linktree",
        "hacker_news",
        "chatgpt",
    ] {
        assert!(channel(source, medium_for(source), "").is_some(), "{source}");
    }
}
