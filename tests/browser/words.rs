//! The words of the site in other languages: whole files, every kind of page without a word of English, and the scripts.
#![expect(clippy::disallowed_methods, reason = "tests look at files")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use crate::searching::{browser, no_complaints, press, site, text, type_text};
use crate::support::Base;
use crate::tabs::{evaluate, go, open, serve, until};
use regex::Regex;
use scraper::{ElementRef, Html, Node};
use toml::{Table, Value};

/// Attributes that say something to people.
const SPOKEN: [&str; 6] = ["aria-label", "title", "alt", "placeholder", "data-l", "label"];
/// What is not said by the site: names of keys, fields, commands and works.
const QUOTED: [&str; 5] = ["code", "kbd", "cite", "script", "style"];

fn source(language: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("themes/default/i18n/{language}.toml"));
    std::fs::read_to_string(path).unwrap()
}

/// Every text of a file with its letters in circles, so that whatever has others comes from elsewhere.
fn circled(value: &Value) -> Value {
    match value {
        Value::String(text) => {
            let mut is_name = false;
            let circle = |c: char| {
                is_name = if is_name { c != '}' } else { c == '{' };
                let from = |base: char, start: u32| char::from_u32(start + (c as u32 - base as u32)).unwrap();
                match c {
                    'a'..='z' if !is_name => from('a', 0x24d0),
                    'A'..='Z' if !is_name => from('A', 0x24b6),
                    _ => c,
                }
            };
            Value::String(text.chars().map(circle).collect())
        }
        Value::Array(list) => Value::Array(list.iter().map(circled).collect()),
        Value::Table(table) => {
            Value::Table(table.iter().map(|(key, value)| (key.clone(), circled(value))).collect())
        }
        other => other.clone(),
    }
}

/// A knowledge base whose authors write nothing but words that begin with `zz`, with something of all that there is.
fn base(settings: &str) -> Base {
    let mut base = Base::new().file(
        "book.toml",
        format!(
            "[book]\ntitle = \"Zzbook\"\ndescription = \"Zzall\"\n{settings}\n\n[severity]\nlevels = [\"critical\", \"sev2\", \"sev3\"]\n"
        ),
    );
    let services = ["zzedge", "zzshop", "zzdisk"];
    for number in 0..16_i32 {
        let (year, month) = (2019 + number / 3, 1 + number % 12);
        let service = services[usize::try_from(number).unwrap() % 3];
        let cause = if number % 2 == 0 { "zzexpiry" } else { "zzglobal" };
        let date = format!("{year}-{month:02}-{:02}", 3 + number);
        let mut text = format!(
            "---\ntitle: Zzincident {number}\ndate: {date}\nservices: [{service}{}]\ncauses: [{cause}]\nteams: [zzteam]\ntags: [zztag]\n",
            if number % 4 == 0 { ", zzpart" } else { "" }
        );
        let _ = writeln!(
            text,
            "status: {}",
            ["draft", "in-review", "final"][usize::try_from(number).unwrap() % 3]
        );
        let _ = writeln!(
            text,
            "severity: {}",
            ["critical", "sev2", "zzodd"][usize::try_from(number).unwrap() % 3]
        );
        let _ = writeln!(
            text,
            "started_at: {date}T10:00Z\ndetected_at: {date}T10:{:02}Z\nmitigated_at: {date}T11:{:02}Z\nresolved_at: {date}T1{}:30Z",
            5 + number,
            10 + number,
            2 + number % 5
        );
        let _ = writeln!(
            text,
            "detection: alert\ntrigger: release\nroles:\n  commander: zzann\n  zzrole: zzbob\nimpact:\n  zzusers: 12"
        );
        let _ = writeln!(
            text,
            "contributing_factors: [zzfactor, zzother]\npublished: {year}-{month:02}-28\nzzextra: true"
        );
        let _ = writeln!(text, "links:\n  - https://example.org/{number}");
        if number == 15 {
            let _ = writeln!(text, "near_miss: true\nrelated: [zzlost]\nlanguage: ar");
        }
        if number == 5 {
            let _ = writeln!(text, "aliases: [zzold.html]\nrecurrence_of: zzgone");
        }
        if number == 7 {
            let _ = writeln!(
                text,
                "timeline:\n  - {{ at: \"{date}T10:00Z\", text: zzbegan }}\n  - {{ at: \"{date}T10:30Z\", text: zzwent }}\naction_items:\n  - {{ title: zzstated, due: 2030-01-01 }}"
            );
        }
        text.push_str("---\n\nZzlead zzword[^1] zzcommon zzneedle.\n\n> [!NOTE]\n> Zznoted.\n\n> [!WARNING]\n> Zzwarned.\n\n");
        let _ = writeln!(
            text,
            "![zzalt](zzgone.png) ![](zzgone.png) [zzlink](zzgone.md) [zznext](n{}.md)\n",
            (number + 1) % 16
        );
        if number != 7 {
            let _ = writeln!(
                text,
                "## Zztimeline\n\n- {date} 10:00 UTC zzbegan\n- {date} 10:30 UTC zzwent\n- {date} 11:20 UTC zzdone\n"
            );
        }
        let _ = writeln!(text, "::: internal\nZzsecret.\n:::\n");
        let _ = writeln!(
            text,
            "## アクションアイテム\n\n- [ ] Zzmend {number} (owner: zzteam, due: 2024-0{}-01)\n- [x] {}\n- [ ] Zzlonely{number}\n- [-] Zzdropped{number}\n\n[^1]: Zznote.",
            1 + number % 9,
            match number {
                0 | 4 | 9 => "Zzwatch zzquota of zzdisk (owner: zzann, done: 2025-01-02)".to_owned(),
                _ => format!("Zzunique{number} (done: 2025-01-02)"),
            }
        );
        base = base.file(&format!("content/{year}/n{number}.md"), text);
    }
    base.file(
        "content/n-undated.md",
        "---\ntitle: Zzundated\nservices: [zzedge]\ncauses: [zzexpiry]\n---\n\nZzwhat.\n",
    )
    .file(
        "content/services/zzedge.md",
        "---\nname: zzedge\nowner: zzteam\ntier: zzone\naliases: [zzfront]\n---\n\nZzabout.\n",
    )
    .file("content/services/zzpart.md", "---\nname: zzpart\nparent: zzedge\n---\n\nZzpart.\n")
    .file("content/causes/zzexpiry.md", "---\nname: zzexpiry\nparent: zzglobal\n---\n\nZzcause.\n")
    .file("content/pages/zza.md", "---\ntitle: Zza\n---\n\n## Zzone\n\nZztext.\n\n## Zztwo\n\nZztext.\n")
    .file("content/pages/zzb.md", "---\ntitle: Zzb\n---\n\n[zza](zza.md)\n")
}

/// What a page says that is neither in the language of the site nor of an author.
fn foreign(html: &str) -> BTreeSet<String> {
    let letters = Regex::new("[A-Za-z]").unwrap();
    let allowed =
        Regex::new(r"(?i)\b(zz\w*|utc|sev[0-9]|of zzdisk|alert|release|llms\.txt|example\.org|https)\b")
            .unwrap();
    // What an author wrote for the parser, and what the browser calls languages.
    let written = Regex::new(r"\((owner|due|done): [^)]*\)|\b(zzgone|n[0-9]+)\.md\b|^(Arabic|xx)$").unwrap();
    let strange =
        |text: &str| letters.is_match(&allowed.replace_all(&written.replace_all(text.trim(), ""), ""));
    let page = Html::parse_document(html);
    let mut found = BTreeSet::new();
    for node in page.tree.nodes() {
        let is_quoted = || {
            let mut above = node.ancestors().filter_map(ElementRef::wrap);
            above.any(|element| QUOTED.contains(&element.value().name()))
        };
        match node.value() {
            // Without scripts these are elements like others.
            Node::Text(text)
                if node
                    .parent()
                    .and_then(ElementRef::wrap)
                    .is_some_and(|one| one.value().name() == "noscript") =>
            {
                found.extend(foreign(text));
            }
            Node::Text(text) if strange(text) && !is_quoted() => {
                found.insert(text.trim().to_owned());
            }
            Node::Element(element) => {
                for name in SPOKEN {
                    if let Some(text) = element.attr(name).filter(|text| strange(text)) {
                        found.insert(format!("{name}=\"{text}\""));
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// A knowledge base with words in a language that is nothing but circles.
fn in_circles(theme: &str) -> Base {
    let english: Table = source("en").parse().unwrap();
    let words = circled(&Value::Table(english)).to_string();
    base(&format!(
        "language = \"xx\"\n\n[output.html]\ntheme = \"{theme}\"\nsite-url = \"https://example.org/\""
    ))
    .file(&format!("themes/{theme}/i18n/xx.toml"), words_of(&words))
    .file(&format!("themes/{theme}/templates/zz.html"), "")
}

/// A table as a file.
fn words_of(inline: &str) -> String {
    let table: Table = format!("all = {inline}").parse().unwrap();
    toml::to_string(table["all"].as_table().unwrap()).unwrap()
}

#[test]
fn no_kind_of_page_has_a_word_that_is_not_in_the_files() {
    for theme in ["default", "plain"] {
        let base = in_circles(theme).run(&["build", "--today", "2026-11-22"]).exits(0);
        let pages: BTreeMap<String, Vec<u8>> =
            base.files("site").into_iter().filter(|(path, _)| path.ends_with(".html")).collect();
        let mut wrong: BTreeMap<String, String> = BTreeMap::new();
        for (path, bytes) in &pages {
            for text in foreign(&String::from_utf8_lossy(bytes)) {
                wrong.entry(text).or_insert_with(|| path.clone());
            }
        }
        assert!(wrong.is_empty(), "{theme}: {wrong:#?}");
        for kind in [
            "index.html",
            "2019/n0.html",
            "services/zzedge.html",
            "causes.html",
            "recurring.html",
            "years.html",
            "years/2020.html",
            "actions.html",
            "actions/late.html",
            "actions/owners.html",
            "actions/ideas.html",
            "changes.html",
            "insights.html",
            "insights/resolve.html",
            "matrix.html",
            "services/zzedge/by-cause.html",
            "pages/zza.html",
            "pages.html",
            "404.html",
            "zzold.html",
        ] {
            assert!(pages.contains_key(kind), "{theme}: no {kind} among {:?}", pages.keys());
        }
        let feed = base.read("site/feed.xml");
        assert!(feed.contains("Ⓒⓐⓤⓢⓔ: zz") && !feed.contains("Cause: "), "{feed}");
    }
}

#[test]
fn every_language_has_every_text_with_its_placeholders() {
    for language in ["de", "ja"] {
        let base = Base::small()
            .file("book.toml", "[book]\nlanguage = \"xx\"\n[output.html]\ntheme = \"ours\"\n")
            .file("themes/ours/i18n/xx.toml", source(language));
        base.run(&["theme", "check"]).exits(0).says("no fault");
    }
}

#[test]
fn every_text_is_asked_for_and_every_text_that_is_asked_for_is_there() {
    let english: Table = source("en").parse().unwrap();
    let mut keys = BTreeSet::new();
    collect(&mut keys, "", &english);
    let mut asked = String::new();
    for folder in ["src", "themes"] {
        for entry in walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)) {
            let path = entry.unwrap().into_path();
            if path
                .extension()
                .is_some_and(|ending| ["rs", "html", "js"].iter().any(|known| ending == *known))
            {
                asked.push_str(&String::from_utf8_lossy(&std::fs::read(&path).unwrap()));
            }
        }
    }
    let key = Regex::new(
        r#"(?:\{\{ |=|\{)t\(key="([a-z.0-9-]+)"|\bsay\s*\.(?:text|fill|counted|counted_with|html)\(\s*"([a-z.0-9-]+)""#,
    )
    .unwrap();
    for found in key.captures_iter(&asked) {
        let key = found.get(1).or(found.get(2)).unwrap().as_str();
        assert!(keys.contains(key), "there is no {key}");
    }
    // Others are put together from a group and a name.
    let composed = Regex::new(
        r"^(date\.(months|weekdays)|severity|status|action-type|role|google|noticed|measure|similar|services|causes|teams|tags|matrix\.(deck-)?by|recurring\.promise|interval|timeline\.(earlier|later|unn)|action-list\.of|actions\.all|changes\.(added|published)|search\.(failure|facet|kind|find|order|show|by)|search\.(try-again|reload)|behind\.(in-time|late)-)",
    )
    .unwrap();
    let unused: Vec<&String> =
        keys.iter().filter(|key| !composed.is_match(key) && !asked.contains(key.as_str())).collect();
    assert!(unused.is_empty(), "nothing asks for {unused:?}");
}

fn collect(keys: &mut BTreeSet<String>, prefix: &str, table: &Table) {
    for (name, value) in table {
        let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        match value {
            Value::Table(inner) if !inner.contains_key("other") || prefix.is_empty() || key == "noticed" => {
                collect(keys, &key, inner);
            }
            _ => {
                keys.insert(key);
            }
        }
    }
}

#[test]
fn a_page_says_in_which_languages_it_is() {
    let german = "---\ntitle: Der Cache war kalt\ndate: 2024-01-02\nlanguage: de\n---\n\nText.\n";
    let base = Base::new().file("book.toml", "[book]\ntitle = \"B\"\n").file("content/a.md", german);
    base.build().ok().page("a.html", |page| {
        assert_eq!(page.attributes("html", "lang"), ["en"]);
        assert_eq!(page.attributes("article", "lang"), ["de"]);
    });
    // Without words in French, the words are English, and the texts are French all the same.
    let french = "---\ntitle: Le cache\ndate: 2024-01-02\n---\n\nTexte.\n";
    let base = Base::new().file("book.toml", "[book]\nlanguage = \"fr\"\n").file("content/a.md", french);
    let base = base.build().ok().silent().page("a.html", |page| {
        assert_eq!(page.attributes("html", "lang"), ["en"]);
        assert_eq!(page.attributes("article", "lang"), ["fr"]);
        page.has("nav a", "Incidents");
    });
    base.run(&["theme", "check"])
        .exits(1)
        .warns("warning[no-words]: there are no words in `fr`")
        .warns("book.toml:2:12")
        .warns("i18n/fr.toml");
}

#[test]
fn a_theme_says_things_in_its_own_way() {
    let settings = "[book]\nlanguage = \"de-AT\"\n[output.html]\ntheme = \"ours\"\n";
    let base = Base::small()
        .file("book.toml", settings)
        .file("themes/ours/i18n/de.toml", "[nav]\nincidents = \"Störungen\"\n")
        .build()
        .ok()
        .silent()
        .page("index.html", |page| {
            assert_eq!(page.attributes("html", "lang"), ["de-AT"]);
            page.has("nav a", "Störungen");
            page.has("nav a", "Dienste");
        });
    let base = base.run(&["theme", "check"]).exits(0);
    let odd =
        "[nav]\nincidents = \"{n} Störungen\"\nservises = \"x\"\n[count]\ndays = { one = \"ein Tag\" }\n";
    base.file("themes/ours/i18n/de.toml", odd)
        .run(&["theme", "check"])
        .exits(1)
        .warns("`nav.incidents` has no placeholder `{n}`")
        .warns("de.toml:2:13")
        .warns("Did you mean `nav.services`?")
        .warns("needs the form `other`")
        .file("themes/ours/i18n/de.toml", "[nav\n")
        .build()
        .exits(2)
        .warns("error[invalid-words]")
        .warns("de.toml:1:");
}

#[test]
fn a_site_speaks_german() {
    base("language = \"de\"")
        .run(&["build", "--today", "2026-11-22"])
        .exits(0)
        .page("index.html", |page| {
            page.has("h2", "Was zuletzt geschah");
            page.has(".tally", "17 Vorfälle seit 2019");
            page.has(".foot", "Erstellt mit Lookback");
        })
        .page("2019/n0.html", |page| {
            assert_eq!(page.attributes("html", "lang"), ["de"]);
            page.has(".meta", "Kritisch");
            page.has(".meta", "Donnerstag, 3. Januar 2019");
            page.has(".facts dt", "Zeit bis zur Erkennung");
            page.has(".facts .big", "2 h 30 min");
        });
}

#[test]
fn the_search_speaks_the_language_of_the_site() {
    let Some(browser) = browser() else { return };
    let german = base("language = \"de\"").run(&["build", "--today", "2026-11-22"]).exits(0);
    let host = serve(&site(&german));
    let tab = open(&browser);
    go(&tab, &format!("{}years.html", host.url));
    press(&tab, "/");
    until(&tab, "/Tippen, um 17 Vorfälle/.test(document.getElementById('lb-found-title').textContent)");
    type_text(&tab, "zzneedle");
    until(&tab, "document.querySelectorAll('#lb-found [role=option]').length > 1");
    assert!(text(&tab, "#lb-found-title").contains("16 Vorfälle, hier die ersten 6"));
    no_complaints(&tab);

    // Of the scripts, too, nothing is English.
    let circles = in_circles("default").run(&["build", "--today", "2026-11-22"]).exits(0);
    let host = serve(&site(&circles));
    for query in
        ["zzneedle", "zznothing", "zzneedle&view=recurs", "&kind=service", "&severity=critical&status=draft"]
    {
        let tab = open(&browser);
        go(&tab, &format!("{}search.html?q={query}", host.url));
        until(
            &tab,
            "!document.getElementById('lb-search').hidden && document.getElementById('lb-results').getAttribute('aria-busy') === 'false'",
        );
        let html = evaluate(&tab, "document.documentElement.outerHTML");
        let wrong = foreign(html.as_str().unwrap());
        assert!(wrong.is_empty(), "{query}: {wrong:#?}");
        no_complaints(&tab);
    }
}
