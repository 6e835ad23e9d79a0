package de.amt;

class Uebernahme {
    static String geschlecht(String spalte) {
        if (spalte.contains("weibl")) {
            return "w";
        }
        return "m";
    }
}
