//! The workflows that `lookback init --ci` writes: their shell steps are run, with stubs for what needs a forge.
#![cfg(unix)]
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "tests look at files, run programs, and say when they are skipped"
)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::support::Base;
use crate::support::repository::git;
use serde_yaml::Value;

const EARLIER: &str = "---\ntitle: An expired certificate\ndate: 2025-03-09\nseverity: sev3\nservices: [Edge]\ncauses: [expiry]\naction_items:\n  - {title: Alert before, owner: Platform, due: 2025-06-30}\n---\n\n## Summary\n\nIt had expired.\n";

const ADDRESS: &str = "https://example.org/tools/lookback.git";
const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

/// A repository with a pull request that brings a return, and its workflow.
fn pull_request(forge: &str) -> Base {
    let base = Base::new()
        .run(&["init", "--ci", forge, "--pre-commit", "--from", &format!("{ADDRESS}@{COMMIT}")])
        .ok()
        .file("content/2025/expired.md", EARLIER)
        // What was wrong before is no business of the pull request.
        .file(
            "content/2019/old.md",
            "---\ntitle: Old\ndate: 2019-05-06\nseverity: sev3\n---\n\n[Gone](nowhere.md)\n",
        );
    git(base.root(), &["init", "--quiet"]);
    git(base.root(), &["add", "-A"]);
    git(base.root(), &["commit", "--quiet", "--message", "Start"]);
    git(base.root(), &["update-ref", "refs/remotes/origin/main", "HEAD"]);
    git(base.root(), &["checkout", "--quiet", "-b", "change"]);
    let base = base.file(
        "content/2026/again.md",
        EARLIER.replace("2025-03-09", "2026-03-09").replace("An expired", "Again an expired"),
    );
    git(base.root(), &["add", "-A"]);
    git(base.root(), &["commit", "--quiet", "--message", "Return"]);
    base
}

/// A folder for the path: the program under test, and stubs that note how they are called.
fn programs(base: &Base, stubs: &[(&str, &str)]) -> PathBuf {
    let folder = base.path("bin");
    fs::create_dir_all(&folder).unwrap();
    let _ = std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_lookback"), folder.join("lookback"));
    for (name, script) in stubs {
        let path = folder.join(name);
        fs::write(
            &path,
            format!("#!/bin/sh\nprintf '%s ' {name} \"$@\" >> \"$CALLS\"; echo >> \"$CALLS\"\n{script}\n"),
        )
        .unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    folder
}

fn shell(base: &Base, script: &str, stubs: &[(&str, &str)], variables: &[(&str, &str)]) -> Output {
    let path = format!("{}:{}", programs(base, stubs).display(), std::env::var("PATH").unwrap());
    let mut command = Command::new("bash");
    command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]);
    command.current_dir(base.root()).stdin(Stdio::null()).env("PATH", path);
    command.env("CALLS", base.path("calls"));
    command.env("GITHUB_STEP_SUMMARY", base.path("summary.md")).envs(variables.iter().copied());
    command.output().unwrap()
}

#[track_caller]
fn succeeded(output: &Output) {
    assert!(
        output.status.success(),
        "{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

fn yaml(base: &Base, path: &str) -> Value {
    serde_yaml::from_str(&base.read(path)).unwrap()
}

/// The script of a step, by its name.
fn step(workflow: &Value, job: &str, name: &str) -> String {
    let steps = workflow["jobs"][job]["steps"].as_sequence().unwrap();
    let step = steps.iter().find(|step| step["name"] == name).unwrap();
    step["run"].as_str().unwrap().to_owned()
}

const GITHUB: &str = ".github/workflows/post-mortems.yml";

#[test]
fn the_steps_of_github_actions_review_and_check() {
    let base = pull_request("github");
    let workflow = yaml(&base, GITHUB);
    let lookback = workflow["env"]["LOOKBACK"].as_str().unwrap();
    assert_eq!(lookback, format!("--git {ADDRESS} --rev {COMMIT} lookback"));
    let variables = [
        ("LOOKBACK", lookback),
        ("GITHUB_BASE_REF", "main"),
        ("FILES_URL", "https://example.org/o/r/blob/abc"),
    ];
    let run = |name: &str| shell(&base, &step(&workflow, "check", name), &[], &variables);
    succeeded(&run("Install Lookback"));
    succeeded(&run("Write the review"));
    let review = base.read("review.md");
    assert!(review.contains("happened before") && review.contains("Alert before"), "{review}");
    assert!(review.contains("(https://example.org/o/r/blob/abc/content/2026/again.md)"), "{review}");
    assert_eq!(base.read("summary.md"), review);
    let check = run("Check");
    assert_eq!(check.status.code(), Some(0), "{check:?}");
    let told = String::from_utf8_lossy(&check.stdout);
    assert!(told.contains("::warning ") && !told.contains("2019/old.md"), "{told}");
    // The whole is no reason for red pull requests, what they bring is.
    assert_eq!(shell(&base, "lookback check", &[], &[]).status.code(), Some(1));
    let base = base.file("content/2026/broken.md", format!("{EARLIER}\n[Gone](nowhere.md)\n"));
    let check = shell(&base, &step(&workflow, "check", "Check"), &[], &variables);
    assert_eq!(check.status.code(), Some(1), "{check:?}");
}

#[test]
fn the_comment_on_github_is_written_once_and_then_again() {
    let base = pull_request("github").file("review.md", "<!-- lookback review -->\nIt\n");
    let script = step(&yaml(&base, GITHUB), "comment", "Write the comment, or the one that is there again");
    let variables = [("GH_TOKEN", "x"), ("REPOSITORY", "o/r"), ("NUMBER", "7")];
    succeeded(&shell(&base, &script, &[("gh", "")], &variables));
    assert!(
        base.read("calls")
            .contains("gh api --method POST repos/o/r/issues/7/comments --field body=@review.md")
    );
    succeeded(&shell(
        &base,
        &script,
        &[("gh", "case \"$*\" in *paginate*) echo 41; echo 42;; esac")],
        &variables,
    ));
    assert!(
        base.read("calls")
            .contains("gh api --method PATCH repos/o/r/issues/comments/41 --field body=@review.md")
    );
}

#[test]
fn the_site_is_built_on_github() {
    let base = pull_request("github");
    succeeded(&shell(&base, &step(&yaml(&base, GITHUB), "build", "Build"), &[], &[]));
    base.exists("site/index.html");
}

#[test]
fn jobs_on_github_have_the_least_rights_and_pinned_actions() {
    let workflow = yaml(&pull_request("github"), GITHUB);
    assert_eq!(workflow["permissions"], Value::Mapping(serde_yaml::Mapping::new()));
    assert!(workflow["on"].get("pull_request_target").is_none());
    for (name, job) in workflow["jobs"].as_mapping().unwrap() {
        let name = name.as_str().unwrap();
        assert!(job["permissions"].is_mapping(), "{name}");
        for step in job["steps"].as_sequence().unwrap() {
            if let Some(action) = step["uses"].as_str() {
                let (_, commit) = action.split_once('@').unwrap();
                assert!(commit.len() == 40 && commit.chars().all(|c| c.is_ascii_hexdigit()), "{action}");
            }
            // Text of authors in a script would be run.
            assert!(step["run"].as_str().is_none_or(|script| !script.contains("${{")), "{name}");
        }
    }
    // What may write does not check out what it was sent, nor run it.
    let comment = serde_yaml::to_string(&workflow["jobs"]["comment"]).unwrap();
    assert!(!comment.contains("checkout") && !comment.contains("cargo"), "{comment}");
    assert!(comment.contains("head.repo.full_name == github.repository"));
}

#[test]
fn the_scripts_of_gitlab_review_check_comment_and_build() {
    if !has_jq() {
        return;
    }
    let base = pull_request("gitlab");
    let pipeline = yaml(&base, ".gitlab-ci.yml");
    let script = |job: &str| lines(&pipeline, job, "script");
    let variables = VARIABLES;
    succeeded(&shell(&base, &script("check"), &[], &variables));
    assert!(!base.read("codequality.json").contains("2019/old.md"));
    assert!(base.read("review.md").contains("(https://example.org/o/r/-/blob/abc/content/2026/again.md)"));
    assert!(serde_json::from_str::<serde_json::Value>(&base.read("codequality.json")).unwrap().is_array());
    assert!(base.read("junit.xml").starts_with("<?xml"));

    succeeded(&shell(&base, &script("comment"), &[("curl", &curl("[]", "exit 0"))], &variables));
    let calls = base.read("calls");
    assert!(calls.contains("--request POST --data-urlencode body@review.md https://example.org/api/v4/projects/5/merge_requests/7/notes"), "{calls}");
    assert!(!calls.contains("secret"), "{calls}");

    succeeded(&shell(&base, &script("pages"), &[], &variables));
    base.exists("public/index.html");
}

/// The scripts read JSON with `jq`, as the images of GitLab have it. Without it their tests say that they were skipped.
fn has_jq() -> bool {
    let is_there = Command::new("jq").arg("--version").output().is_ok();
    if !is_there {
        assert!(std::env::var_os("CI").is_none(), "there is no jq");
        eprintln!("skipped: there is no jq");
    }
    is_there
}

const VARIABLES: [(&str, &str); 7] = [
    ("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main"),
    ("CI_PROJECT_URL", "https://example.org/o/r"),
    ("CI_COMMIT_SHA", "abc"),
    ("CI_API_V4_URL", "https://example.org/api/v4"),
    ("CI_PROJECT_ID", "5"),
    ("CI_MERGE_REQUEST_IID", "7"),
    ("LOOKBACK_TOKEN", "secret"),
];

/// Lines of a job on GitLab, under `script` or `before_script`.
fn lines(pipeline: &Value, job: &str, key: &str) -> String {
    let lines = pipeline[job][key].as_sequence().unwrap();
    lines.iter().map(|line| format!("{}\n", line.as_str().unwrap())).collect()
}

/// `curl` that knows a user, and answers with these notes; `put` is what it does with one that is written again.
fn curl(notes: &str, put: &str) -> String {
    format!("case \"$*\" in */user) echo '{{\"id\": 3}}';; *order_by*) echo '{notes}';; *PUT*) {put};; esac")
}

#[test]
fn the_note_on_gitlab_is_that_of_the_tokens_user() {
    if !has_jq() {
        return;
    }
    let base = pull_request("gitlab").file("review.md", "<!-- lookback review -->\nIt\n");
    let script = lines(&yaml(&base, ".gitlab-ci.yml"), "comment", "script");
    let note = |id: u32, author: u32| {
        format!(
            "{{\"id\": {id}, \"system\": false, \"author\": {{\"id\": {author}}}, \"body\": \"<!-- lookback review -->\"}}"
        )
    };
    let notes = format!("[{}, {}]", note(8, 66), note(9, 3));
    let run = |base: Base, put: &str| {
        let base = base.file("calls", "");
        succeeded(&shell(&base, &script, &[("curl", &curl(&notes, put))], &VARIABLES));
        let calls = base.read("calls");
        assert!(calls.contains("--request PUT") && calls.contains("/notes/9"), "{calls}");
        assert!(!calls.contains("/notes/8") && !calls.contains("secret"), "{calls}");
        (base, calls)
    };
    let (base, calls) = run(base, "exit 0");
    assert!(!calls.contains("POST"), "{calls}");
    let (base, calls) = run(base, "exit 22");
    assert!(calls.contains("--request POST"), "{calls}");
    // No review, no note.
    let base = base.file("review.md", "").file("calls", "");
    succeeded(&shell(&base, &script, &[("curl", "exit 1")], &VARIABLES));
    assert_eq!(base.read("calls"), "");
}

#[test]
fn the_program_is_made_again_on_gitlab_where_the_submodule_is_another() {
    let base = pull_request("gitlab").file("tools/lookback/Cargo.toml", "one");
    let commit = |base: &Base| {
        git(base.root(), &["add", "-A"]);
        git(base.root(), &["commit", "--quiet", "--message", "Tool"]);
    };
    commit(&base);
    let pipeline = yaml(&base, ".gitlab-ci.yml");
    let script = lines(&pipeline, ".lookback", "before_script");
    let cargo =
        "mkdir -p .lookback-bin/bin; touch .lookback-bin/bin/lookback; chmod +x .lookback-bin/bin/lookback";
    let installed = |base: &Base, lookback: &str| {
        let variables = [("LOOKBACK", lookback)];
        succeeded(&shell(base, &script, &[("cargo", cargo), ("apt-get", "")], &variables));
        base.read("calls").matches("cargo install").count()
    };
    let first = format!("--git {ADDRESS} --rev {COMMIT} lookback");
    assert_eq!(installed(&base, &first), 1);
    assert_eq!(installed(&base, &first), 1);
    assert_eq!(installed(&base, "--path tools/lookback"), 2);
    assert_eq!(installed(&base, "--path tools/lookback"), 2);
    let base = base.file("tools/lookback/Cargo.toml", "two");
    commit(&base);
    assert_eq!(installed(&base, "--path tools/lookback"), 3);
    assert!(base.read("calls").contains("--root .lookback-bin --path tools/lookback"));
}

/// A name without an owner in a registry belongs to whoever takes it first.
#[test]
fn nothing_is_installed_that_nobody_named() {
    for (forge, file) in [("github", GITHUB), ("gitlab", ".gitlab-ci.yml")] {
        let base = Base::small()
            .file("tools/lookback/Cargo.toml", "[package]\n")
            .file("tools/bin/lookback", "#!/bin/sh\necho ours\n");
        let base = base.run(&["init", "--ci", forge]).ok();
        let install = |base: &Base| match forge {
            "github" => step(&yaml(base, GITHUB), "build", "Install Lookback"),
            _ => lines(&yaml(base, file), ".lookback", "before_script"),
        };
        let lookback = |base: &Base| {
            let all = yaml(base, file);
            [&all["env"], &all["variables"]]
                .into_iter()
                .find_map(|one| one["LOOKBACK"].as_str().map(str::to_owned))
                .unwrap()
        };
        git(base.root(), &["init", "--quiet"]);
        git(base.root(), &["add", "-A"]);
        git(base.root(), &["commit", "--quiet", "--message", "Start"]);
        let home = base.path("home").display().to_string();
        let stubs = [("cargo", "mkdir -p .lookback-bin/bin"), ("apt-get", "")];
        let run = |base: &Base| {
            shell(base, &install(base), &stubs, &[("LOOKBACK", &lookback(base)), ("HOME", &home)])
        };
        let output = run(&base);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(!output.status.success() && said.contains(file), "{said}");
        assert!(!base.path("calls").exists() || !base.read("calls").contains("cargo"));

        let base = base.without(file).run(&["init", "--ci", forge, "--from", "tools/bin/lookback"]).ok();
        succeeded(&run(&base));
        let installed =
            if forge == "github" { "home/.cargo/bin/lookback" } else { ".lookback-bin/bin/lookback" };
        assert_eq!(base.read(installed), "#!/bin/sh\necho ours\n");

        let base = base.without(file).run(&["init", "--ci", forge, "--from", "tools/lookback"]).ok();
        assert_eq!(lookback(&base), "--path tools/lookback");
        for wrong in ["lookback", "lookback@0.1.0", "https://example.org/lookback@main", "$(id)", "../tools"]
        {
            let output = crate::support::program()
                .current_dir(base.root())
                .args(["init", "--ci", forge, "--from", wrong])
                .output()
                .unwrap();
            assert_eq!(output.status.code(), Some(2), "{wrong}");
        }
    }
}

#[test]
fn review_and_check_do_not_depend_on_each_other() {
    let base =
        pull_request("gitlab").file("content/2026/broken.md", format!("{EARLIER}\n[Gone](nowhere.md)\n"));
    let script = lines(&yaml(&base, ".gitlab-ci.yml"), "check", "script");
    // The check fails, and the review is written.
    assert_eq!(shell(&base, &script, &[], &VARIABLES).status.code(), Some(1));
    assert!(base.read("review.md").contains("happened before"));
    // In the project of a fork, the commit at which the branch began stands for the target.
    let mut variables = VARIABLES.to_vec();
    variables[0].1 = "elsewhere";
    variables.push(("CI_MERGE_REQUEST_DIFF_BASE_SHA", "HEAD~1"));
    assert_eq!(shell(&base, &script, &[], &variables).status.code(), Some(1));
    // Neither can compare: both say so.
    variables.pop();
    let output = shell(&base, &script, &[], &variables);
    assert_eq!(output.status.code(), Some(2));
    assert!(base.read("codequality.json").is_empty() && base.read("review.md").is_empty());

    let workflow = yaml(&pull_request("github"), GITHUB);
    let steps = workflow["jobs"]["check"]["steps"].as_sequence().unwrap();
    let at = |name: &str| steps.iter().position(|step| step["name"] == name).unwrap();
    assert!(at("Check") < at("Write the review"));
    assert!(steps[at("Write the review")]["if"].as_str().unwrap().contains("!cancelled()"));
}

#[test]
fn automation_is_added_to_a_knowledge_base_that_is_there() {
    let base =
        Base::small().run(&["init", "--ci", "github"]).ok().says("made .github/workflows/post-mortems.yml");
    assert!(base.read(GITHUB).contains("LOOKBACK: \"\"\n"), "{}", base.read(GITHUB));
    assert!(base.stderr().contains("LOOKBACK"), "{}", base.stderr());
    let base = base
        .is_gone("content/causes")
        .file(GITHUB, "mine")
        .run(&["init", "--ci", "github"])
        .ok()
        .says("kept");
    assert_eq!(base.read(GITHUB), "mine");
    base.run(&["init"]).exits(2).warns("exists");
}

#[test]
fn hooks_of_pre_commit_run_the_check() {
    let base = pull_request("github");
    let settings = yaml(&base, ".pre-commit-config.yaml");
    let hook = &settings["repos"][0]["hooks"][0];
    let entry = format!("{} content/2026/again.md", hook["entry"].as_str().unwrap());
    let output = shell(&base, &entry, &[], &[]);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{output:?}");
    let own =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(".pre-commit-hooks.yaml")).unwrap();
    let own: Value = serde_yaml::from_str(&own).unwrap();
    assert!(own.as_sequence().unwrap().iter().all(|hook| hook["entry"] == "lookback check"));
}
