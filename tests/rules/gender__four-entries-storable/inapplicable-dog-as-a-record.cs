public enum Geschlecht { M, W }
public record Hund(string Rasse, string Tierart, Geschlecht Geschlecht);
