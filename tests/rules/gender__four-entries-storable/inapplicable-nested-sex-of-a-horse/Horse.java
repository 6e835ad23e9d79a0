package stall;

public class Horse {
    private String breed;
    private String microchip;
    private Sex sex;

    public enum Sex { MALE, FEMALE }
}
