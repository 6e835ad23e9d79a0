package lauf;

public class Kategorie {
    private String bezeichnung;
    private int jahrgangVon;
    private int jahrgangBis;
    private Geschlecht geschlecht;

    public enum Geschlecht { MAENNLICH, WEIBLICH }
}
