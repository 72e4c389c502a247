//! Names, codes and addresses are found whole and in parts.

use crate::fixture::{Site, incident};

fn site() -> Site {
    let texts = [
        ("host", "The host auth-service-prod-01 was lost."),
        ("error", "Clients logged ERR_CONN_RESET all night."),
        ("cve", "Patched for CVE-2024-3094."),
        ("camel", "A call of getUserById timed out; pods were OOMKilled by an HTTPServer."),
        ("version", "After the upgrade to v1.29.3 nodes vanished."),
        ("address", "Packets to 10.2.3.4 were dropped."),
        ("status", "See jenkins-infra/status#123 for more."),
        ("path", "It is in src/query/mod.rs:12, called by std::io::Error."),
        ("mail", "Write to oncall@example.org about db.prod.example.org."),
        ("other", "auth for the service in prod: conn, reset, user, 29, status, infra."),
    ];
    Site::new(texts.map(|(id, text)| incident(id, "Incident").text(text)).into())
}

#[test]
fn identifiers_are_found_whole() {
    let mut site = site();
    let cases = [
        ("auth-service-prod-01", "host"),
        ("AUTH-SERVICE-PROD-01", "host"),
        ("ERR_CONN_RESET", "error"),
        ("err_conn_reset", "error"),
        ("CVE-2024-3094", "cve"),
        ("getUserById", "camel"),
        ("getuserbyid", "camel"),
        ("OOMKilled", "camel"),
        ("v1.29.3", "version"),
        ("1.29.3", "version"),
        ("10.2.3.4", "address"),
        ("jenkins-infra/status#123", "status"),
        ("src/query/mod.rs", "path"),
        ("mod.rs:12", "path"),
        ("std::io::Error", "path"),
        ("oncall@example.org", "mail"),
        ("db.prod.example.org", "mail"),
        ("\"ERR_CONN_RESET\"", "error"),
        ("\"getUserById timed\"", "camel"),
    ];
    for (query, id) in cases {
        assert_eq!(site.ids(query), [id], "{query}");
    }
}

#[test]
fn identifiers_are_found_in_parts() {
    let mut site = site();
    let cases = [
        ("auth-service", "host"),
        ("service-prod", "host"),
        ("CONN_RESET", "error"),
        ("CVE-2024", "cve"),
        ("3094", "cve"),
        ("userById", "camel"),
        ("oom", "camel"),
        ("http server", "camel"),
        ("1.29", "version"),
        ("10.2.3", "address"),
        ("jenkins-infra", "status"),
        ("status#123", "status"),
        ("infra/status", "status"),
        ("query/mod", "path"),
        ("io::Error", "path"),
        ("prod.example.org", "mail"),
    ];
    for (query, id) in cases {
        assert_eq!(site.ids(query)[0], id, "{query}");
    }
    assert_eq!(site.ids("auth-service"), ["host"], "parts have to follow each other");
}

#[test]
fn spelling_of_compounds_makes_no_difference() {
    let mut site = Site::new(vec![
        incident("hyphen", "A crash-loop of pods"),
        incident("words", "The crash loop of a node"),
        incident("camel", "Pods in CrashLoop"),
        incident("none", "The loop of a crash"),
    ]);
    let mut found = site.ids("crash-loop");
    assert_eq!(found.remove(0), "hyphen", "as it is written comes first");
    found.sort();
    assert_eq!(found, ["camel", "words"]);
    assert_eq!(site.ids("\"crash loop\"").len(), 3);
}

#[test]
fn misspelt_identifiers_are_found() {
    let mut site = site();
    for (query, id) in [("ERR_CON_RESET", "error"), ("getUsreById", "camel"), ("jenkins-infar", "status")] {
        assert_eq!(site.ids(query).first().map(String::as_str), Some(id), "{query}");
    }
    let unknown = site.ask("auth-service-stage-77");
    assert!(unknown.relaxed, "parts of it, where there is nothing better");
    assert_eq!(unknown.hits[0].id, "host");
}

#[test]
fn unfinished_identifiers_are_found_while_typing() {
    let mut site = site();
    let cases = [
        ("auth-serv", "host"),
        ("jenkins-infra/sta", "status"),
        ("ERR_CONN_R", "error"),
        ("getUserB", "camel"),
    ];
    for (query, id) in cases {
        assert_eq!(site.typed(query).first().map(String::as_str), Some(id), "{query}");
    }
}
