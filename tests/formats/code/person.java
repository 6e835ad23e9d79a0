package de.stadt;
/** Person im Fachverfahren */
@Entity
public class Person {
    @Column(name = "GESCHLECHT", length = 1, nullable = false)
    @Enumerated(EnumType.ORDINAL)
    private Geschlecht geschlecht = null;
    private String anrede = "Frau";
    @Pattern(regexp = "^[MWmw]$") String gender;
    public static final List<String> GENDERS = List.of("M", "F");
    /** m=männlich */
    int geschlechtId;
}
enum Geschlecht { MAENNLICH("m", "männlich"), WEIBLICH("w", "weiblich"), DIVERS("d","divers"); private final String code; }
record Kind(String vorname, @NotNull String geschlecht) {}
