package hafen;

public class Bootsfuehrer {
    private Geschlecht geschlecht;
}
