public enum Geschlecht { M, W }
public record Person(string Vorname, string Nachname, Geschlecht Geschlecht);
