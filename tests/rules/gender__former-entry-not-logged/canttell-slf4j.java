class Aenderung {
    void aendere(String geschlechtAlt, String geschlechtNeu) {
        log.info("Geschlecht {} -> {}", geschlechtAlt, geschlechtNeu);
    }
}
