//! Every link in every file of a built site, of whatever kind the file is, and the file that it leads to.
#![allow(dead_code, reason = "each test program uses a part of it")]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use percent_encoding::percent_decode_str;
use pulldown_cmark::{Event, Parser, Tag};
use scraper::{Html, Selector};
use serde_json::Value;

/// Links that lead to no file of the site, or are not written as addresses are; `base` is the address of the site, with a
/// slash at the end, where it has one.
pub fn dead(files: &BTreeMap<String, Vec<u8>>, base: Option<&str>) -> (usize, Vec<String>) {
    let mut all = 0;
    let mut dead = Vec::new();
    for (path, bytes) in files {
        for link in links(path, bytes) {
            let Some(target) = target(path, &link, base) else { continue };
            all += 1;
            // Behind `#`, letters of any script may stand as they are.
            let address = link.split('#').next().unwrap_or_default();
            let odd = [' ', '"', '<', '>', '\\', '^', '`', '{', '|', '}'];
            let is_written = address.is_ascii() && !link.contains(odd);
            if !is_written || !files.contains_key(&target) {
                dead.push(format!("{path}: {link}"));
            }
        }
    }
    dead.dedup();
    (all, dead)
}

/// The file that a link of a file leads to, decoded once; `None` for one that leads out of the site.
pub fn target(from: &str, link: &str, base: Option<&str>) -> Option<String> {
    let path = link.split(['#', '?']).next().unwrap_or_default();
    // The page for lost addresses says where the site is on its host.
    let rooted = |base: &'_ str| base.splitn(4, '/').nth(3).map(|path| format!("/{path}"));
    let below = |base| path.strip_prefix(base).or_else(|| path.strip_prefix(&*rooted(base)?));
    let (folder, path) = match base.and_then(below) {
        Some(path) => ("", path),
        None if scheme(path) => return None,
        None if path.is_empty() => return Some(from.to_owned()),
        None => (from.rsplit_once('/').map_or("", |(folder, _)| folder), path),
    };
    let path = percent_decode_str(path).decode_utf8().unwrap();
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "." | "" => {}
            // At the root a browser goes no higher.
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    if path.is_empty() || path.ends_with('/') {
        parts.push("index.html");
    }
    Some(parts.join("/"))
}

fn scheme(link: &str) -> bool {
    link.starts_with("//")
        || link.split_once(':').is_some_and(|(scheme, _)| {
            scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c))
        })
}

/// The links in a file, by the kind of the file.
fn links(path: &str, bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        _ if path.starts_with(".lookback/") => Vec::new(),
        "html" => html(&Html::parse_document(&text)),
        "md" | "txt" => markdown(path, &text),
        "json" if !path.starts_with("search/") => json(&serde_json::from_str(&text).unwrap()),
        "ndjson" => text.lines().flat_map(|line| json(&serde_json::from_str(line).unwrap())).collect(),
        "csv" if path == "post-mortems.csv" => csv(&text),
        "xml" => xml(&text),
        "ics" => calendar(&text),
        _ => Vec::new(),
    }
}

fn html(page: &Html) -> Vec<String> {
    let mut links = Vec::new();
    for element in page.select(&Selector::parse("*").unwrap()) {
        let value = element.value();
        links.extend(
            ["href", "src", "action", "poster"].iter().filter_map(|name| value.attr(name)).map(str::to_owned),
        );
        if value.attr("http-equiv") == Some("refresh") {
            links.extend(
                value.attr("content").and_then(|text| text.split_once("url=")).map(|(_, url)| url.to_owned()),
            );
        }
        if value.attr("property") == Some("og:url") {
            links.extend(value.attr("content").map(str::to_owned));
        }
    }
    links
}

fn markdown(path: &str, text: &str) -> Vec<String> {
    let front = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    let body = front.map_or(text, |(_, body)| body);
    let urls = front.map_or("", |(front, _)| front).lines().filter_map(|line| line.strip_prefix("url: "));
    // From the root of the site, as in the records.
    let urls = urls.map(|url| url.trim_matches(['"', '\'']));
    let urls = urls
        .map(|url| if scheme(url) { url.to_owned() } else { "../".repeat(path.matches('/').count()) + url });
    let targets = Parser::new(body).filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
            Some(dest_url.into_string())
        }
        _ => None,
    });
    urls.chain(targets).collect()
}

/// Addresses under the names that records have for them; those that authors wrote lead elsewhere.
fn json(value: &Value) -> Vec<String> {
    match value {
        Value::Array(list) => list.iter().flat_map(json).collect(),
        Value::Object(fields) => {
            let own = |(name, value): (&String, &Value)| match value {
                Value::String(text) if name == "url" => vec![text.clone()],
                value => json(value),
            };
            fields.iter().flat_map(own).collect()
        }
        _ => Vec::new(),
    }
}

fn csv(text: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let at = reader.headers().unwrap().iter().position(|name| name == "url").unwrap();
    reader.records().map(|record| record.unwrap()[at].to_owned()).collect()
}

fn xml(text: &str) -> Vec<String> {
    let document = roxmltree::Document::parse(text).unwrap();
    let mut links = Vec::new();
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        links.extend(node.attribute("href").map(str::to_owned));
        match (node.tag_name().name(), node.text()) {
            ("loc", Some(text)) => links.push(text.to_owned()),
            ("content" | "summary", Some(text)) => links.extend(html(&Html::parse_fragment(text))),
            _ => {}
        }
    }
    links
}

fn calendar(text: &str) -> Vec<String> {
    // Long lines go on behind a blank.
    let text = text.replace("\r\n ", "").replace("\n ", "");
    text.lines().filter_map(|line| line.strip_prefix("URL:")).map(str::to_owned).collect()
}

/// A text for a failure: so many lines, and how many more there are.
pub fn told(lines: &[String]) -> String {
    let mut told = lines.iter().take(30).fold(String::new(), |mut told, line| {
        writeln!(told, "{line}").unwrap();
        told
    });
    if lines.len() > 30 {
        writeln!(told, "and {} more", lines.len() - 30).unwrap();
    }
    told
}
