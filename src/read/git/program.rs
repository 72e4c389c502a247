//! Runs git so that a repository of somebody else can't make it run anything.

use std::io::{self, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// How long git may take for one answer. Without a limit, the log of one folder of a huge repository holds up builds.
const LIMIT: Duration = Duration::from_secs(30);

/// Why nothing is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// No git, no repository, or nothing in it.
    Absent,
    TooSlow,
    Failed,
}

/// Git in one folder.
#[derive(Debug)]
pub struct Git {
    folder: PathBuf,
    /// Names of settings that are to be empty.
    emptied: Vec<String>,
}

/// Settings that would let a repository start a program of its choice, or look elsewhere. They win over those in files.
const SETTINGS: [&str; 6] = [
    "core.fsmonitor=false",
    "log.showSignature=false",
    "gpg.program=false",
    "log.follow=false",
    "safe.bareRepository=explicit",
    "protocol.allow=never",
];

/// What a hook or a calling git may have set, and would lead to another repository.
const LEADING_ELSEWHERE: [&str; 12] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_GRAFT_FILE",
    "GIT_SHALLOW_FILE",
    "GIT_REPLACE_REF_BASE",
    "GIT_EXTERNAL_DIFF",
];

impl Git {
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), emptied: Vec::new() }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The same without the programs that the repository's own settings would send files through: comparing with the
    /// working tree would run them. Those of the user stay.
    ///
    /// # Errors
    /// There is no git, it takes too long, or one of the settings has a name that can't be overruled.
    pub fn without_filters(mut self) -> Result<Self, Problem> {
        let arguments = [
            "config",
            "--show-scope",
            "--name-only",
            "-z",
            "--get-regexp",
            r"^filter\..*\.(clean|smudge|process)$",
        ];
        let listed = match self.text(&arguments) {
            Ok(listed) => listed,
            // There is none.
            Err(Problem::Absent) => return Ok(self),
            Err(problem) => return Err(problem),
        };
        let mut tokens = listed.split('\0');
        while let (Some(scope), Some(name)) = (tokens.next(), tokens.next()) {
            if !matches!(scope, "local" | "worktree") {
                continue;
            }
            if name.contains('=') {
                return Err(Problem::Failed);
            }
            self.emptied.push(format!("{name}="));
            if let Some((filter, _)) = name.rsplit_once('.') {
                self.emptied.push(format!("{filter}.required=false"));
            }
        }
        Ok(self)
    }

    /// What git prints, all of it, as text.
    ///
    /// # Errors
    /// There is no git, it fails, or it takes too long.
    pub fn text(&self, arguments: &[&str]) -> Result<String, Problem> {
        let all = |mut out: BufReader<ChildStdout>| {
            let mut text = Vec::new();
            out.read_to_end(&mut text).map(|_| text)
        };
        let text = self.run(arguments, None, all).map_err(|problem| match problem {
            // The first thing that is asked: it fails where there is no repository.
            Problem::Failed => Problem::Absent,
            other => other,
        })?;
        String::from_utf8(text).map_err(|_| Problem::Failed)
    }

    /// Gives `input` to git, and what it prints to `take`, which runs beside it.
    ///
    /// # Errors
    /// There is no git, it or `take` fails, or it takes too long.
    pub fn run<T: Send + 'static>(
        &self,
        arguments: &[&str],
        input: Option<Vec<u8>>,
        take: impl FnOnce(BufReader<ChildStdout>) -> io::Result<T> + Send + 'static,
    ) -> Result<T, Problem> {
        let mut child = self.command(arguments, input.is_some()).spawn().map_err(|_| Problem::Absent)?;
        if let (Some(input), Some(mut pipe)) = (input, child.stdin.take()) {
            // Its own thread: git prints before it has read all. A failure shows in what it prints.
            std::thread::spawn(move || pipe.write_all(&input));
        }
        let Some(out) = child.stdout.take() else { return Err(Problem::Failed) };
        let (send, receive) = mpsc::channel();
        std::thread::spawn(move || {
            // Nobody listens any more after the time limit.
            let _ = send.send(take(BufReader::with_capacity(1 << 16, out)));
        });
        let Ok(taken) = receive.recv_timeout(LIMIT) else {
            end(&mut child);
            return Err(Problem::TooSlow);
        };
        let Ok(taken) = taken else {
            end(&mut child);
            return Err(Problem::Failed);
        };
        let status = child.wait().map_err(|_| Problem::Failed)?;
        if status.success() { Ok(taken) } else { Err(Problem::Failed) }
    }

    fn command(&self, arguments: &[&str], with_input: bool) -> Command {
        let mut command = Command::new("git");
        command.current_dir(&self.folder).arg("--no-pager").arg("--no-optional-locks");
        command.args(SETTINGS.iter().flat_map(|setting| ["-c", setting]));
        command.args(self.emptied.iter().flat_map(|setting| ["-c", setting])).args(arguments);
        for name in LEADING_ELSEWHERE {
            command.env_remove(name);
        }
        // Objects that a partial clone lacks are not fetched, and nobody is asked for a password.
        command.envs([
            ("GIT_NO_LAZY_FETCH", "1"),
            ("GIT_ALLOW_PROTOCOL", "none"),
            ("GIT_TERMINAL_PROMPT", "0"),
            ("LC_ALL", "C"),
        ]);
        command.stdin(if with_input { Stdio::piped() } else { Stdio::null() });
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        command
    }
}

/// Stops a process that is no longer needed, and lets the system forget it.
fn end(child: &mut Child) {
    // It may have ended by itself, which is as good.
    let _ = child.kill();
    let _ = child.wait();
}
