package namen;

public class NameGenerator {
    public enum Gender { MALE, FEMALE }

    public String firstName(Gender gender) {
        return "Kim";
    }
}
