//! What other programs read of a site: feeds, data, Markdown twins, and what heads of pages say.

use std::collections::HashSet;

use crate::support::Base;
use crate::support::repository::{git, git_on};

const SETTINGS: &str = "[book]\ntitle = \"Ours & theirs\"\nauthors = [\"Ann\"]\n[git]\nenable = false\n[output.html]\nsite-url = \"https://example.org/in c\"\n";

/// A small knowledge base whose address is known.
fn known() -> Base {
    Base::small().file("book.toml", SETTINGS).file("content/pages/help.md", "# Help\n\nSee [the queue](../2024/2024-03-04-queue.md).\n").file(
        "content/2024/2024-05-06-full.md",
        "---\nid: full\ntitle: \"<b>A & B</b>\"\ndate: 2024-05-06\nservices: [Shop]\nteams: [Web]\ntags: [tls]\nlanguage: de\nsummary: All of *it*.\n\
         action_items: [{title: Mend it, owner: Web}]\n---\n\n# <b>A & B</b>\n\n<!-- for authors -->\n## What\u{1}happened\n\n[Cold][1] again, ![a picture](p.png), \
         [the service](../services/shop.md#what), [lost](nowhere.md), <https://example.org/x>.\n\n<div><a href=\"2024-03-04-queue.md\">Queue</a></div>\n\n\
         ```rust\nfn main() {}\n```\n\n[1]: 2024-01-02-cache.md \"Cold\"\n",
    ).file("content/2024/p.png", "png").file("content/services/shop.md", "---\ntitle: Shop\nsummary: Sells.\n---\n\n## What\n\nAs [before](../2024/2024-01-02-cache.md).\n")
}

#[test]
fn places_within_a_page_have_whole_addresses_too() {
    let base = known()
        .file(
            "content/2024/2024-06-07-notes.md",
            "# Notes\n\n## Timeline\n\n- 10:00 [start] Deploy.\n- 10:30 [resolved] Back.[^1]\n\nSee [above](#timeline).\n\n[^1]: By hand.\n",
        )
        .build()
        .ok();
    let feed = base.read("site/feed.xml");
    assert!(!feed.contains("href=&quot;#") && !feed.contains("href=\"#"), "{feed}");
    for place in ["t1", "fn1", "timeline"] {
        assert!(
            feed.contains(&format!("https://example.org/in%20c/2024/2024-06-07-notes.html#{place}")),
            "{place}"
        );
    }
}

/// Checks the musts of RFC 4287 that our feeds can break; gives titles and contents of the entries.
#[track_caller]
fn entries(text: &str) -> Vec<(String, String)> {
    const ATOM: &str = "http://www.w3.org/2005/Atom";
    let document = roxmltree::Document::parse(text).unwrap();
    let feed = document.root_element();
    assert!(feed.has_tag_name((ATOM, "feed")));
    let one = |node: roxmltree::Node, name: &str| {
        let found: Vec<_> = node.children().filter(|child| child.has_tag_name((ATOM, name))).collect();
        assert_eq!(found.len(), 1, "{name} in {text}");
        found[0].text().unwrap_or_default().to_owned()
    };
    let links = |node: roxmltree::Node, relation: &str| -> Vec<String> {
        let links = node
            .children()
            .filter(|child| child.has_tag_name((ATOM, "link")) && child.attribute("rel") == Some(relation));
        links.map(|link| link.attribute("href").unwrap().to_owned()).collect()
    };
    let is_time = |text: &str| text.parse::<jiff::Timestamp>().is_ok();
    assert!(
        one(feed, "id").starts_with("urn:uuid:")
            && is_time(&one(feed, "updated"))
            && !one(feed, "title").is_empty()
    );
    assert!(feed.children().any(|child| child.has_tag_name((ATOM, "author"))));
    assert_eq!((links(feed, "self").len(), links(feed, "alternate").len()), (1, 1));
    let mut ids = HashSet::new();
    let entries = feed.children().filter(|child| child.has_tag_name((ATOM, "entry")));
    entries
        .map(|entry| {
            assert!(
                ids.insert(one(entry, "id"))
                    && is_time(&one(entry, "updated"))
                    && is_time(&one(entry, "published"))
            );
            assert!(links(entry, "alternate")[0].starts_with("https://example.org/in%20c/"), "{text}");
            let content = one(entry, "content");
            for attribute in ["href=\"", "src=\""] {
                for address in content.split(attribute).skip(1) {
                    assert!(address.starts_with("https://") || address.starts_with('#'), "{address}");
                }
            }
            (one(entry, "title"), content)
        })
        .collect()
}

#[test]
fn there_is_a_feed_of_all_and_of_each_service_cause_and_team() {
    let base = known().build().ok();
    let all = entries(&base.read("site/feed.xml"));
    let titles: Vec<&str> = all.iter().map(|(title, _)| title.as_str()).collect();
    assert_eq!(titles, ["<b>A & B</b>", "The queue was full", "The cache was cold"]);
    let content = &all[0].1;
    for part in [
        "href=\"https://example.org/in%20c/2024/2024-01-02-cache.html\" title=\"Cold\"",
        "src=\"https://example.org/in%20c/2024/p.png\"",
        "href=\"https://example.org/in%20c/services/shop.html#what\"",
        "<a href=\"https://example.org/in%20c/2024/2024-03-04-queue.html\"",
        "fn main() {}",
        "<h2>Action items</h2>\n<ul><li>Mend it (open, Web)</li>",
    ] {
        assert!(content.contains(part), "{part} is not in {content}");
    }
    assert!(!content.contains("for authors") && !content.contains("class=\"hash\""), "{content}");
    for (feed, number) in [("services/shop", 2), ("services/mail", 1), ("causes/deploy", 1), ("teams/web", 1)]
    {
        assert_eq!(entries(&base.read(&format!("site/{feed}.xml"))).len(), number, "{feed}");
    }
    let base = base.is_gone("site/tags/tls.xml");
    let base = base.page("services/shop.html", |page| {
        assert_eq!(page.attributes("link[type='application/atom+xml']", "href"), ["../services/shop.xml"]);
        assert_eq!(
            page.attributes("footer a[type='application/atom+xml']", "href"),
            ["../services/shop.xml"]
        );
    });
    // Names of entries do not depend on where the site is.
    let ids = |text: &str| -> Vec<String> {
        text.split("<id>").skip(1).map(|rest| rest[..45].to_owned()).collect()
    };
    let before = ids(&base.read("site/feed.xml"));
    let moved = base.file("book.toml", SETTINGS.replace("/in c", "/elsewhere")).build().ok();
    assert_eq!(before, ids(&moved.read("site/feed.xml")));
    assert_eq!(before.len(), 4);
}

#[test]
fn without_an_address_there_are_no_feeds_and_all_can_be_switched_off() {
    let base = Base::small().build().ok().is_gone("site/feed.xml").is_gone("site/services/shop.xml");
    let base = base.exists("site/llms.txt").exists("site/services/shop.md").exists("site/post-mortems.csv");
    base.page("index.html", |page| page.has_no("link[type='application/atom+xml']"));
    let off = format!("{SETTINGS}feeds = false\ndata = false\nmarkdown = false\n");
    let base = Base::small().file("book.toml", off).build().ok();
    let files = base.files("site");
    let others = |name: &&String| {
        name.ends_with(".md")
            || name.ends_with(".xml")
            || name.contains("post-mortems.")
            || name.contains("llms")
    };
    assert_eq!(files.keys().filter(others).collect::<Vec<_>>(), ["sitemap.xml"]);
}

#[test]
fn an_old_incident_that_was_written_down_lately_is_news() {
    let base = Base::small()
        .file("book.toml", SETTINGS.replace("enable = false", "enable = true"))
        .file(
            "content/2024/2024-01-02-cache.md",
            "---\ntitle: Old\ndate: 2024-01-02\npublished: 2025-02-03\n---\n\nText.\n",
        )
        .file("content/undated.md", "# Undated\n\nText.\n");
    let base = base.build().ok();
    let text = base.read("site/feed.xml");
    let titles: Vec<String> = entries(&text).into_iter().map(|(title, _)| title).collect();
    assert_eq!(titles, ["Old", "The queue was full"]);
    assert!(text.contains("<updated>2025-02-03T00:00:00Z</updated><link"), "{text}");
}

#[test]
fn git_tells_when_a_page_was_changed() {
    let base = Base::small().file("book.toml", SETTINGS.replace("enable = false", "enable = true"));
    git(base.root(), &["init", "-q"]);
    git(base.root(), &["add", "."]);
    git_on(base.root(), "2025-06-07", "Ann", &["commit", "-qm", "All"]);
    let base = base.build().ok();
    assert!(base.read("site/feed.xml").contains("<published>2025-06-07T00:00:00Z</published>"));
    let map = base.read("site/sitemap.xml");
    assert!(map.contains("/2024/2024-01-02-cache.html</loc><lastmod>2025-06-07</lastmod></url>"), "{map}");
    assert!(map.contains("<loc>https://example.org/in%20c/years.html</loc></url>"), "{map}");
    assert!(!map.contains(".md") && !map.contains("feed.xml"), "{map}");
}

#[test]
fn the_records_are_in_the_site_and_the_same_as_exported() {
    let base = known().build().ok();
    let exported: serde_json::Value = serde_json::from_str(&base.run(&["export"]).ok().stdout()).unwrap();
    let base = known().build().ok();
    let published: serde_json::Value = serde_json::from_str(&base.read("site/post-mortems.json")).unwrap();
    assert_eq!(published, exported);
    let lines = base.read("site/post-mortems.ndjson");
    let lines: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(published.as_array().unwrap(), &lines);
    assert_eq!(base.read("site/post-mortems.csv").lines().next().unwrap().split(',').count(), 36);
}

#[test]
fn every_page_of_a_document_is_there_as_markdown() {
    let base = known().build().ok();
    let twin = base.read("site/2024/2024-05-06-full.md");
    let (front, body) = twin[4..].split_once("---\n\n").unwrap();
    for line in [
        "title: \"<b>A & B</b>\"",
        "services: [\"Shop\"]",
        "date: \"2024-05-06\"",
        "url: \"https://example.org/in%20c/2024/2024-05-06-full.html\"",
    ] {
        assert!(front.lines().any(|known| known == line), "{line} is not in {front}");
    }
    for part in [
        "# \\<b>A & B\\</b>\n\n> All of *it*.\n\n",
        "[Cold](2024-01-02-cache.md \"Cold\") again, ![a picture](p.png), [the service](../services/shop.md#what), lost, <https://example.org/x>.",
        "<a href=\"2024-03-04-queue.md\">",
        "## Action items\n\n- Mend it (open, Web)\n",
    ] {
        assert!(body.contains(part), "{part} is not in {body}");
    }
    assert!(!body.contains("for authors") && !body.contains("[1]:"), "{body}");
    let service = base.read("site/services/shop.md");
    for part in [
        "> Sells.",
        "As [before](../2024/2024-01-02-cache.md).",
        "- [The cache was cold](../2024/2024-01-02-cache.md): 2024-01-02, sev2\n",
    ] {
        assert!(service.contains(part), "{part} is not in {service}");
    }
    assert!(base.read("site/pages/help.md").contains("See [the queue](../2024/2024-03-04-queue.md)."));
    let list = base.read("site/llms.txt");
    assert!(list.starts_with("# Ours & theirs\n\n> "), "{list}");
    for part in
        ["- [Shop](https://example.org/in%20c/services/shop.md): 2 incidents", "## Optional\n\n- [Help]("]
    {
        assert!(list.contains(part), "{part} is not in {list}");
    }
    base.page("2024/2024-05-06-full.html", |page| {
        assert_eq!(page.attributes("link[type='text/markdown']", "href"), ["../2024/2024-05-06-full.md"]);
    });
}

#[test]
fn heads_say_what_a_page_is() {
    known()
        .build()
        .ok()
        .page("2024/2024-05-06-full.html", |page| {
            let meta = |name: &str| page.attributes(&format!("meta[property='{name}']"), "content").concat();
            assert_eq!(meta("og:title"), "<b>A & B</b>");
            assert_eq!((meta("og:type"), meta("og:site_name")), ("article".into(), "Ours & theirs".into()));
            assert_eq!(
                (meta("og:description"), meta("article:published_time")),
                ("All of *it*.".into(), "2024-05-06".into())
            );
            let own = "https://example.org/in%20c/2024/2024-05-06-full.html";
            assert_eq!(
                (meta("og:url"), page.attributes("link[rel=canonical]", "href")),
                (own.into(), vec![own.into()])
            );
        })
        .page("404.html", |page| page.has_no("link[rel=canonical]"));
}
