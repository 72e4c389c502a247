use crate::core::model::Dialect;
use crate::read::markdown::blocks::{Block, outline};

/// The head and the rows of the first table.
fn table(text: &str) -> Option<(Vec<String>, Vec<Vec<String>>)> {
    let outline = outline(text, 0, Dialect::default());
    outline.blocks.iter().find_map(|block| match block {
        Block::Table { head, rows, is_html: true, .. } => Some((
            head.iter().map(|cell| cell.text.clone()).collect(),
            rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.clone()).collect()).collect(),
        )),
        _ => None,
    })
}

fn rows(text: &str) -> Vec<Vec<String>> {
    table(text).expect("there is a table").1
}

#[test]
fn cells_hold_paragraphs_lists_and_line_breaks() {
    let found = table(
        "<table>\n<thead><tr><th>Time</th><th>Event</th></tr></thead>\n<tbody>\n<tr><td>14:05</td><td><p>One &amp; <b>two</b></p><ul><li>a</li><li>b</li></ul></td></tr>\n<tr><td>14:06<td>c<br/>d\n</tbody></table>\n",
    );
    let (head, rows) = found.unwrap();
    assert_eq!(head, ["Time", "Event"]);
    assert_eq!(rows, [["14:05", "One & two\na\nb"], ["14:06", "c\nd"]]);
}

#[test]
fn what_blank_lines_have_split_is_joined() {
    for text in [
        "<table>\n<tr><td>14:05</td><td>\n\nText with **bold** words.\n\n- a\n- b\n\n</td></tr>\n\n<tr><td>x</td><td>y</td></tr>\n</table>\n",
        "<table>\n<tr>\n\n    <td>14:05</td>\n\n    <td>Text with bold words.<br>a<br>b</td>\n\n</tr>\n<tr><td>x</td><td>y</td></tr>\n\n</table>\n",
    ] {
        assert_eq!(rows(text), [["14:05", "Text with bold words.\na\nb"], ["x", "y"]], "{text}");
    }
}

#[test]
fn spans_are_laid_out() {
    let found = table(
        "<table><thead><tr><th rowspan=2>Time</th><th colspan=2>Who</th></tr><tr><th>first</th><th>last</th></tr></thead><tr><td rowspan=2>14:05</td><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr><tr><td colspan=2>e</td><td>f</td></tr></table>",
    );
    let (head, rows) = found.unwrap();
    assert_eq!(head, ["Time", "Who first", "Who last"]);
    assert_eq!(rows, [["14:05", "a", "b"], ["14:05", "c", "d"], ["e", "", "f"]]);
}

#[test]
fn what_is_too_odd_is_told_and_left() {
    for (text, reason) in [
        ("<table><tr><td><table><tr><td>a</td></tr></table></td></tr></table>\n", "there is a table in it"),
        ("<table>\n<tr><td>a</td></tr>\n\n## Next\n\n</table>\n", "nothing closes it"),
        ("<table>\n<tr><td>a</td></tr>\n", "nothing closes it"),
    ] {
        let outline = outline(text, 0, Dialect::default());
        assert_eq!(outline.unread.len(), 1, "{text}");
        assert_eq!(outline.unread[0], (0..outline.unread[0].0.end, reason), "{text}");
        assert!(table(text).is_none(), "{text}");
    }
    for text in ["<!-- <table><tr><td>a</td></tr></table> -->\n", "<tablet>\n", "    <table>\n    <tr>\n"] {
        let outline = outline(text, 0, Dialect::default());
        assert!(outline.unread.is_empty() && table(text).is_none(), "{text}");
    }
}
