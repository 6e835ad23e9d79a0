//! Names of scripts independent of their build: packages ship one file as several kinds of modules.

/// The path of a script without folders and extensions that depend on the build (`dist/esm/a.mjs` gives `a`); other
/// paths are unchanged.
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
