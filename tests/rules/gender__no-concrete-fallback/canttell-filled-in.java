class Akte {
    private String geschlecht;
    void vorbereiten() {
        if (geschlecht == null) {
            geschlecht = "w";
        }
    }
}
