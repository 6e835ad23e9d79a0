class Heirat {
    void ergaenze(Person ehefrau, Antrag antrag) {
        ehefrau.setGeschlecht(antrag.getGeschlecht());
    }
}
