//! Which column of a table of action items is what.

use crate::read::markdown::blocks::{Inline, Row};
use crate::read::parse::field::ActionPart;

const KIND: &[&str] = &["type", "category", "typ", "kategorie", "種類", "分类", "类型"];
const OWNER: &[&str] =
    &["owner", "assignee", "responsible", "who", "verantwortlich", "zuständig", "担当", "负责人", "lead"];
const DUE: &[&str] =
    &["due", "deadline", "eta", "when", "fällig", "frist", "termin", "期限", "截止", "target date"];
const CLOSED: &[&str] = &[
    "closed",
    "completed on",
    "completion date",
    "done on",
    "erledigt am",
    "date done",
    "完了日",
    "完成日期",
];
const PRIORITY: &[&str] = &["priority", "prio", "優先", "优先"];

/// Whether a column of that name, in lower case, gives a part of action items; where the table need not be one of them, only if
/// that is all that the name says.
#[must_use]
pub fn names_column(part: ActionPart, name: &str, is_action: bool) -> bool {
    let words = match part {
        ActionPart::Owner => OWNER,
        ActionPart::Due => DUE,
        ActionPart::Closed => CLOSED,
        ActionPart::Priority => PRIORITY,
        ActionPart::Kind => KIND,
        ActionPart::Url => &[],
    };
    words.iter().any(|word| if is_action { name.contains(word) } else { name == *word })
}

/// Which column of a table is what.
#[derive(Debug, Default)]
pub struct Columns {
    pub title: Option<usize>,
    pub kind: Option<usize>,
    pub owner: Option<usize>,
    pub due: Option<usize>,
    pub closed: Option<usize>,
    pub state: Option<usize>,
    pub priority: Option<usize>,
}

impl Columns {
    pub fn new(head: &[Inline], rows: &[Row]) -> Self {
        let names: Vec<String> = head.iter().map(|cell| cell.text.trim().to_lowercase()).collect();
        let mut taken = vec![false; names.len()];
        let mut find = |words: &[&str]| {
            let at = (0..names.len())
                .find(|at| !taken[*at] && words.iter().any(|word| names[*at].contains(word)))?;
            taken[at] = true;
            Some(at)
        };
        let kind = find(KIND);
        let owner = find(OWNER);
        let due = find(DUE);
        let closed = find(CLOSED);
        let state = find(&["status", "state", "done", "progress", "状態", "ステータス", "状态"]);
        let priority = find(PRIORITY);
        let title = find(&[
            "action",
            "item",
            "task",
            "title",
            "description",
            "what",
            "remediation",
            "maßnahme",
            "aufgabe",
            "アクション",
            "内容",
            "措施",
        ]);
        let longest = || {
            let length = |column: usize| -> usize {
                rows.iter().filter_map(|row| row.cells.get(column)).map(|cell| cell.text.len()).sum()
            };
            (0..names.len()).filter(|at| !taken[*at]).max_by_key(|at| (length(*at), usize::MAX - at))
        };
        // A column "Action item" of numbers is not what is to be done.
        let title = title.or_else(longest);
        Self { title, kind, owner, due, closed, state, priority }
    }
}
