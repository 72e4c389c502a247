//! Real post-mortems, as people wrote them: every one becomes a page, and no link of a page is broken.
//!
//! The corpora lie beside the checkout, not in it. Where they are missing the tests say so and pass, but not in CI.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "lists folders, and says what was skipped"
)]

use std::path::{Path, PathBuf};

use crate::support::{copied, files, program, walk};

/// A folder of real post-mortems, unless there is none here.
fn corpora() -> Option<Vec<PathBuf>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    let Ok(entries) = std::fs::read_dir(&root) else {
        assert!(std::env::var_os("CI").is_none(), "there are no corpora at {}", root.display());
        eprintln!("skipped: there are no corpora at {}", root.display());
        return None;
    };
    let mut folders: Vec<_> =
        entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    Some(folders)
}

/// A clean build, of a copy: the corpora stay as they are.
fn build(source: &Path, dest: &Path, threads: &str) -> String {
    let clean = copied(source);
    let output = program()
        .arg("build")
        .arg(clean.path())
        .arg("-d")
        .arg(dest)
        .args(["--threads", threads])
        .output()
        .unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{}:\n{errors}", source.display());
    assert!(!errors.contains("panicked"), "{errors}");
    String::from_utf8(output.stdout).unwrap()
}

fn export(source: &Path) -> Vec<serde_json::Value> {
    let output = program().arg("export").arg(source).args(["--format", "ndjson"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn every_real_post_mortem_becomes_a_page_and_no_link_is_broken() {
    for source in corpora().into_iter().flatten() {
        let site = tempfile::tempdir().unwrap();
        let said = build(&source, site.path(), "2");
        let records = export(&source);
        let announced: usize = said.split(' ').next().unwrap().replace(',', "").parse().unwrap();
        assert_eq!(records.len(), announced, "{}", source.display());
        for record in &records {
            let url = record["url"].as_str().unwrap();
            let path = percent_encoding::percent_decode_str(url).decode_utf8().unwrap();
            assert!(site.path().join(&*path).is_file(), "{}: no page {path}", source.display());
        }
        let faults = walk::faults(site.path());
        assert!(faults.is_empty(), "{}:\n{}", source.display(), faults.join("\n"));
    }
}

#[test]
fn builds_are_the_same_byte_for_byte_whatever_the_number_of_threads() {
    for source in corpora().into_iter().flatten() {
        let (one, eight) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        build(&source, one.path(), "1");
        build(&source, eight.path(), "8");
        assert!(files(one.path()) == files(eight.path()), "{} differs", source.display());
    }
}

#[test]
fn every_record_follows_the_schema() {
    let schema = program().args(["export", "--schema"]).output().unwrap();
    let validator = jsonschema::draft202012::new(&serde_json::from_slice(&schema.stdout).unwrap()).unwrap();
    let sample = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    for source in corpora().into_iter().flatten().chain([sample]) {
        for record in export(&source) {
            let problems: Vec<_> = validator.iter_errors(&record).map(|error| error.to_string()).collect();
            assert!(problems.is_empty(), "{}: {}: {problems:?}", source.display(), record["path"]);
        }
    }
}

/// What is recognised, corpus by corpus, must not get less: post-mortems with a date, sections, a timeline, action items.
#[test]
fn what_is_recognised_does_not_get_less() {
    const FLOOR: &[(&str, [usize; 5])] = &[
        ("Chia-Network__post-mortem", [31, 31, 31, 31, 0]),
        ("PostHog__post-mortems", [7, 7, 6, 4, 6]),
        ("berkeley-dsep-infra__datahub", [19, 19, 19, 19, 18]),
        ("dfds__postmortems", [38, 37, 38, 38, 38]),
        ("icco__postmortems", [239, 166, 0, 0, 0]),
        ("jenkins-infra__status", [297, 297, 3, 2, 0]),
        ("jupyterhub__mybinder.org-deploy", [23, 23, 23, 23, 23]),
        ("kubernetes__test-infra", [5, 5, 5, 4, 5]),
        ("monero-project__monero-site", [8, 8, 5, 1, 0]),
    ];
    for source in corpora().into_iter().flatten() {
        let name = source.file_name().unwrap().to_string_lossy().into_owned();
        let Some((_, floor)) = FLOOR.iter().find(|(folder, _)| *folder == name) else { continue };
        let records = export(&source);
        let with = |field: &str| {
            let filled = |record: &&serde_json::Value| match &record[field] {
                serde_json::Value::Array(items) => !items.is_empty(),
                value => !value.is_null(),
            };
            records.iter().filter(filled).count()
        };
        let found = [records.len(), with("date"), with("sections"), with("timeline"), with("action_items")];
        let enough = found.iter().zip(floor).all(|(found, floor)| found >= floor);
        assert!(enough, "{name}: {found:?}, but it was {floor:?}");
    }
}
