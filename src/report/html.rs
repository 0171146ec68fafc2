//! HTML that cannot be broken by what stands in a scenario: text becomes HTML in one way only, escaped.

use std::fmt::Write as _;

/// A piece of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Html(String);

impl Html {
    /// What is HTML already: made by softpower, or made harmless before.
    pub(super) fn trusted(html: impl Into<String>) -> Html {
        Html(html.into())
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn into_string(self) -> String {
        self.0
    }
}

impl From<&str> for Html {
    fn from(text: &str) -> Html {
        Html(escaped(text))
    }
}

impl From<String> for Html {
    fn from(text: String) -> Html {
        Html(escaped(&text))
    }
}

impl From<Vec<Html>> for Html {
    fn from(parts: Vec<Html>) -> Html {
        Html(parts.into_iter().map(Html::into_string).collect())
    }
}

impl<const N: usize> From<[Html; N]> for Html {
    fn from(parts: [Html; N]) -> Html {
        Html(parts.into_iter().map(Html::into_string).collect())
    }
}

/// Text as it stands in HTML, also between double quotes. Signs that HTML does not know become spaces.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// An element with its attributes and what is inside. An attribute without a value is written `(name, "")`.
pub(super) fn tag(name: &str, attributes: &[(&str, &str)], inside: impl Into<Html>) -> Html {
    Html(format!("{}{}</{name}>", opened(name, attributes), inside.into().0))
}

/// An element that has no inside.
pub(super) fn void(name: &str, attributes: &[(&str, &str)]) -> Html {
    Html(opened(name, attributes))
}

fn opened(name: &str, attributes: &[(&str, &str)]) -> String {
    let mut out = format!("<{name}");
    for (attribute, value) in attributes {
        let _ = match *value {
            "" => write!(out, " {attribute}"),
            value => write!(out, " {attribute}=\"{}\"", escaped(value)),
        };
    }
    out + ">"
}

/// A paragraph.
pub(super) fn paragraph(inside: impl Into<Html>) -> Html {
    Html(tag("p", &[], inside).0 + "\n")
}

/// A list with a bullet before each item.
pub(super) fn list(items: Vec<Html>) -> Html {
    let items: Vec<Html> = items.into_iter().map(|item| tag("li", &[], item)).collect();
    Html(tag("ul", &[], items).0 + "\n")
}

/// Something that opens on request.
pub(super) fn details(summary: impl Into<Html>, inside: impl Into<Html>) -> Html {
    Html(tag("details", &[], [tag("summary", &[], summary), inside.into()]).0 + "\n")
}

/// Data for the script of the page, which no text in it can end.
pub(super) fn data(attributes: &[(&str, &str)], json: &str) -> Html {
    let json = json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    Html(format!("{}{json}</script>\n", opened("script", attributes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_wherever_it_stands() {
        let evil = "</script><script>alert(\"1\")</script>&\u{1b}";
        let made = tag("p", &[("title", evil)], evil).into_string();
        let safe = "&lt;/script&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp; ";
        assert_eq!(made, format!("<p title=\"{safe}\">{safe}</p>"));
        let json = data(&[("type", "application/json")], "{\"a\":\"</script><!--\"}").into_string();
        assert_eq!(json, "<script type=\"application/json\">{\"a\":\"\\u003c/script>\\u003c!--\"}</script>\n");
    }
}
