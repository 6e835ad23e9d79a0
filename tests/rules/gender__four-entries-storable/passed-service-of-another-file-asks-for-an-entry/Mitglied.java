package verein;

public class Mitglied {
    String vorname;
    Geschlecht geschlecht;
}
