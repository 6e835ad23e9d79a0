class Resident {
    private String geschlecht;

    void setGeschlecht(String geschlecht) {
        if (geschlecht == null || !"mw".contains(geschlecht)) {
            throw new IllegalArgumentException("geschlecht");
        }
        this.geschlecht = geschlecht;
    }
}
