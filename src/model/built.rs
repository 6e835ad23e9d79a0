//! What a script is called whatever it was built for: programs ship one file as several kinds of modules.

/// The path of a script without the folders and endings that say how it was built (`dist/esm/a.mjs`: `a`); of
/// everything else the whole path.
pub fn without_build(document: &str) -> String {
    const ENDINGS: [&str; 11] = [
        ".d.ts", ".d.mts", ".d.cts", ".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", ".jsx", ".tsx",
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
    let parts = stem.split('/').filter(|part| !FOLDERS.contains(part));
    parts.collect::<Vec<&str>>().join("/")
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
        ] {
            assert_eq!(without_build(built), "a/liste", "{built}");
        }
        assert_eq!(without_build("dist/liste.sql"), "dist/liste.sql");
    }
}
