//! A small knowledge base made by hand, for the tests of this stage alone.

use jiff::{Timestamp, civil::date, tz::Offset};

use crate::core::address;
use crate::core::config::Config;
use crate::core::model::{
    ActionItem, ActionState, Body, Description, Document, Field, Kind, Link, Milestone, Moment, Origin,
    PageInfo, PostMortem, Precision, Record, Role, SourceFile, TimelineEntry,
};
use crate::know::link::{
    Attachment, Backlink, Catalog, DocumentId, Entry, Redirect, Reference, References, Site, Target, Year,
};

pub fn moment(text: &str) -> Moment {
    let timestamp: Timestamp = text.parse().unwrap();
    Moment { timestamp, offset: Offset::UTC, precision: Precision::Minute, zone_stated: true, doubt: None }
}

fn document(path: &str, title: &str, kind: Kind, record: Record) -> Document {
    let text = "At 13:42 UTC a change went live in every data centre.".to_owned();
    let body = Body { words: 900, lead: Some(text.clone()), ..Body::default() };
    Document {
        source: SourceFile { path: path.into(), text: text.into(), kind },
        title: title.into(),
        title_origin: Origin::FrontMatter,
        body,
        record,
        redirects: Vec::new(),
        facts: None,
    }
}

/// An incident with everything that can be known of one.
fn full() -> PostMortem {
    let mut known = PostMortem { id: "2019-07-02-regex".into(), ..PostMortem::default() };
    known.date = Some(date(2019, 7, 2));
    known.status = Some("in-review".into());
    known.severity = Some(0);
    known.summary = Some("A rule with a badly backtracking expression reached every machine.".into());
    let at = |text| Some((moment(text), Origin::FrontMatter));
    known.times.started = at("2019-07-02T13:42:00Z");
    known.times.detected = at("2019-07-02T13:45:00Z");
    known.times.mitigated = at("2019-07-02T14:09:00Z");
    known.times.resolved = at("2019-07-02T14:52:00Z");
    known.detection = Some("alert".into());
    known.impact = Some(serde_json::json!({"users": "all", "requests": "down by up to 82 %"}));
    known.roles = vec![Role { role: "commander".into(), names: vec!["SRE on call".into()] }];
    known.triggers = vec!["Rule deployed <everywhere>".into()];
    known.contributing_factors = vec!["No staged rollout for rules".into(), "The limit was gone".into()];
    known.services = vec!["Edge".into(), "WAF".into()];
    known.root_cause_services = vec!["WAF".into()];
    known.kind = crate::core::model::IncidentKind::NearMiss;
    known.links = vec![
        Link { title: Some("The report".into()), url: "https://example.org/report?a=1&b=2".into() },
        Link { title: None, url: "javascript:alert(1)".into() },
    ];
    known.extra = vec![Field { key: "jira".into(), value: serde_json::json!(["A-1", "A-2"]) }];
    let states = [ActionState::Open, ActionState::InProgress, ActionState::Done, ActionState::Dropped];
    known.action_items = states
        .into_iter()
        .enumerate()
        .map(|(index, state)| ActionItem {
            title: format!("Promise {index}"),
            state,
            owner: (index % 2 == 0).then(|| "Edge team".into()),
            due: Some(date(2019, 8, 1)),
            url: Some("https://example.org/1".into()),
            ..ActionItem::default()
        })
        .collect();
    let entries = [
        ("13:31", "Change merged. A rule is approved.", None),
        ("13:42", "Rule deployed everywhere.", Some(Milestone::Start)),
        ("13:45", "First page.", Some(Milestone::Detected)),
        ("14:02", "Global kill proposed.", None),
        ("14:09", "Traffic and CPU normal.", Some(Milestone::Mitigated)),
        ("14:52", "Rules back on.", Some(Milestone::Resolved)),
    ];
    known.timeline = entries
        .into_iter()
        .map(|(clock, text, phase)| TimelineEntry {
            at: Some(moment(&format!("2019-07-02T{clock}:00Z"))),
            label: clock.into(),
            text: text.into(),
            phase,
            in_body: false,
        })
        .collect();
    known
}

fn entry(name: &str, folder: &str, description: Option<DocumentId>, incidents: &[DocumentId]) -> Entry {
    let slug = address::slug(name);
    let output = format!("{folder}/{slug}.html");
    let incidents = incidents.to_vec();
    Entry {
        name: name.into(),
        slug,
        output,
        description,
        incidents,
        planned: Vec::new(),
        parent: None,
        children: Vec::new(),
        below: Vec::new(),
    }
}

pub fn site() -> Site {
    let old = PostMortem {
        id: "2013-flowspec".into(),
        date: Some(date(2013, 3, 3)),
        severity_text: Some("down <all>".into()),
        action_items: vec![ActionItem {
            title: "Apply rules only where needed".into(),
            ..ActionItem::default()
        }],
        ..PostMortem::default()
    };
    let undated = PostMortem { id: "undated".into(), ..PostMortem::default() };
    let service = Description {
        summary: Some("The proxy in every data centre.".into()),
        owner: Some("Edge team".into()),
        tier: Some("0".into()),
        ..Description::default()
    };
    let post = |known| Record::PostMortem(Box::new(known));
    let documents = vec![
        document("2013/flowspec.md", "A rule crashes every router", Kind::PostMortem, post(old)),
        document("2019/regex.md", "An expression exhausts every CPU & core", Kind::PostMortem, post(full())),
        document("index.md", "Welcome", Kind::Page, Record::Page(PageInfo::default())),
        document("pages/a.md", "Severity", Kind::Page, Record::Page(PageInfo::default())),
        document("pages/b.md", "Reviews", Kind::Page, Record::Page(PageInfo::default())),
        document("services/edge.md", "Edge", Kind::Service, Record::Description(Box::new(service))),
        document("undated.md", "Ünïcode <script>", Kind::PostMortem, post(undated)),
    ];
    let outputs = documents.iter().map(|one| one.source.path.replace(".md", ".html")).collect();
    let mut references = vec![References::default(); documents.len()];
    references[0] = References { services: vec![0], causes: vec![0], ..References::default() };
    references[1] = References {
        services: vec![0, 1],
        causes: vec![0],
        teams: vec![0],
        tags: vec![0],
        root_cause_services: vec![1],
        related: vec![Reference { text: "unknown".into(), id: None }],
        recurrence_of: vec![Reference { text: "2013-flowspec".into(), id: Some(0) }],
        not_recurrence_of: Vec::new(),
    };
    let mut backlinks = vec![Vec::new(); documents.len()];
    backlinks[0] = vec![Backlink { from: 1, text: "a router rule in 2013".into() }];
    let mut front_links = vec![Vec::new(); documents.len()];
    front_links[1] = vec![Target::External, Target::Broken];
    let year = |year: Option<i16>, incidents: &[DocumentId]| Year {
        year,
        output: year.map_or_else(|| "undated/index.html".into(), |year| format!("{year}/index.html")),
        incidents: incidents.to_vec(),
    };
    Site {
        config: Config::default(),
        resolved: vec![Vec::new(); documents.len()],
        front_links,
        backlinks,
        references,
        by_date: vec![1, 0, 6],
        counted: vec![1, 0, 6],
        services: Catalog {
            entries: vec![entry("Edge", "services", Some(5), &[1, 0]), entry("WAF", "services", None, &[1])],
        },
        causes: Catalog { entries: vec![entry("Global push", "causes", None, &[1, 0])] },
        teams: Catalog { entries: vec![entry("Edge team", "teams", None, &[1])] },
        tags: Catalog { entries: vec![entry("cpu", "tags", None, &[1])] },
        years: vec![year(Some(2019), &[1]), year(Some(2013), &[0]), year(None, &[6])],
        attachments: vec![Attachment { source: "assets/a.svg".into(), output: "assets/a.svg".into() }],
        redirects: vec![Redirect { from: "old/regex.html".into(), to: "2019/regex.html".into() }],
        intro: Some(2),
        repository: None,
        documents,
        outputs,
    }
}
