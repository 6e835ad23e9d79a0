public class JuristischePerson {
    private String registernummer;
    private String sitz;
    private String geschlecht;
}
