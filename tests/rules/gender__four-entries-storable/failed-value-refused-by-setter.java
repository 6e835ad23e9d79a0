public class Teilnehmer {
    private String vorname;
    private String geschlecht;

    public void setGeschlecht(String geschlecht) {
        if (!geschlecht.equals("M") && !geschlecht.equals("W")) {
            throw new IllegalArgumentException("geschlecht");
        }
        this.geschlecht = geschlecht;
    }
}
