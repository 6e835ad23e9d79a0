function findGender(name, language = "de") {
    return tables[language].get(name.toLowerCase()) || "unknown";
}
