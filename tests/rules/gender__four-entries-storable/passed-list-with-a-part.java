import java.util.ArrayList;
import java.util.List;

class GenderLists {
    private static final List<String> FORMER_GENDERS = List.of("male", "female");
    static final List<String> GENDERS = new ArrayList<>(FORMER_GENDERS);

    static {
        GENDERS.add("diverse");
        GENDERS.add("no entry");
    }
}
