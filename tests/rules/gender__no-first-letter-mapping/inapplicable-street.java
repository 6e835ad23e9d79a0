class Sortierung {
    String geschlecht;

    String gruppe(String strasse) {
        return strasse.startsWith("M") ? "m" : "sonstige";
    }
}
