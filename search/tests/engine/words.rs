//! Which records a word matches.

use crate::fixture::{Draft, Site, incident, request};
use lookback_search::Request;

fn site() -> Site {
    let mut drafts = vec![
        incident("rotation", "Certificate rotation broke logins")
            .text("The certificates were rotated twice."),
        incident("kafka", "Kafka consumers lagged").text("A rebalance in kafka stalled all consumers."),
        incident("postgres", "Failover of the database").text("PostgreSQL was promoted by the autoscaler."),
        incident("receive", "Webhooks not received").text("Customers did not receive webhooks."),
        incident("cafe", "Café checkout down").text("Die Straße nach Łódź: Ärger überall."),
        incident("tokyo", "東京リージョンの障害").text("データベースの接続が失敗しました。"),
        incident("seoul", "서버 장애 보고").text("장애가 발생했습니다."),
    ];
    drafts.extend((0..40).map(|nth| {
        incident(&format!("filler-{nth}"), "Routine maintenance")
            .text("The timeout of the connection pool was raised.")
    }));
    Site::new(drafts)
}

#[test]
fn all_words_have_to_match_in_any_field() {
    let mut site = site();
    assert_eq!(site.ids("kafka consumers"), ["kafka"]);
    assert_eq!(site.ids("kafka rebalance stalled"), ["kafka"]);
    assert_eq!(site.ids("maintenance timeout").len(), 20);
    assert_eq!(site.ask("maintenance timeout").total, 40);
}

#[test]
fn case_and_accents_make_no_difference() {
    let mut site = site();
    for query in ["cafe", "CAFÉ", "cafe\u{301}", "strasse", "STRAßE", "lodz", "arger uberall"] {
        assert_eq!(site.ids(query), ["cafe"], "{query}");
    }
}

#[test]
fn inflected_forms_match_each_other() {
    let mut site = site();
    for query in ["rotating certificates", "rotate certificate", "rotations", "\"rotated\""] {
        assert_eq!(site.ids(query), ["rotation"], "{query}");
    }
    assert_eq!(site.ids("consumer lagging"), ["kafka"]);
    assert!(site.ids("\"rotating\"").is_empty(), "quotes ask for the very word");
}

#[test]
fn only_english_is_stemmed() {
    let drafts = || vec![incident("a", "Deployments geplant"), incident("b", "Nichts")];
    assert_eq!(Site::in_language(drafts(), "en").ids("deployment"), ["a"]);
    let mut german = Site::in_language(drafts(), "de");
    assert_eq!(german.ids("deployments"), ["a"]);
    // Still found, as a slip of the finger; but that is what it is taken for.
    assert_eq!(german.ask("deployment").did_you_mean.as_deref(), Some("deployments"));
    assert_eq!(german.ids("the"), [""; 0], "no stop words in German");
}

#[test]
fn a_slip_of_the_finger_is_forgiven() {
    let mut site = site();
    let slips = [
        ("kafak", "kafka"),
        ("kafkka", "kafka"),
        ("kafa", "kafka"),
        ("consumres", "kafka"),
        ("postgersql", "postgres"),
        ("certifcate", "rotation"),
        ("cretifiacte", "rotation"),
        ("recieve", "receive"),
    ];
    for (query, id) in slips {
        assert_eq!(site.ids(query), [id], "{query}");
    }
    for query in ["afk", "kaf", "kxxka", "certxxxxate"] {
        assert!(site.ids(query).is_empty(), "{query}: too far, or too short");
    }
    assert_eq!(site.ids("lafka"), ["kafka"], "the first letter, if nothing else is near");
}

#[test]
fn the_word_that_was_meant_is_proposed() {
    let mut site = site();
    let response = site.ask("kafak consumers");
    assert_eq!(response.did_you_mean.as_deref(), Some("kafka consumers"));
    assert_eq!(
        site.ask("\"the\" kafak -consumres").did_you_mean.as_deref(),
        Some("\"the\" kafka -consumres")
    );
    assert_eq!(site.ask("kafka").did_you_mean, None);
    assert_eq!(site.ask("timeouts").did_you_mean, None, "another form of a word is no mistake");
    assert_eq!(site.run(&Request { typing: true, ..request("kafk") }).did_you_mean, None);
}

#[test]
fn exact_words_rank_above_other_forms() {
    let mut site = Site::new(vec![
        incident("typo", "Ledgr outage").text("ledgr"),
        incident("exact", "Outage").text("The ledger failed."),
        incident("stem", "Outage").text("All ledgers failed."),
        incident("prefix", "Outage").text("The ledgerbook failed."),
        incident("other", "Outage").text("Nothing else."),
    ]);
    assert_eq!(site.ids("ledger"), ["exact", "stem"]);
    assert_eq!(site.ids("ledger*"), ["exact", "stem", "prefix"]);
}

#[test]
fn a_rare_misspelling_in_the_texts_does_not_hide_the_word() {
    let mut drafts = vec![incident("misspelt", "One").text("recieve")];
    drafts.extend((0..30).map(|nth| incident(&format!("right-{nth}"), "Two").text("receive")));
    let mut site = Site::new(drafts);
    let response = site.ask("recieve");
    assert_eq!(response.total, 31);
    assert_eq!(response.hits[0].id, "misspelt");
    assert_eq!(response.did_you_mean.as_deref(), Some("receive"));
}

#[test]
fn digits_are_never_taken_for_others() {
    let mut site = Site::new(vec![incident("a", "CVE-2024-3094 in xz"), incident("b", "Error 50312345")]);
    assert_eq!(site.ids("cve-2024-3094"), ["a"]);
    assert_eq!(site.ids("50312345"), ["b"]);
    assert!(site.ids("50312346").is_empty());
    assert!(!site.ids("cve-2024-3095").contains(&"b".to_owned()));
}

#[test]
fn the_last_word_may_be_unfinished_while_typing() {
    let mut site = site();
    for query in ["k", "ka", "kaf", "kafka cons", "rebal", "kafka rebalan"] {
        assert!(site.typed(query).contains(&"kafka".to_owned()), "{query}");
    }
    assert_eq!(site.typed("certif"), ["rotation"]);
    assert_eq!(site.typed("certfi"), ["rotation"], "unfinished and misspelt");
    assert!(site.ids("certif").is_empty(), "not when it is finished");
    assert_eq!(site.ids("certif*"), ["rotation"]);
    assert_eq!(site.ids("rebal* kaf*"), ["kafka"]);
    assert!(site.typed("certif ").is_empty(), "a space ends the word");
}

#[test]
fn unspaced_scripts_are_found_without_a_dictionary() {
    let mut site = site();
    for query in
        ["障害", "東京", "東京リージョン", "東", "害", "データベース", "接続が失敗", "\"東京リージョン\""]
    {
        assert_eq!(site.ids(query), ["tokyo"], "{query}");
    }
    for query in ["장애", "장", "발생", "서버 장애"] {
        assert_eq!(site.ids(query), ["seoul"], "{query}");
    }
    assert!(site.ids("京東").is_empty());
    assert!(site.ids("東害").is_empty());
}

#[test]
fn questions_are_asked_as_people_ask_them() {
    let mut site = site();
    assert_eq!(site.ids("why did the certificates break our logins?"), ["rotation"]);
    assert_eq!(site.ids("What was it that stalled the Kafka consumers"), ["kafka"]);
    assert_eq!(site.ask("the").total, 42, "if there is nothing else, a stop word is a word");
}

#[test]
fn words_that_are_excluded_or_alternatives() {
    let mut site = site();
    assert_eq!(site.ids("kafka OR postgresql"), ["kafka", "postgres"]);
    assert_eq!(site.ids("rotated kafka OR certificates"), ["rotation"], "x and (a or b)");
    assert!(site.ids("kafka -consumers").is_empty());
    assert_eq!(site.ids("outage OR kafka -rebalance OR certificate").len(), 0);
    let all = site.ask("").total;
    assert_eq!(site.ask("-kafka").total, all - 1);
    assert_eq!(site.ask("-kafak").total, all, "what is excluded has to be spelt right");
    assert_eq!(site.ids("kafka OR -timeout").len(), 7);
}

#[test]
fn nothing_with_all_words_gives_what_has_most_of_them() {
    let mut site = site();
    let response = site.ask("kafka consumers certificate");
    assert!(response.relaxed);
    let ids: Vec<&str> = response.hits.iter().map(|hit| hit.id.as_str()).collect();
    assert_eq!(ids, ["kafka", "rotation"]);
    assert!(!site.ask("kafka").relaxed);
    let nothing = site.ask("xylophone zebra");
    assert!(!nothing.relaxed && nothing.total == 0);
    let narrowed = site.ask("kafka certificate -consumers");
    assert_eq!(narrowed.hits[0].id, "rotation");
    assert_eq!(narrowed.total, 1, "what is excluded stays so");
}

#[test]
fn other_kinds_are_found_when_asked_for() {
    use lookback_search::Kind;
    let mut site = Site::new(vec![
        incident("one", "Ledger failed"),
        Draft::new(Kind::Service, "ledger", "Ledger"),
        Draft::new(Kind::Page, "guide", "Guide to the ledger"),
    ]);
    assert_eq!(site.ids("ledger"), ["one"]);
    assert_eq!(site.ids("ledger kind:service"), ["ledger"]);
    assert_eq!(site.ids("ledger kind:any").len(), 3);
    assert_eq!(site.ids("ledger kind:service kind:page").len(), 2);
    assert_eq!(site.ids("ledger -kind:page"), ["one"]);
}
