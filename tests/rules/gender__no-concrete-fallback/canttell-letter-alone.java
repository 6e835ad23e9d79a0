class Leser {
    void lesen(String[] spalten) {
        Geschlecht g = "M".equals(spalten[3]) ? Geschlecht.MAENNLICH : Geschlecht.WEIBLICH;
    }
}
