//! Which column of a table of action items is what.

use crate::markdown::blocks::{Inline, Row};

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
        let kind = find(&["type", "category", "typ", "kategorie", "種類", "分类", "类型"]);
        let owner = find(&[
            "owner",
            "assignee",
            "responsible",
            "who",
            "verantwortlich",
            "zuständig",
            "担当",
            "负责人",
            "lead",
        ]);
        let due = find(&[
            "due",
            "deadline",
            "eta",
            "when",
            "fällig",
            "frist",
            "termin",
            "期限",
            "截止",
            "target date",
        ]);
        let closed = find(&[
            "closed",
            "completed on",
            "completion date",
            "done on",
            "erledigt am",
            "date done",
            "完了日",
            "完成日期",
        ]);
        let state = find(&["status", "state", "done", "progress", "状態", "ステータス", "状态"]);
        let priority = find(&["priority", "prio", "優先", "优先"]);
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
