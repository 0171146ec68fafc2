//! A small table: in columns on the screen, as a table of Markdown in `answer.md`.

use super::wording::column;

/// A column.
#[derive(Clone, Debug)]
pub(super) struct Head {
    name: String,
    /// How wide it is on the screen.
    width: usize,
    /// Is it set to the right, as numbers are?
    right: bool,
}

impl Head {
    /// A column of words; what is too long for it is cut.
    pub(super) fn words(name: impl Into<String>, width: usize) -> Head {
        Head { name: name.into(), width, right: false }
    }

    /// A column of numbers.
    pub(super) fn numbers(name: impl Into<String>, width: usize) -> Head {
        Head { name: name.into(), width, right: true }
    }
}

/// Columns and rows.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    heads: Vec<Head>,
    /// Cells of each row; one with a single cell is a remark.
    rows: Vec<Vec<String>>,
}

impl Grid {
    pub(super) fn new(heads: Vec<Head>) -> Grid {
        Grid { heads, rows: Vec::new() }
    }

    pub(super) fn push(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// The lines for the screen.
    pub(super) fn as_text(&self) -> String {
        let cell = |(head, text): (&Head, &String)| match head.right {
            true => format!("{text:>width$}", width = head.width),
            false => column(text, head.width),
        };
        let line = |cells: &[String]| match cells {
            [remark] => format!("{remark}\n"),
            _ => self.heads.iter().zip(cells).map(cell).collect::<String>().trim_end().to_owned() + "\n",
        };
        let names: Vec<String> = self.heads.iter().map(|head| head.name.clone()).collect();
        std::iter::once(&names).chain(&self.rows).map(|cells| line(cells)).collect()
    }

    /// The same as Markdown, below its caption.
    pub(super) fn as_markdown(&self, caption: &str) -> String {
        let cell = |text: Option<&str>| text.unwrap_or_default().trim().replace('|', "\\|");
        let line = |cells: &[&str]| {
            let cells = (0..self.heads.len()).map(|place| format!(" {} |", cell(cells.get(place).copied())));
            format!("|{}\n", cells.collect::<String>())
        };
        let names: Vec<&str> = self.heads.iter().map(|head| head.name.as_str()).collect();
        let rule: String = self.heads.iter().map(|head| if head.right { " ---: |" } else { " --- |" }).collect();
        let rows = self.rows.iter().map(|cells| line(&cells.iter().map(String::as_str).collect::<Vec<_>>()));
        format!("**{}**\n\n{}|{rule}\n{}\n", caption.replace('\n', " "), line(&names), rows.collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_told_in_columns_and_as_markdown() {
        let mut grid = Grid::new(vec![Head::words("setting", 12), Head::numbers("median", 8)]);
        grid.push(["  a|b".to_owned(), "1.5".to_owned()]);
        grid.push(["  and 3 more settings than that".to_owned()]);
        assert_eq!(grid.as_text(), "setting       median\n  a|b            1.5\n  and 3 more settings than that\n");
        let wanted = "**Ends**\n\n| setting | median |\n| --- | ---: |\n| a\\|b | 1.5 |\n\
                      | and 3 more settings than that |  |\n\n";
        assert_eq!(grid.as_markdown("Ends"), wanted);
    }
}
