//! Names in twelve scripts, and with every character that means something in an address: each link leads to a file.
#![allow(clippy::disallowed_methods, reason = "tests look at a site as it is on disk")]

use crate::support::{Base, walk};
use crate::tabs::{evaluate, from_disk};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

/// A word in each of twelve scripts.
const WORDS: [&str; 12] = [
    "Číslo Größe",
    "Πληρωμές",
    "Платежи",
    "الدفع",
    "תשלומים",
    "भुगतान",
    "ชำระเงิน",
    "გადახდა",
    "Վճարում",
    "支付系统",
    "決済チーム",
    "결제",
];

/// What means something in an address, in HTML, in Markdown or in a file's name.
const ODD: [&str; 12] =
    ["a b", "100%", "%20x", "a+b", "#1", "why?", "a&b=c", "it's", "\"x\"", "<x>", "a\\b", "[z] {z}: ~^|`;@"];

/// A name for the number: `shift` tells the kinds of names apart, so that each word meets many of the others.
fn name(number: usize, shift: usize) -> String {
    format!("{} {} {shift}", WORDS[number % 12], ODD[(number + shift) % 12])
}

/// The same as the name of a file, without what the system does not allow there.
fn file_name(number: usize, shift: usize) -> String {
    let name = name(number, shift);
    if cfg!(windows) { name.replace(['"', '<', '>', '?', '\\', '|', ':', '*'], "_") } else { name }
}

fn encoded(path: &str) -> String {
    path.split('/')
        .map(|part| utf8_percent_encode(part, NON_ALPHANUMERIC).to_string())
        .collect::<Vec<_>>()
        .join("/")
}

/// The smallest picture.
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\nIDATx\x9cc\0\x01\0\0\x05\0\x01\r\n-\xb4\0\0\0\0IEND\xaeB`\x82";

/// Twice twelve incidents that share services, causes, teams, owners, tags and types in pairs, so that there are chains and
/// lists of each; a description of each service, cause and team; free pages; and one owner with more than a page of actions.
fn base(site_url: Option<&str>) -> Base {
    let site_url = site_url.map(|url| format!("site-url = \"{url}\"\n")).unwrap_or_default();
    let mut base = Base::new()
        .file("book.toml", format!("[book]\ntitle = \"Names & <signs>\"\n[output.html]\n{site_url}"));
    let path = |number: usize| {
        format!("{}/{}.md", file_name(number % 12, 0), file_name(number, 1) + &format!(" {number}"))
    };
    for number in 0..24 {
        let many = if number == 10 { 230 } else { 2 };
        let action = |index: usize| {
            json!({ "title": format!("{} {index}", name(number, 2)), "owner": name(number % 12, if index == 1 { 13 } else { 3 }), "type": name(number % 12, 4),
                "due": format!("2024-0{}-11", index % 9 + 1), "status": if index == 1 { "done" } else { "open" } })
        };
        let front = json!({
            "title": format!("{} {number}", name(number, 5)),
            "date": format!("202{}-0{}-1{}", number % 4, number % 9 + 1, number % 3),
            "severity": format!("sev{}", number % 3 + 1),
            "services": [name(number % 12, 6)], "causes": [name(number % 12, 7)], "teams": [name(number % 12, 3)],
            "tags": [name(number % 12, 8)], "triggers": [name(number % 12, 9)],
            "aliases": [format!("{}.html", file_name(number, 10))],
            "links": [{ "title": name(number, 11), "url": format!("../{}", encoded(&path((number + 5) % 24))) }],
            "action_items": (0..many).map(action).collect::<Vec<_>>(),
        });
        let picture = format!("{}.png", file_name(number, 11));
        let folder = path(number).split('/').next().unwrap().to_owned();
        let text = format!(
            "---\n{front}\n---\n\n## Summary\n\nLike [the other](../{other}#{anchor}).\n\n## {heading} here\n\n![What was seen]({shown})\n\n[The same]({shown})\n",
            other = encoded(&path((number + 1) % 24)),
            anchor = "summary",
            heading = name(number, 2).replace(['<', '`', '['], ""),
            shown = encoded(&picture),
        );
        base = base
            .file(&format!("content/{}", path(number)), text)
            .file(&format!("content/{folder}/{picture}"), PICTURE);
    }
    for number in 0..12 {
        let described = |name: String| {
            format!(
                "---\n{}\n---\n\nWhat it is; see [one](../{}).\n",
                json!({ "name": name }),
                encoded(&path(number))
            )
        };
        base = base
            .file(&format!("content/services/{}.md", file_name(number, 1)), described(name(number, 6)))
            .file(&format!("content/causes/{}.md", file_name(number, 2)), described(name(number, 7)))
            .file(
                &format!("content/pages/{}/{}.md", file_name(number, 3), file_name(number, 4)),
                described(name(number, 5)).replace("../", "../../"),
            );
    }
    // What stands before a colon would be a scheme.
    base.file("content/note: one.md", "---\ntitle: \"Note: one\"\ndate: 2024-01-01\n---\n\nText.\n")
        .run(&["build", "-v", "--today", "2026-06-01"])
        .ok()
}

#[test]
fn every_link_leads_to_a_file_whatever_the_names_are() {
    let base = base(None);
    let files = base.files("site");
    let (all, dead) = crate::links::dead(&files, None);
    assert!(dead.is_empty(), "{} of {all} links lead nowhere:\n{}", dead.len(), crate::links::told(&dead));
    assert!(all > 10_000, "{all}");
    let faults = walk::faults(&base.path("site"));
    assert!(faults.is_empty(), "{}", crate::links::told(&faults));
    // Without `./`, what stands before the colon would be a scheme.
    assert!(base.read("site/post-mortems.json").contains("\"url\":\"./note:%20one.html\""));
    for kind in ["owner", "team", "type", "service", "cause"] {
        let folder = format!("actions/{kind}/");
        let odd = |path: &&String| path.starts_with(&folder) && path.ends_with(".html") && !path.is_ascii();
        assert!(files.keys().filter(odd).count() >= 12, "{folder}");
    }
    assert!(files.keys().any(|path| path.starts_with("actions/") && path.ends_with("/page-2.html")));
}

#[test]
fn every_whole_address_leads_to_a_file_whatever_the_names_are() {
    const SITE: &str = "https://example.org/a%20b/";
    let base = base(Some(SITE));
    let files = base.files("site");
    let (all, dead) = crate::links::dead(&files, Some(SITE));
    assert!(dead.is_empty(), "{} of {all} links lead nowhere:\n{}", dead.len(), crate::links::told(&dead));
    for (path, least) in
        [("feed.xml", 20), ("sitemap.xml", 100), ("post-mortems.json", 50), ("actions.ics", 100)]
    {
        let whole = String::from_utf8_lossy(&files[path]).replace("\r\n ", "").matches(SITE).count();
        assert!(whole >= least, "{path} has {whole} whole addresses");
    }
}

#[test]
fn every_hit_of_a_search_leads_to_a_file_whatever_the_names_are() {
    let base = base(None);
    let files = base.files("site");
    let base = base.run(&["search", "--json", "--limit", "100"]).ok();
    let found: Value = serde_json::from_str(&base.stdout()).unwrap();
    let urls: Vec<&str> =
        found["hits"].as_array().unwrap().iter().map(|hit| hit["url"].as_str().unwrap()).collect();
    assert!(urls.len() >= 24, "{urls:?}");
    for url in urls {
        let target = crate::links::target("index.html", url, None).expect(url);
        assert!(files.contains_key(&target), "{url} is {target}");
    }
    let Some(browser) = crate::searching::browser() else { return };
    let site = base.path("site");
    let root = from_disk(&site);
    let tab = crate::searching::results(&browser, &root, "?show=60");
    let hrefs = "JSON.stringify([...document.querySelectorAll('#lb-hits a, #lb-chips a')].map((a) => a.getAttribute('href')))";
    let hrefs: Vec<String> = serde_json::from_str(evaluate(&tab, hrefs).as_str().unwrap()).unwrap();
    assert!(hrefs.len() >= 24, "{hrefs:?}");
    for href in hrefs {
        let target = crate::links::target("search.html", &href, Some(&root)).expect(&href);
        assert!(files.contains_key(&target), "{href} is {target}");
    }
}

#[test]
fn a_link_that_is_encoded_twice_is_found() {
    let page = |link: &str| format!("<!doctype html><a href=\"{link}\">x</a>").into_bytes();
    let files = |link: &str| {
        [("a/决 b.html".to_owned(), page(link)), ("a/100%25.html".to_owned(), Vec::new())].into()
    };
    for link in [
        "%25E5%2586%25B3%2520b.html",
        "100%25.html",
        "决 b.html",
        "%E5%86%B3 b.html",
        "../%E5%86%B3%20b.html",
    ] {
        assert_eq!(crate::links::dead(&files(link), None).1.len(), 1, "{link}");
    }
    for link in
        ["%E5%86%B3%20b.html", "100%2525.html", "#top", "https://example.org/x", "../a/./100%2525.html?q=%25"]
    {
        assert_eq!(crate::links::dead(&files(link), None).1, [""; 0], "{link}");
    }
    assert_eq!(
        crate::links::dead(&files("https://example.org/x.html"), Some("https://example.org/")).1.len(),
        1
    );
    assert_eq!(
        crate::links::dead(&files("https://example.org/a/100%2525.html"), Some("https://example.org/"))
            .1
            .len(),
        0
    );
}
