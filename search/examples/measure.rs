use lookback_search::write::{Input, Key, pack};
use lookback_search::*;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

fn read(dir: &Path, out: &mut Vec<std::path::PathBuf>) {
    let mut entries: Vec<_> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for e in entries {
        if e.is_dir() {
            read(&e, out)
        } else if e.extension().is_some_and(|x| x == "md") {
            out.push(e)
        }
    }
}
fn list(v: &str) -> Vec<String> {
    v.trim_matches(['[', ']'])
        .split(',')
        .map(|s| s.trim().trim_matches('"').to_string())
        .filter(|s| !s.is_empty())
        .collect()
}
fn days(date: &str) -> Option<i32> {
    let p: Vec<i64> = date.split('-').filter_map(|x| x.parse().ok()).collect();
    if p.len() != 3 {
        return None;
    }
    let (y, m, d) = (if p[1] <= 2 { p[0] - 1 } else { p[0] }, p[1], p[2]);
    let era = y.div_euclid(400);
    let yoe = y.rem_euclid(400);
    let doy = (153 * ((m + 9) % 12) + 2) / 5 + d - 1;
    Some((era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468) as i32)
}
struct Doc {
    record: Record,
    f: Vec<(FacetName, String)>,
}
fn parse(root: &Path, path: &Path) -> Doc {
    let text = String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
    let rel = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
    let mut f = vec![(FacetName::Kind, "incident".to_string())];
    let (mut title, mut summary, mut date, mut minutes) = (String::new(), String::new(), None, None);
    let mut body = text.as_str();
    if let Some(rest) = text.strip_prefix("---\n")
        && let Some((front, b)) = rest.split_once("\n---\n")
    {
        body = b;
        for line in front.lines() {
            let Some((k, v)) = line.split_once(": ") else { continue };
            let vv = v.trim().trim_matches('"').to_string();
            match k {
                "title" => title = vv,
                "summary" => summary = vv,
                "date" => {
                    date = days(&vv[..vv.len().min(10)]);
                    f.push((FacetName::Year, vv[..4].to_string()))
                }
                "severity" => f.push((FacetName::Severity, vv)),
                "status" => f.push((FacetName::Status, vv)),
                "services" => f.extend(list(v).into_iter().map(|s| (FacetName::Service, s))),
                "causes" => f.extend(list(v).into_iter().map(|s| (FacetName::Cause, s))),
                "tags" => f.extend(list(v).into_iter().map(|s| (FacetName::Tag, s))),
                "authors" => f.extend(list(v).into_iter().map(|s| (FacetName::Owner, s))),
                "duration_minutes" => minutes = vv.parse().ok(),
                _ => {}
            }
        }
    }
    let mut sections = vec![Section::default()];
    for line in body.lines() {
        if let Some(h) = line.strip_prefix('#') {
            let h = h.trim_start_matches('#').trim();
            if title.is_empty() {
                title = h.to_string();
                continue;
            }
            sections.push(Section {
                anchor: h.to_lowercase().replace(' ', "-"),
                heading: h.to_string(),
                text: String::new(),
            });
        } else if !line.trim().is_empty() {
            let s = sections.last_mut().unwrap();
            s.text.push_str(line);
            s.text.push('\n');
        }
    }
    if title.is_empty() {
        title = rel.clone();
    }
    let record = Record {
        kind: Kind::Incident,
        id: rel.trim_end_matches(".md").to_string(),
        url: rel.replace(".md", ".html"),
        path: rel,
        title,
        summary,
        sections,
        identifiers: vec![],
        facets: Default::default(),
        date,
        minutes,
    };
    Doc { record, f }
}
fn main() {
    let mut args = std::env::args().skip(1);
    let root = args.next().unwrap();
    let queries: Vec<String> = args.collect();
    let root = Path::new(&root);
    let mut files = vec![];
    read(root, &mut files);
    let t = Instant::now();
    let docs: Vec<Doc> = files.iter().map(|p| parse(root, p)).collect();
    println!("{} docs parsed in {:?}", docs.len(), t.elapsed());
    let mut tables: [FacetTable; FacetName::COUNT] = Default::default();
    let mut index: Vec<BTreeMap<String, u32>> = vec![BTreeMap::new(); FacetName::COUNT];
    for d in &docs {
        for (n, v) in &d.f {
            index[*n as usize].insert(v.clone(), 0);
        }
    }
    for (i, m) in index.iter_mut().enumerate() {
        for (n, (k, v)) in m.iter_mut().enumerate() {
            *v = n as u32;
            tables[i].values.push(FacetValue {
                key: k.to_lowercase().replace(' ', "-"),
                label: k.clone(),
                aliases: vec![],
                url: format!("services/{k}.html"),
            });
        }
    }
    let records: Vec<Record> = docs
        .into_iter()
        .map(|mut d| {
            for (n, v) in &d.f {
                d.record.facets[*n as usize].push(index[*n as usize][v]);
            }
            for x in &mut d.record.facets {
                x.sort();
                x.dedup();
            }
            d.record
        })
        .collect();
    let keys: Vec<Key> = records.iter().map(|r| Key { path: &r.path, kind: r.kind, id: &r.id }).collect();
    let t = Instant::now();
    let rec = |i: usize| records[i].clone();
    let p = pack(&Input { keys: &keys, record: &rec, tables: &tables, language: "en" }).unwrap();
    println!(
        "packed in {:?}: {:?} manifest {} bytes",
        t.elapsed(),
        p.sizes,
        serde_json::to_vec(&p.manifest).unwrap().len()
    );
    let manifest = serde_json::to_vec(&p.manifest).unwrap();
    let chunks: BTreeMap<String, Vec<u8>> =
        p.chunks.iter().map(|c| (c.name.to_string(), c.file.clone())).collect();
    let open = || {
        let mut e = Engine::open(&manifest).unwrap();
        for n in e.core() {
            e.provide(&n, &chunks[&n]).unwrap();
        }
        e
    };
    let t = Instant::now();
    let mut e = open();
    let core: usize = p.manifest.core.iter().map(|n| chunks[n].len()).sum();
    println!("core {} KB in {} files, unpacked in {:?}", core / 1024, p.manifest.core.len(), t.elapsed());
    let t = Instant::now();
    let _ = e.run(&Request { query: "zzzzzz".into(), limit: 10, ..Request::default() });
    println!("first run {:?}", t.elapsed());
    let default = [
        "connection",
        "checkout timeout",
        "replication lag failover",
        "c",
        "ca",
        "conn",
        "certifcate",
        "repilcation",
        "xqzwvkpj",
        "\"connection pool\"",
        "\"out of memory kills\"",
        "the certificate used by",
        "why did the load balancer drop packets during the migration",
        "service:checkout-api",
        "service:checkout-api cause:dns after:2020 retry",
        "ERR-8918",
        "queue-d854.ap-south-1",
        "us-east-1",
        "connection -pool",
        "kafka OR redis lag",
        "conn*",
        "",
        "10.2.3.4",
        "title:outage",
    ];
    let queries: Vec<String> =
        if queries.is_empty() { default.iter().map(|s| s.to_string()).collect() } else { queries };
    println!(
        "{:58} {:>6} {:>8} {:>8} {:>8} {:>7} {:>4} {:>4} {}",
        "query", "total", "med ms", "max ms", "cold KB", "files", "rnd", "json", "terms"
    );
    for q in &queries {
        for typing in [false, true] {
            if typing && q.contains(' ') && !q.ends_with("lag") {
                continue;
            }
            let r = Request { query: q.clone(), limit: 10, snippets: true, typing, ..Request::default() };
            let mut e = open();
            let (mut bytes, mut n, mut rounds) = (0, 0, 0);
            let resp = loop {
                match e.run(&r).unwrap() {
                    Step::Done(x) => break x,
                    Step::Need(names) => {
                        rounds += 1;
                        for name in names {
                            bytes += chunks[&name].len();
                            n += 1;
                            e.provide(&name, &chunks[&name]).unwrap();
                        }
                    }
                }
            };
            let mut times: Vec<f64> = (0..15)
                .map(|_| {
                    let t = Instant::now();
                    let _ = e.run(&r).unwrap();
                    t.elapsed().as_secs_f64() * 1e3
                })
                .collect();
            times.sort_by(f64::total_cmp);
            let json = serde_json::to_string(&resp).unwrap().len();
            println!(
                "{:58} {:>6} {:>8.2} {:>8.2} {:>8} {:>7} {:>4} {:>4} {:?}",
                format!("{q}{}", if typing { "~" } else { "" }),
                resp.total,
                times[7],
                times[14],
                bytes / 1024,
                n,
                rounds,
                json / 1024,
                resp.terms.iter().take(5).collect::<Vec<_>>()
            );
            if queries.len() < 4 && !typing {
                for h in &resp.hits {
                    println!(
                        "   {:.3} {} {:?}\n        {}",
                        h.score,
                        h.id,
                        h.title_marked.0,
                        h.snippet
                            .as_ref()
                            .unwrap()
                            .0
                            .iter()
                            .enumerate()
                            .map(|(i, s)| if i % 2 == 1 { format!("[{s}]") } else { s.clone() })
                            .collect::<String>()
                    );
                }
                println!(
                    "   relaxed {} dym {:?} messages {:?}",
                    resp.relaxed, resp.did_you_mean, resp.messages
                );
            }
        }
    }
}
