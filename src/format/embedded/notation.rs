//! How languages write texts and comments, as far as needed to find statements in them.

/// The comment and text syntax of a language.
#[derive(Clone, Copy, Debug)]
pub struct Notation {
    /// Prefixes of line comments.
    pub line_comments: &'static [&'static str],
    /// `/* … */`.
    pub block_comments: bool,
    /// `'…'` is a text.
    pub single: bool,
    /// `"…"` may span lines.
    pub multiline: bool,
    /// `\` is an escape character.
    pub backslash: bool,
    /// A doubled quote is an escaped quote.
    pub doubled: bool,
    /// `<<TAG`, `<<~TAG`, `<<<TAG`.
    pub heredocs: bool,
    /// `q{…}`, `%q(…)`.
    pub quote_words: bool,
}

/// Braces, `//` and `/* … */`.
const CURLY: Notation = Notation {
    line_comments: &["//"],
    block_comments: true,
    single: true,
    multiline: false,
    backslash: true,
    doubled: false,
    heredocs: false,
    quote_words: false,
};

/// Line comments start with `#`.
const HASH: Notation = Notation {
    line_comments: &["#"],
    block_comments: false,
    ..CURLY
};

const PHP: Notation = Notation {
    line_comments: &["//", "#"],
    multiline: true,
    heredocs: true,
    ..CURLY
};

const PERL: Notation = Notation {
    multiline: true,
    heredocs: true,
    quote_words: true,
    ..HASH
};

const SHELL: Notation = Notation {
    multiline: true,
    heredocs: true,
    ..HASH
};

const BASIC: Notation = Notation {
    line_comments: &["'"],
    block_comments: false,
    single: false,
    multiline: false,
    backslash: false,
    doubled: true,
    heredocs: false,
    quote_words: false,
};

const PASCAL: Notation = Notation {
    single: true,
    line_comments: &["//"],
    ..BASIC
};

/// `'` also marks lifetimes.
const RUST: Notation = Notation {
    single: false,
    multiline: true,
    ..CURLY
};

const LUA: Notation = Notation {
    line_comments: &["--"],
    block_comments: false,
    ..CURLY
};

/// PowerShell and others in which only doubling escapes a quote.
const DOUBLING: Notation = Notation {
    multiline: true,
    backslash: false,
    doubled: true,
    ..HASH
};

const BATCH: Notation = Notation {
    line_comments: &["::", "rem ", "REM "],
    ..BASIC
};

/// F#, Haskell and Elm: `'` also stands in names.
const ML: Notation = Notation {
    line_comments: &["//", "--"],
    block_comments: false,
    single: false,
    multiline: true,
    ..CURLY
};

const LISP: Notation = Notation {
    line_comments: &[";"],
    ..ML
};

/// Languages without a grammar here, by extension.
const OTHERS: &[(&str, Notation)] = &[
    ("asa", BASIC),
    ("asp", BASIC),
    ("awk", HASH),
    ("bas", BASIC),
    ("bash", SHELL),
    ("bat", BATCH),
    ("c", CURLY),
    ("cc", CURLY),
    ("clj", LISP),
    ("cljc", LISP),
    ("cljs", LISP),
    ("cls", BASIC),
    ("cmd", BATCH),
    ("coffee", SHELL),
    ("cpp", CURLY),
    ("cr", HASH),
    ("cxx", CURLY),
    ("d", CURLY),
    ("dart", CURLY),
    ("dpr", PASCAL),
    ("elm", ML),
    ("ex", HASH),
    ("exs", HASH),
    ("frm", BASIC),
    ("fs", ML),
    ("fsx", ML),
    ("gradle", CURLY),
    ("groovy", CURLY),
    ("gvy", CURLY),
    ("h", CURLY),
    ("hh", CURLY),
    ("hpp", CURLY),
    ("hs", ML),
    ("hx", CURLY),
    ("hxx", CURLY),
    ("jl", HASH),
    ("lpr", PASCAL),
    ("lua", LUA),
    ("m", CURLY),
    ("mm", CURLY),
    ("nim", SHELL),
    ("pas", PASCAL),
    ("pl", PERL),
    ("pm", PERL),
    ("pp", PASCAL),
    ("ps1", DOUBLING),
    ("psm1", DOUBLING),
    ("r", HASH),
    ("rs", RUST),
    ("scala", CURLY),
    ("sh", SHELL),
    ("swift", CURLY),
    ("tcl", HASH),
    ("vb", BASIC),
    ("vbs", BASIC),
    ("zig", CURLY),
];

/// The notation of a language by file extension.
pub fn by_extension(extension: &str) -> Option<Notation> {
    Some(match extension {
        "java" | "kt" | "kts" | "go" | "cs" | "csx" | "ts" | "mts" | "cts" | "tsx" | "js"
        | "mjs" | "cjs" | "jsx" | "es6" | "xsjs" => CURLY,
        "php" | "phtml" | "php5" | "php7" | "php8" | "ctp" => PHP,
        "rb" | "rake" | "ru" => PERL,
        "py" | "pyi" | "pyw" => HASH,
        other => OTHERS.iter().find(|(extension, _)| *extension == other)?.1,
    })
}

/// Whether the extension belongs to a language without a grammar here.
pub fn is_other(extension: &str) -> bool {
    OTHERS.iter().any(|(known, _)| *known == extension)
}
