//! Walks a built site page by page, as a reader who follows every link.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use percent_encoding::percent_decode_str;
use scraper::{Html, Selector};

/// What is wrong with a site: links that lead nowhere, ids that are there twice, things that the content security
/// policy forbids. One line each.
pub fn faults(site: &Path) -> Vec<String> {
    let files = super::files(site);
    let mut faults = Vec::new();
    let mut ids: BTreeMap<&str, HashSet<String>> = BTreeMap::new();
    let mut links: Vec<(&str, String)> = Vec::new();
    let any = Selector::parse("*").unwrap();
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = Html::parse_document(std::str::from_utf8(bytes).unwrap());
        let own = ids.entry(path).or_default();
        for element in html.select(&any) {
            let value = element.value();
            if let Some(id) = value.id()
                && !own.insert(id.to_owned())
            {
                faults.push(format!("{path}: the id {id} is there twice"));
            }
            for (name, text) in value.attrs() {
                if name == "style" || name.starts_with("on") {
                    faults.push(format!("{path}: attribute {name} of {}", value.name()));
                }
                if matches!(name, "href" | "src") {
                    links.push((path, text.to_owned()));
                }
            }
            let runs = value.name() == "script" && value.attr("src").is_none() || value.name() == "style";
            if runs && !element.text().collect::<String>().trim().is_empty() {
                faults.push(format!("{path}: inline {}", value.name()));
            }
        }
    }
    for (path, link) in links {
        faults.extend(fault_of(&files, &ids, path, &link).map(|fault| format!("{path}: {link}: {fault}")));
    }
    faults
}

fn fault_of(
    files: &BTreeMap<String, Vec<u8>>,
    ids: &BTreeMap<&str, HashSet<String>>,
    from: &str,
    link: &str,
) -> Option<&'static str> {
    let scheme = link.split(':').next().filter(|_| link.contains(':')).unwrap_or_default();
    match scheme {
        "http" | "https" | "mailto" | "tel" | "ftp" | "irc" => return None,
        scheme if !scheme.is_empty() && !scheme.contains(['/', '.', '#']) => {
            return Some("a scheme that runs or is unknown");
        }
        _ => {}
    }
    let (path, fragment) =
        link.split_once('#').map_or((link, None), |(path, fragment)| (path, Some(fragment)));
    let path = percent_decode_str(path).decode_utf8().unwrap();
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    if path.is_empty() {
        parts = from.split('/').collect();
    }
    for part in path.split('/').filter(|part| !part.is_empty() && *part != ".") {
        if part == ".." {
            // A host shows this page at any depth, so it looks for the root at several; at the root a browser goes no higher.
            if parts.pop().is_none() && from != "404.html" {
                return Some("leads out of the site");
            }
        } else {
            parts.push(part);
        }
    }
    let target = parts.join("/");
    if link.starts_with('/') || !files.contains_key(&target) {
        return Some("no such file");
    }
    let fragment =
        percent_decode_str(fragment.filter(|fragment| !fragment.is_empty())?).decode_utf8().unwrap();
    match ids.get(target.as_str()) {
        Some(ids) if ids.contains(&*fragment) => None,
        _ => Some("no such place on the page"),
    }
}
