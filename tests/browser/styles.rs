//! How the main text looks on every kind of page: computed styles at two widths, by day and night, and on paper.
#![allow(clippy::disallowed_methods, reason = "tests read a site and style sheets as they are on disk")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use crate::support::program;
use crate::tabs::{chromium, evaluate, go, open, resize, serve, until};
use headless_chrome::Tab;
use headless_chrome::protocol::cdp::Emulation::{MediaFeature, SetEmulatedMedia};
use regex::Regex;
use serde::Deserialize;
use serde_json::{Value, json};

/// The kinds of pages: where they are (`*` is any name), their template, and which rows of the table they have to show.
const KINDS: &[(&str, &str, &[&str])] = &[
    ("index.html", "index", &["heading", "incident", "number", "named"]),
    ("404.html", "404", &["title", "deck", "incident"]),
    ("0000/*", "post-mortem", &["title", "paragraph", "section", "link"]),
    ("services.html", "catalog", &["title", "deck", "row", "number"]),
    ("causes.html", "catalog", &["title", "deck", "row", "number"]),
    ("teams.html", "catalog", &["title", "deck", "row", "number"]),
    ("tags.html", "catalog", &["title", "deck", "row", "number"]),
    ("services/*", "entry", &["title", "heading", "incident", "about"]),
    ("causes/*", "entry", &["title", "heading", "incident", "about"]),
    ("teams/*", "entry", &["title", "heading", "incident", "about"]),
    ("tags/*", "entry", &["title", "heading", "incident", "about"]),
    ("services/*/*", "grouped", &["title", "deck", "heading", "incident"]),
    ("insights/*", "grouped", &["title", "deck", "heading", "incident"]),
    ("years.html", "years", &["title", "heading", "number"]),
    ("years/*", "year", &["title", "heading", "incident"]),
    ("pages.html", "pages", &["title", "heading", "named"]),
    ("pages/*", "page", &["title", "paragraph", "section", "link"]),
    (
        "pages/*/*",
        "page",
        &["title", "paragraph", "item", "section", "cell", "head", "link", "code", "listing"],
    ),
    ("actions.html", "actions", &["title", "heading"]),
    ("actions/*", "action-list", &["title", "deck"]),
    ("actions/cause/*", "action-list", &["title", "deck"]),
    ("actions/owner/*", "action-list", &["title", "deck"]),
    ("actions/service/*", "action-list", &["title", "deck"]),
    ("actions/team/*", "action-list", &["title", "deck"]),
    ("actions/type/*", "action-list", &["title", "deck"]),
    ("actions/owners.html", "action-names", &["title", "deck", "row", "number"]),
    ("actions/services.html", "action-names", &["title", "deck", "row", "number"]),
    ("actions/types.html", "action-names", &["title", "deck", "row", "number"]),
    ("actions/ideas.html", "ideas", &["title", "deck"]),
    ("changes.html", "changes", &["title", "deck"]),
    ("recurring.html", "recurring", &["title", "deck", "heading", "number"]),
    ("recurring/*", "recurring", &["title", "deck", "heading"]),
    ("recurring/causes/*", "recurring", &["title", "deck", "heading"]),
    ("recurring/services/*", "recurring", &["title", "deck", "heading"]),
    ("insights.html", "insights", &["title", "deck", "heading"]),
    ("matrix.html", "matrix", &["title", "deck"]),
    ("matrix/*", "matrix", &["title", "deck"]),
    ("matrix/by-name/*", "matrix", &["title", "deck"]),
    ("search.html", "search", &["incident"]),
];

/// Parts of templates, and the one for pages that lead on to another at once.
const NO_PAGES: [&str; 3] = ["base", "components", "redirect"];

/// Pages of a kind that are looked at, at most: the largest, and others until each row has been seen that it has to show.
const OF_A_KIND: usize = 8;

#[derive(Deserialize)]
struct Seen {
    found: Vec<String>,
    used: Vec<String>,
}

/// The rows of the table.
fn rules() -> Vec<Value> {
    let lines = include_str!("styles/expected.txt").lines();
    let rule = |line: &str| {
        let [name, of, size, colour, font, line, display, decoration] =
            line.split('|').map(str::trim).collect::<Vec<_>>().try_into().unwrap();
        json!({ "name": name, "of": of, "size": size, "colour": colour, "font": font, "line": line,
            "display": display, "decoration": decoration })
    };
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(rule).collect()
}

/// The kind of a page by its path, which has to be one that is expected.
fn kind(path: &str) -> Option<usize> {
    let is_year = path.split_once('/').is_some_and(|(year, _)| year.parse::<u16>().is_ok());
    let fits = |pattern: &str| {
        let pattern =
            if is_year { pattern.replace("0000", path.split('/').next().unwrap()) } else { pattern.into() };
        pattern.split('/').count() == path.split('/').count()
            && pattern.split('/').zip(path.split('/')).all(|(one, part)| one == "*" || one == part)
    };
    // What names more of the path says more.
    let fitting = KINDS.iter().enumerate().filter(|(_, (pattern, ..))| fits(pattern));
    fitting.min_by_key(|(_, (pattern, ..))| pattern.matches('*').count()).map(|(index, _)| index)
}

/// The pages to look at, by their kinds.
fn pages(site: &Path) -> BTreeMap<usize, Vec<String>> {
    let mut pages: BTreeMap<usize, Vec<(usize, String)>> = BTreeMap::new();
    let mut unknown = String::new();
    for (path, bytes) in crate::support::files(site).into_iter().filter(|(path, _)| path.ends_with(".html")) {
        if String::from_utf8_lossy(&bytes).contains("http-equiv=\"refresh\"") {
            continue;
        }
        match kind(&path) {
            Some(kind) => pages.entry(kind).or_default().push((bytes.len(), path)),
            None => writeln!(unknown, "{path}").unwrap(),
        }
    }
    assert!(
        unknown.is_empty(),
        "these are of no kind that is known; say in KINDS what they have to show:\n{unknown}"
    );
    let missing = (0..KINDS.len()).filter(|kind| !pages.contains_key(kind)).map(|kind| KINDS[kind].0);
    assert_eq!(missing.collect::<Vec<_>>(), [""; 0], "there is no page of these kinds");
    let largest = |mut pages: Vec<(usize, String)>| {
        pages.sort_unstable_by(|a, b| b.cmp(a));
        pages.into_iter().take(OF_A_KIND).map(|(_, path)| path).collect()
    };
    pages.into_iter().map(|(kind, pages)| (kind, largest(pages))).collect()
}

/// Shows the page on the screen or on paper, by day or night.
fn show(tab: &Tab, media: &str, scheme: &str) {
    let scheme = MediaFeature { name: "prefers-color-scheme".into(), value: scheme.into() };
    let media = SetEmulatedMedia { media: Some(media.to_owned()), features: Some(vec![scheme]) };
    tab.call_method(media).unwrap();
}

#[test]
fn the_text_of_every_kind_of_page_looks_as_it_should() {
    let Some(browser) = chromium() else { return };
    let site = tempfile::tempdir().unwrap();
    let build =
        program().arg("build").arg(env!("CARGO_MANIFEST_DIR")).arg("-d").arg(site.path()).output().unwrap();
    assert!(build.status.success(), "{}", String::from_utf8_lossy(&build.stderr));
    let (host, tab, rules) = (serve(site.path()), open(&browser), json!(rules()));
    let script = include_str!("styles/look.js");
    let mut faults: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (kind, pages) in pages(site.path()) {
        let (pattern, _, shown) = KINDS[kind];
        let mut used = BTreeSet::new();
        for (index, page) in pages.into_iter().enumerate() {
            if index > 0 && shown.iter().all(|rule| used.contains(*rule)) {
                break;
            }
            let asks = if page == "search.html" { "?q=outage" } else { "" };
            go(&tab, &format!("{}{page}{asks}", host.url));
            if !asks.is_empty() {
                until(&tab, "document.querySelectorAll('#lb-hits li').length > 3");
            }
            for (media, width) in [("screen", 1280), ("screen", 390), ("print", 700)] {
                resize(&tab, width);
                for scheme in ["light", "dark"] {
                    show(&tab, media, scheme);
                    let seen = evaluate(
                        &tab,
                        &format!("(() => {{\n{script}\nreturn look({rules}, {});\n}})()", media == "print"),
                    );
                    let seen: Seen =
                        serde_json::from_str(seen.as_str().expect("the page says nothing")).unwrap();
                    used.extend(seen.used);
                    let at = format!("{page} on {media}, {width} px, {scheme}");
                    seen.found
                        .into_iter()
                        .for_each(|fault| faults.entry(fault).or_default().push(at.clone()));
                }
            }
            show(&tab, "screen", "light");
        }
        for rule in shown.iter().filter(|rule| !used.contains(**rule)) {
            faults.entry(format!("nothing is there for the rule `{rule}`")).or_default().push(pattern.into());
        }
    }
    let told = faults.iter().map(|(fault, places)| match &places[..] {
        [one] => format!("{one}: {fault}"),
        [one, ..] => format!("{one}, and {} more: {fault}", places.len() - 1),
        [] => unreachable!(),
    });
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), told.collect::<Vec<_>>().join("\n"));
}

#[test]
fn every_template_makes_a_kind_of_page_that_is_looked_at() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates");
    let names = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().trim_end_matches(".html").to_owned());
    let names: BTreeSet<String> = names.filter(|name| !NO_PAGES.contains(&name.as_str())).collect();
    let looked_at: BTreeSet<String> = KINDS.iter().map(|(_, template, _)| (*template).to_owned()).collect();
    assert_eq!(names, looked_at);
}

/// Words that mean the same wherever they stand: they may be styled by themselves and beside other classes.
const WORDS: [&str; 9] = ["c", "late", "num", "s0", "s1", "s2", "s3", "s4", "s5"];

/// Classes that one style sheet uses for a component of their own, and any as the variant of another component.
fn used_for_two_things(sheets: &BTreeMap<String, String>) -> Vec<String> {
    let [comment, rule, first, variant] = [
        r"(?s)/\*.*?\*/",
        r"([^{};]+)\{",
        r"^\.([A-Za-z][\w-]*)(::?[\w-]+(\([^)]*\))?)?(\s|$)",
        r"[\w\])]\.([A-Za-z][\w-]*)",
    ]
    .map(|pattern| Regex::new(pattern).unwrap());
    let mut own: BTreeMap<String, String> = BTreeMap::new();
    let mut variants: Vec<(String, String)> = Vec::new();
    for (name, text) in sheets {
        let text = comment.replace_all(text, "");
        for rule in rule.captures_iter(&text) {
            for selector in rule[1].split(',').map(str::trim).filter(|selector| !selector.starts_with('@')) {
                if let Some(class) = first.captures(selector) {
                    own.entry(class[1].to_owned()).or_insert_with(|| format!("{name}: {selector}"));
                }
                variants.extend(
                    variant
                        .captures_iter(selector)
                        .map(|class| (class[1].to_owned(), format!("{name}: {selector}"))),
                );
            }
        }
    }
    let clash =
        |(class, variant): (String, String)| Some(format!("{class}: {}, and {variant}", own.get(&class)?));
    let words = |(class, _): &(String, String)| !WORDS.contains(&class.as_str());
    variants.into_iter().filter(words).filter_map(clash).collect()
}

#[test]
fn a_class_that_varies_one_component_is_no_component_itself() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/static/css");
    let sheets = crate::support::files(&folder).into_iter();
    let sheets = sheets.map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap())).collect();
    assert_eq!(used_for_two_things(&sheets), [""; 0]);
}

#[test]
fn a_class_for_two_things_is_found() {
    let sheets = |one: &str, other: &str| {
        BTreeMap::from([("a.css".into(), one.into()), ("b.css".into(), other.into())])
    };
    for (one, other) in [
        (".quiet { color: red; }", ".box.quiet { display: grid; }"),
        ("@media print { p, .quiet:hover { color: red; } }", ".box .t, table.quiet td { margin: 0; }"),
        (".quiet > summary { color: red; }", "/* other */ .box:not([open]).quiet { margin: 0; }"),
    ] {
        assert_eq!(used_for_two_things(&sheets(one, other)).len(), 1, "{one} {other}");
    }
    for (one, other) in [
        (".box > .quiet { color: red; }", ".box.quiet { display: grid; }"),
        (".late { color: red; }", ".bar.late { fill: red; }"),
        (".quiet { margin: .5rem; }", ".quiet b { margin: 1.5em; }"),
    ] {
        assert_eq!(used_for_two_things(&sheets(one, other)), [""; 0], "{one} {other}");
    }
}
