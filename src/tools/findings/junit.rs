//! `JUnit`'s XML: a suite for each file, a case for each finding.

use std::io::{self, Write};

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::forward;
use crate::core::diagnostic::{Diagnostic, Level};

pub fn write(found: &[Diagnostic], out: &mut dyn Write) -> io::Result<()> {
    let mut report = Report::new("lookback check");
    for of_file in found.chunk_by(|a, b| a.path == b.path) {
        let mut suite = TestSuite::new(forward(&of_file[0].path));
        suite.add_test_cases(of_file.iter().map(case));
        report.add_test_suite(suite);
    }
    if found.is_empty() {
        let mut suite = TestSuite::new("all");
        suite.add_test_case(TestCase::new("nothing was found", TestCaseStatus::success()));
        report.add_test_suite(suite);
    }
    report.serialize(&mut *out).map_err(io::Error::other)?;
    out.write_all(b"\n")
}

/// A warning is no failure; it is told as the output of a case that passed.
fn case(finding: &Diagnostic) -> TestCase {
    let line = finding.place.as_ref().map_or_else(String::new, |place| format!(":{}", place.line));
    let text = format!("{}\n{}", finding.message, finding.hint.as_deref().unwrap_or_default());
    let name = format!("{}{line}", finding.rule);
    match finding.level {
        Level::Error => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_type(finding.rule).set_message(finding.message.clone()).set_description(text);
            TestCase::new(name, status)
        }
        Level::Warning => {
            let mut case = TestCase::new(name, TestCaseStatus::success());
            case.set_system_out(text);
            case
        }
    }
}
