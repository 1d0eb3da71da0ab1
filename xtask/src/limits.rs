//! The house rules on length: no function over 80 lines, no file over 600 lines without its tests.

const LONGEST_FUNCTION: usize = 80;
const LONGEST_FILE: usize = 600;

/// What breaks the rules in one source file, as sentences that begin with its name.
pub(crate) fn faults(name: &str, source: &str) -> Vec<String> {
    let lines: Vec<&str> = source
        .lines()
        .take_while(|line| line.trim() != "#[cfg(test)]")
        .collect();
    let mut faults = Vec::new();
    if lines.len() > LONGEST_FILE {
        faults.push(format!(
            "{name}: {} lines without tests, {LONGEST_FILE} are allowed",
            lines.len()
        ));
    }
    let long = functions(&lines)
        .into_iter()
        .filter(|function| function.lines > LONGEST_FUNCTION);
    faults.extend(long.map(|function| {
        format!(
            "{name}:{}: a function of {} lines, {LONGEST_FUNCTION} are allowed",
            function.starts, function.lines
        )
    }));
    faults
}

struct Function {
    /// Its first line, counted from 1.
    starts: usize,
    lines: usize,
}

/// The functions in formatted source: each ends with a brace at its own indentation.
fn functions(lines: &[&str]) -> Vec<Function> {
    let starts = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| is_function(line));
    let spans = starts.filter_map(|(start, line)| {
        let indent = &line[..line.len() - line.trim_start().len()];
        let end = format!("{indent}}}");
        let length = 1 + lines[start..]
            .iter()
            .position(|line| *line == end || ends_here(line, indent))?;
        Some(Function {
            starts: start + 1,
            lines: length,
        })
    });
    spans.collect()
}

/// Whether a function without a body of its own lines ends on this line.
fn ends_here(line: &str, indent: &str) -> bool {
    let inside = line
        .strip_prefix(indent)
        .is_some_and(|rest| !rest.starts_with(' '));
    inside && (line.ends_with(';') || line.ends_with("{}"))
}

fn is_function(line: &str) -> bool {
    let mut words = line.split_whitespace().skip_while(|word| {
        matches!(*word, "pub" | "const" | "async" | "unsafe" | "extern") || word.starts_with("pub(")
    });
    words.next() == Some("fn")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn function(lines: usize) -> String {
        format!(
            "    pub(crate) async fn long() {{\n{}    }}\n",
            "        work();\n".repeat(lines - 2)
        )
    }

    #[test]
    fn a_function_of_eighty_lines_passes_and_one_more_does_not() {
        assert_eq!(faults("a.rs", &function(80)), [""; 0]);
        let source = format!(
            "fn short() {{}}\ntrait T {{\n    fn none(&self);\n}}\n{}",
            function(81)
        );
        assert_eq!(
            faults("a.rs", &source),
            ["a.rs:5: a function of 81 lines, 80 are allowed"]
        );
    }

    #[test]
    fn tests_do_not_count_towards_the_length_of_a_file() {
        let source = format!("{}#[cfg(test)]\n{}", "//\n".repeat(600), "//\n".repeat(600));
        assert_eq!(faults("a.rs", &source), [""; 0]);
        let faults = faults("a.rs", &"//\n".repeat(601));
        assert_eq!(faults, ["a.rs: 601 lines without tests, 600 are allowed"]);
    }
}
