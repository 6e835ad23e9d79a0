public class Jahrgang {
    private String schule;
    /** männlich */
    private Integer studentenMaennlich;
    /** weiblich */
    private Integer studentenWeiblich;
    private int insgesamt;
}
