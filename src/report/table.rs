//! Tables of a page.

use super::html::{Html, tag};
use crate::charts::words::{decimals_for, number, sentence};

/// Rows under a header, and a sentence about them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Table {
    /// Names of the columns.
    pub(super) header: Vec<String>,
    /// Cells, the first of which names the row.
    pub(super) rows: Vec<Vec<String>>,
    /// What to know about it; may be empty.
    pub(super) note: String,
}

impl Table {
    /// About as many rows as a page holds of one table.
    pub(super) const MOST_ROWS: usize = 60;

    /// A table as it lies in a file, numbers cut to what people read.
    pub(super) fn of_rows(rows: &[Vec<String>]) -> Table {
        let Some((header, rows)) = rows.split_first() else { return Table::default() };
        let shown = rows.iter().take(Table::MOST_ROWS);
        let note = match rows.len().saturating_sub(Table::MOST_ROWS) {
            0 => String::new(),
            more => format!("And {more} more rows in the file."),
        };
        let cells = |row: &Vec<String>| row.iter().map(|cell| readable(cell)).collect();
        Table {
            header: header.iter().map(|name| sentence(&name.replace('_', " "))).collect(),
            rows: shown.map(cells).collect(),
            note,
        }
    }

    /// The table in a frame that can be scrolled, so that a wide one does not widen the page.
    pub(super) fn as_html(&self, caption: &str) -> Html {
        let head = |name: &String| tag("th", &[("scope", "col")], name.as_str());
        let row = |cells: &Vec<String>| {
            let cell = |(place, text): (usize, &String)| match place {
                0 => tag("th", &[("scope", "row")], text.as_str()),
                _ => tag("td", &[], text.as_str()),
            };
            tag("tr", &[], cells.iter().enumerate().map(cell).collect::<Vec<_>>())
        };
        let note =
            if self.note.is_empty() { Html::default() } else { tag("p", &[("class", "note")], self.note.as_str()) };
        let table = tag(
            "table",
            &[],
            [
                tag("caption", &[], caption),
                tag("thead", &[], tag("tr", &[], self.header.iter().map(head).collect::<Vec<_>>())),
                tag("tbody", &[], self.rows.iter().map(row).collect::<Vec<_>>()),
            ],
        );
        let scroll = [("class", "scroll"), ("role", "group"), ("aria-label", caption), ("tabindex", "0")];
        [tag("div", &scroll, table), note].into()
    }
}

/// A number of a file with four digits that count; other text as it is.
fn readable(cell: &str) -> String {
    match cell.parse::<f64>() {
        Ok(value) if value.is_finite() && cell.contains('.') => {
            number(value, decimals_for(value.abs() / 1000.0).min(6))
        }
        _ => cell.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_files_are_cut_to_what_people_read() {
        let cases = [
            ("92.404631", "92.40"),
            ("0.00012345", "0.000123"),
            ("-1234.5", "−1\u{2009}234"),
            ("7", "7"),
            ("a", "a"),
            ("", ""),
        ];
        for (cell, wanted) in cases {
            assert_eq!(readable(cell), wanted);
        }
    }

    #[test]
    fn a_table_names_its_rows_and_columns() {
        let rows = [["at_low", "x"], ["canada", "1"]].map(|row| row.map(str::to_owned).to_vec());
        let html = Table::of_rows(&rows).as_html("A < B").into_string();
        for part in
            ["<caption>A &lt; B</caption>", "<th scope=\"col\">At low</th>", "<th scope=\"row\">canada</th><td>1</td>"]
        {
            assert!(html.contains(part), "{html}");
        }
    }
}
