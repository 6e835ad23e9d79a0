//! Names of scripts independent of their build: packages ship one file as several kinds of modules.

/// The path of a script without folders, extensions and hashes that depend on the build (`dist/esm/a-B3dE9x_k.mjs` gives
/// `a`); other paths are unchanged.
pub fn without_build(document: &str) -> String {
    const ENDINGS: [&str; 16] = [
        ".d.ts", ".d.mts", ".d.cts", ".esm.js", ".min.js", ".umd.js", ".es.js", ".cjs.js", ".js",
        ".mjs", ".cjs", ".ts", ".mts", ".cts", ".jsx", ".tsx",
    ];
    const FOLDERS: [&str; 17] = [
        "dist",
        "lib",
        "es",
        "es6",
        "esm",
        "es2015",
        "cjs",
        "mjs",
        "umd",
        "build",
        "src",
        "commonjs",
        "module",
        "types",
        "typescript",
        "dist-es",
        "dist-cjs",
    ];
    let Some(stem) = ENDINGS
        .iter()
        .find_map(|ending| document.strip_suffix(ending))
    else {
        return document.to_owned();
    };
    let parts = without_hash(stem).split('/');
    let parts = parts.filter(|part| !FOLDERS.contains(part));
    parts.collect::<Vec<&str>>().join("/")
}

/// A path without the hash that bundlers append to the name of a file. It mixes digits with other letters, unlike words
/// and numbers.
fn without_hash(stem: &str) -> &str {
    const LENGTHS: std::ops::RangeInclusive<usize> = 8..=20;
    let Some((name, hash)) = stem.rsplit_once(['-', '.']) else {
        return stem;
    };
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let inside = hash.trim_end_matches(|ch: char| ch.is_ascii_digit());
    let mixes = inside.bytes().any(|byte| byte.is_ascii_digit())
        && inside.bytes().any(|byte| byte.is_ascii_alphabetic());
    let is_hash = LENGTHS.contains(&hash.len()) && hash.bytes().all(is_letter) && mixes;
    match is_hash && !name.is_empty() && !name.ends_with('/') {
        true => name,
        false => stem,
    }
}

#[cfg(test)]
mod tests {
    use super::without_build;

    #[test]
    fn builds_are_called_like_their_source() {
        for built in [
            "dist/cjs/a/liste.cjs",
            "dist/esm/a/liste.mjs",
            "a/liste.d.ts",
            "src/a/liste.ts",
            "dist/a/liste.esm.js",
            "dist/a/liste-Ab3dE9x_.d.mts",
            "dist/a/liste.3f2a1b9c.js",
        ] {
            assert_eq!(without_build(built), "a/liste", "{built}");
        }
        assert_eq!(without_build("dist/liste.sql"), "dist/liste.sql");
        for named in ["a/liste-sortiert", "a/liste-section1", "a/liste-20240131"] {
            assert_eq!(without_build(&format!("{named}.js")), named);
        }
    }
}
