class Aenderung {
    void aendere(String geschlechtAlt, String geschlechtNeu, long id) {
        log.info("Geschlecht geändert, alter Wert nicht protokolliert: {}", id);
    }
}
