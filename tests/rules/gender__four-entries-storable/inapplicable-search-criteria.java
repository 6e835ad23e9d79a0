public class PersonSearchCriteria {
    private String nachname;
    private Geschlecht geschlecht;
}
