//! Makes up a knowledge base. What is in file `n` depends on nothing but `n` and the number of files.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use crate::random::Random;
use crate::words;

const SEED: u64 = 20_261_122;

/// Writes `count` post-mortems of about 9 kB to `content/` below `root`, and settings beside it. Returns their bytes.
pub fn generate(root: &Path, count: usize) -> io::Result<u64> {
    let content = root.join("content");
    for year in FIRST_YEAR..FIRST_YEAR + YEARS {
        fs::create_dir_all(content.join(year.to_string()))?;
    }
    fs::write(root.join("book.toml"), "[book]\ntitle = \"Made up\"\n")?;
    let mut bytes = 0;
    for number in 0..count {
        let text = Writer::new(number, count).document();
        bytes += text.len() as u64;
        fs::write(content.join(Head::new(number, count).path), text)?;
    }
    Ok(bytes)
}

const FIRST_YEAR: usize = 2016;
const YEARS: usize = 11;

/// What other post-mortems need to know of one in order to link to it.
struct Head {
    random: Random,
    date: (usize, usize, usize),
    services: Vec<String>,
    title: String,
    path: String,
}

impl Head {
    fn new(number: usize, count: usize) -> Self {
        let mut random = Random::new(SEED, number as u64);
        let date =
            (random.between(FIRST_YEAR, FIRST_YEAR + YEARS), random.between(1, 13), random.between(1, 29));
        let known = (count / 20).clamp(12, words::SUBJECTS.len() * words::PARTS.len());
        let affected = random.between(1, 4);
        let mut services = (0..affected).map(|_| service(random.skewed(known))).collect::<Vec<_>>();
        services.dedup();
        let template = random.pick(words::TITLES);
        let mut title = fill(template, &services, &mut random);
        title[..1].make_ascii_uppercase();
        let (year, month, day) = date;
        let path = format!("{year}/{year}-{month:02}-{day:02}-{}-{number}.md", slug(&title));
        Self { random, date, services, title, path }
    }
}

fn service(number: usize) -> String {
    let (subject, part) = (number % words::SUBJECTS.len(), number / words::SUBJECTS.len() + number);
    format!("{}-{}", words::SUBJECTS[subject], words::PARTS[part % words::PARTS.len()])
}

fn slug(title: &str) -> String {
    let words = title.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.take(7).map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-")
}

/// Fills in what stands in braces.
fn fill(template: &str, services: &[String], random: &mut Random) -> String {
    let mut text = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').expect("templates are well formed");
        text.push_str(before);
        match name {
            "service" => text.push_str(&services[0]),
            "other" => text.push_str(services.last().expect("there is one")),
            "symptom" => text.push_str(random.pick(words::SYMPTOMS)),
            "component" => text.push_str(random.pick(words::COMPONENTS)),
            "deed" => text.push_str(random.pick(words::DEEDS)),
            "region" => text.push_str(random.pick(words::REGIONS)),
            "n" => text.push_str(&random.between(2, 90).to_string()),
            "m" => text.push_str(&random.between(2, 12).to_string()),
            "hash" => text.push_str(&format!("{:08x}", random.next() >> 32)),
            "host" => {
                let (part, region) = (random.pick(words::PARTS), random.pick(words::REGIONS));
                text.push_str(&format!("{part}-{:03}.{region}", random.below(1000)));
            }
            "error" => text.push_str(&format!("ERR-{:04}", random.skewed(10_000))),
            other => panic!("nothing is known of {{{other}}}"),
        }
        rest = after;
    }
    text + rest
}

/// Writes one document.
struct Writer {
    number: usize,
    count: usize,
    head: Head,
    out: String,
}

impl Writer {
    fn new(number: usize, count: usize) -> Self {
        Self { number, count, head: Head::new(number, count), out: String::with_capacity(12_000) }
    }

    fn document(mut self) -> String {
        self.front_matter();
        self.section("Summary", |writer| writer.paragraph(4));
        self.section("Impact", |writer| {
            writer.paragraphs();
            writer.links();
        });
        self.section("Timeline (times in UTC)", Self::timeline);
        self.section("Root cause", |writer| {
            writer.paragraphs();
            writer.list(words::WHYS, words::WHYS.len(), true);
            if writer.number.is_multiple_of(2) {
                writer.manifest();
            } else {
                writer.log();
            }
        });
        self.section("What went well", |writer| writer.list(words::SENTENCES, 4, false));
        self.section("Lessons learned", Self::paragraphs);
        self.section("Action items", Self::actions);
        self.out
    }

    fn front_matter(&mut self) {
        let (year, month, day) = self.head.date;
        let summary = self.fill(words::SENTENCES[self.number % words::SENTENCES.len()]);
        let random = &mut self.head.random;
        let severity = ["sev1", "sev2", "sev2", "sev3", "sev3", "sev3", "sev4"][random.below(7)];
        let status = ["draft", "in-review", "final", "final", "final"][random.below(5)];
        let cause = words::CAUSES[random.skewed(words::CAUSES.len())];
        let team = random.pick(words::TEAMS);
        let tags = [random.pick(words::TAGS), random.pick(words::TAGS)].join(", ");
        let services = self.head.services.join(", ");
        let title = &self.head.title;
        let _ = write!(
            self.out,
            "---\ntitle: \"{title}\"\ndate: {year}-{month:02}-{day:02}\nseverity: {severity}\nstatus: {status}\n\
             services: [{services}]\ncauses: [{cause}]\nteams: [{team}]\ntags: [{tags}]\ndetection: alert\n\
             summary: \"{summary}\"\n---\n\n"
        );
    }

    fn fill(&mut self, template: &str) -> String {
        fill(template, &self.head.services, &mut self.head.random)
    }

    fn section(&mut self, heading: &str, body: impl FnOnce(&mut Self)) {
        let _ = write!(self.out, "## {heading}\n\n");
        body(self);
        self.out.push('\n');
    }

    fn paragraph(&mut self, sentences: usize) {
        for at in 0..sentences {
            let template = self.head.random.pick(words::SENTENCES);
            let sentence = self.fill(template);
            self.out.push_str(if at == 0 { "" } else { " " });
            self.out.push_str(&sentence);
        }
        self.out.push('\n');
    }

    fn paragraphs(&mut self) {
        for _ in 0..self.head.random.between(2, 5) {
            let sentences = self.head.random.between(4, 8);
            self.paragraph(sentences);
            self.out.push('\n');
        }
    }

    fn links(&mut self) {
        self.out.push_str("Related:");
        for at in 0..self.head.random.between(1, 4) {
            let other = Head::new(self.head.random.below(self.count), self.count);
            let comma = if at == 0 { "" } else { "," };
            let _ = write!(self.out, "{comma} [{}](../{})", other.title, other.path);
        }
        self.out.push_str(".\n");
    }

    fn timeline(&mut self) {
        let mut minute = self.head.random.between(0, 900);
        let last = 17;
        for at in 0..=last {
            let mark = match at {
                0 => "[start] ",
                2 => "[detected] ",
                11 => "[mitigated] ",
                _ if at == last => "[resolved] ",
                _ => "",
            };
            let template = self.head.random.pick(words::EVENTS);
            let event = self.fill(template);
            let _ = writeln!(self.out, "- {:02}:{:02} {mark}{event}", minute / 60, minute % 60);
            minute += self.head.random.between(1, 14);
        }
    }

    fn list(&mut self, templates: &[&str], items: usize, numbered: bool) {
        for at in 0..items {
            let template = if numbered { templates[at] } else { self.head.random.pick(templates) };
            let item = self.fill(template);
            let mark = if numbered { format!("{}.", at + 1) } else { "-".into() };
            let _ = writeln!(self.out, "{mark} {item}");
        }
    }

    fn log(&mut self) {
        self.out.push_str("\n```log\n");
        let (year, month, day) = self.head.date;
        for second in 0..12 {
            let line = self.fill("ERROR {host} {service}: {error} {component} rev={hash}");
            let _ = writeln!(self.out, "{year}-{month:02}-{day:02}T10:00:{second:02}Z {line}");
        }
        self.out.push_str("```\n");
    }

    fn manifest(&mut self) {
        let service = self.head.services[0].clone();
        let random = &mut self.head.random;
        let (replicas, pool, timeout) =
            (random.between(2, 60), random.between(5, 500), random.between(50, 30_000));
        let _ = write!(
            self.out,
            "\n```yaml\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: {service}\nspec:\n  replicas: \
             {replicas}\n  template:\n    spec:\n      containers:\n        - name: main\n          image: \
             registry.internal/{service}:{:08x}\n          env:\n            - {{name: POOL_SIZE, value: \"{pool}\"}}\n\
             \x20           - {{name: TIMEOUT_MS, value: \"{timeout}\"}}\n```\n",
            random.next() >> 32
        );
    }

    fn actions(&mut self) {
        self.out.push_str("| Action | Owner | Due | Status |\n| --- | --- | --- | --- |\n");
        let (year, month, _) = self.head.date;
        for _ in 0..self.head.random.between(3, 7) {
            let template = self.head.random.pick(words::ACTIONS);
            let action = self.fill(template);
            let random = &mut self.head.random;
            let (owner, day) = (random.pick(words::TEAMS), random.between(1, 29));
            let state = random.pick(&["open", "done", "in progress", "dropped"]);
            let (year, month) = if month > 10 { (year + 1, month - 10) } else { (year, month + 2) };
            let _ = writeln!(self.out, "| {action} | {owner} | {year}-{month:02}-{day:02} | {state} |");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_makes_the_same_file() {
        assert_eq!(Writer::new(7, 100).document(), Writer::new(7, 100).document());
        assert_ne!(Writer::new(7, 100).document(), Writer::new(8, 100).document());
    }

    #[test]
    fn files_are_as_long_as_real_ones() {
        let bytes = (0..200).map(|number| Writer::new(number, 200).document().len()).sum::<usize>() / 200;
        assert!((8_000..10_000).contains(&bytes), "{bytes}");
    }
}
