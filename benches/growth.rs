//! How time and memory grow when a document is doubled, for kinds of documents whose parts could be compared with each
//! other.
//!
//! `cargo bench --bench growth [KIND…]`; the growth should stay below 2.3, the memory below 40 times the document and
//! 50 MB. Each document is checked by a process of its own, so that one figure does not depend on another.

use std::fmt::Write;
use std::process::{Command, ExitCode};
use std::time::Instant;

/// Doublings of each document.
const DOUBLINGS: u32 = 4;
const MOST_GROWTH: f64 = 2.3;
/// Bytes that every run takes, and bytes for each byte of the document.
const MEMORY_OF_RUN: u64 = 50 << 20;
const MEMORY_OF_BYTE: u64 = 40;
/// Shorter runs say more about the start of the program than about the document.
const SHORTEST: f64 = 0.05;
/// Asks this program to be one of the processes.
const CHILD: &str = "FACHCHECK_GROWTH_OF";

/// A kind of document: its name with the extension, its smallest size, and how it is made.
type Kind = (&'static str, usize, fn(usize) -> String);

const KINDS: [Kind; 24] = [
    ("headings.html", 2_000, |size| {
        page(&numbered(size, |at| {
            format!("<h{0}>Teil</h{0}>", 1 + at % 6)
        }))
    }),
    ("owners.html", 2_000, |size| {
        page(&numbered(size, |at| {
            format!("<ul aria-owns='i{at}'></ul><p role=listitem id=i{at}>Teil</p>")
        }))
    }),
    ("headers.html", 8_000, |size| {
        let head = numbered(20, |at| format!("<th id=k{at}>Kopf</th>"));
        let cells = numbered(20, |at| format!("<td headers=k{at}>Zelle</td>"));
        let rows = format!("<tr>{cells}</tr>").repeat(size / 20);
        page(&format!("<table><tr>{head}</tr>{rows}</table>"))
    }),
    ("rows.html", 1_000, |size| {
        let row = "<tr><th scope=row>Kopf</th><td>Zelle</td></tr>";
        page(&format!("<table>{}</table>", row.repeat(size)))
    }),
    ("labels.html", 1_000, |size| {
        page(&"<label>Teil <label>Name <input></label></label>".repeat(size))
    }),
    ("shared-text.html", 1_000, |size| {
        let text = "Wort ".repeat(size * 4);
        let buttons = "<button aria-labelledby=t>Los</button>".repeat(size);
        page(&format!("<p id=t>{text}</p>{buttons}"))
    }),
    ("inside-its-name.html", 1_000, |size| {
        let buttons = "<button aria-labelledby=t>Los</button>".repeat(size);
        page(&format!("<div id=t>{buttons}</div>"))
    }),
    ("siblings.html", 4_000, |size| {
        let style = "<style>li~li~li:not(.a ~ .b){display:block}</style>";
        page(&format!(
            "{style}<ul>{}</ul>",
            "<li class=b>Teil".repeat(size)
        ))
    }),
    ("fragments.html", 2_000, |size| {
        page(&numbered(size, |at| {
            format!("<p>Text und <a href='#{at}'>mehr</a> weiter</p>")
        }))
    }),
    ("focus.html", 500, |size| {
        let rules = numbered(size, |at| format!(".a{at} > a:focus{{outline:none}}"));
        let links = numbered(size, |at| {
            format!("<div class=a{at}><a href='/{at}'>Teil</a></div>")
        });
        page(&format!("<style>{rules}</style>{links}"))
    }),
    ("forms.html", 500, |size| {
        page(&numbered(size, |at| {
            format!(
                "<form><label for=g{at}>Geschlecht</label><select id=g{at} name=geschlecht><option>männlich<option>weiblich</select></form>"
            )
        }))
    }),
    ("radios.html", 500, |size| {
        let radios = numbered(size, |at| {
            format!(
                "<fieldset><legend>Geschlecht</legend><label><input type=radio name=g{at} value=m> männlich</label><label><input type=radio name=g{at} value=w> weiblich</label></fieldset>"
            )
        });
        page(&format!("<form>{radios}</form>"))
    }),
    ("lists.ts", 200, |size| {
        numbered(size, |at| {
            format!(
                "export const GENDERS{at} = ['m', 'w'];\nconst all{at} = [...GENDERS{at}, 'd'];\n"
            )
        })
    }),
    ("added.js", 300, |size| {
        numbered(size, |at| {
            format!("const GENDERS{at} = ['m', 'w'];\nGENDERS{at}.push('d');\n")
        })
    }),
    ("model.py", 250, |size| {
        let fields = numbered(size, |at| {
            format!(
                "    geschlecht{at} = models.CharField(choices=[('m', 'männlich'), ('w', 'weiblich')])\n"
            )
        });
        format!("class Person(models.Model):\n{fields}")
    }),
    ("conditions.html.twig", 300, |size| {
        numbered(size, |at| {
            format!(
                "<select name=geschlecht{at}><option>männlich<option>weiblich{{% if a %}}<option>divers{{% endif %}}</select>\n"
            )
        })
    }),
    ("tables.sql", 1_000, |size| {
        numbered(size, |at| {
            format!(
                "CREATE TABLE person_{at} (name TEXT, geschlecht CHAR(1) CHECK (geschlecht IN ('m','w')));\n"
            )
        })
    }),
    ("ways.sql", 1_000, |size| {
        numbered(size, |at| {
            format!(
                "CREATE TABLE person_{at} (name TEXT, geschlecht TEXT CHECK (geschlecht IN ('m{at}','männlich','weiblich')));\n"
            )
        })
    }),
    ("columns.sql", 5_000, |size| {
        let columns = numbered(size, |at| format!(", spalte_{at} INT"));
        format!("CREATE TABLE person (name TEXT, geschlecht CHAR(1){columns});")
    }),
    ("properties.schema.json", 1_000, |size| {
        let properties = numbered(size, |at| {
            format!("\"geschlecht{at}\": {{\"enum\": [\"m\", \"w\"]}},")
        });
        format!("{{\"type\": \"object\", \"properties\": {{{properties} \"name\": {{}}}}}}")
    }),
    ("values.graphql", 200, |size| {
        let values = numbered(size, |at| format!("W{at} "));
        let fields = numbered(size, |at| format!("feld{at}: Geschlecht\n"));
        format!("enum Geschlecht {{ {values}}}\ntype Person {{ {fields}}}")
    }),
    ("classes.java", 1_000, |size| {
        numbered(size, |at| {
            format!("class Person{at} {{ enum Geschlecht {{ M, W }} Geschlecht geschlecht; }}\n")
        })
    }),
    ("nested.java", 2_000, |size| {
        "class Geschlecht{".repeat(size)
    }),
    ("branches.jinja", 1_000, |size| {
        "{% if geschlecht == 'm' %}Herr{% else %}Frau{% endif %} {{ name }}\n".repeat(size)
    }),
];

fn main() -> ExitCode {
    if let Some(path) = std::env::var_os(CHILD) {
        let arguments = ["fachcheck", "check", "--format", "json", "--quiet"];
        let arguments = arguments.map(Into::into).into_iter().chain([path]);
        fachcheck::cli::run(arguments);
        return ExitCode::SUCCESS;
    }
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    let folder = tempfile::tempdir().expect("a folder");
    let mut fine = true;
    println!("kind                        bytes   seconds  growth    MB");
    for (name, smallest, make) in KINDS {
        if !wanted.is_empty() && !wanted.iter().any(|part| name.contains(part.as_str())) {
            continue;
        }
        let mut before: Option<f64> = None;
        for doubling in 0..=DOUBLINGS {
            let document = make(smallest << doubling);
            let path = folder.path().join(name);
            std::fs::write(&path, &document).expect("a file");
            let (seconds, memory) = check(&path);
            let growth = before.map_or(1.0, |before| seconds.max(SHORTEST) / before);
            let size = document.len() as u64;
            let greedy = memory.is_some_and(|bytes| bytes > MEMORY_OF_RUN + MEMORY_OF_BYTE * size);
            let slow = growth > MOST_GROWTH;
            fine &= !greedy && !slow;
            let shown = memory.map_or("-".to_owned(), |bytes| (bytes >> 20).to_string());
            let mark = if greedy || slow { " !" } else { "" };
            println!("{name:<23} {size:>9} {seconds:>9.2} {growth:>7.2} {shown:>5}{mark}");
            before = Some(seconds.max(SHORTEST));
        }
    }
    if fine {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Seconds that checking a document takes, and the most memory it took where the system tells.
fn check(path: &std::path::Path) -> (f64, Option<u64>) {
    let program = std::env::current_exe().expect("this program");
    let mut child = Command::new(program)
        .env(CHILD, path)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("a process");
    let begun = Instant::now();
    let mut memory = None;
    let mut worked = None;
    loop {
        memory = memory.max(peak_of(child.id()));
        worked = worked.max(work_of(child.id()));
        if child.try_wait().expect("a process").is_some() {
            let passed = begun.elapsed().as_secs_f64();
            return (worked.map_or(passed, |ticks| ticks as f64 / 100.0), memory);
        }
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
}

/// Hundredths of a second that a process has worked so far, whatever else the machine does; nothing where the system
/// does not tell.
fn work_of(process: u32) -> Option<u64> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // Behind the name, which may hold blanks: state, then eleven figures, then the time in the program.
    let (_, figures) = stat.rsplit_once(") ")?;
    figures.split(' ').nth(11)?.parse().ok()
}

/// The most memory a process has taken so far, in bytes; nothing where the system does not tell.
fn peak_of(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes << 10)
}

fn page(content: &str) -> String {
    format!("<!DOCTYPE html><html lang=de><title>Antrag</title><main>{content}</main>")
}

fn numbered(count: usize, part: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut all, at| {
        let _ = write!(all, "{}", part(at));
        all
    })
}
