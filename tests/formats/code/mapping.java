public class PersonMapper {
    public static String code(Geschlecht geschlecht) {
        switch (geschlecht) {
            case MAENNLICH:
                return "m";
            case WEIBLICH:
                return "w";
            case DIVERS:
            case OHNE_ANGABE:
                return "x";
            default:
                throw new IllegalArgumentException();
        }
    }

    public String anrede(Person person) {
        return switch (person.getGeschlecht()) {
            case M -> "Herr";
            case W -> "Frau";
            case null, default -> {
                yield "Guten Tag";
            }
        };
    }

    public Geschlecht lesen(String text) {
        if (text == null) {
            return null;
        }
        if (text.equalsIgnoreCase("m") || "männlich".equals(text)) {
            return Geschlecht.MAENNLICH;
        }
        if (text.equals("w")) {
            return Geschlecht.WEIBLICH;
        }
        return Geschlecht.OHNE_ANGABE;
    }

    public void setzen(Person p, String geschlecht) {
        String anrede = "Frau";
        if (geschlecht != null && geschlecht.toLowerCase().startsWith("m")) {
            anrede = "Herr";
        }
        p.setGeschlecht(p.getAnrede().equals("Herr") ? Geschlecht.MAENNLICH : Geschlecht.WEIBLICH);
        String text = p.isMale() ? "Sehr geehrter Herr " + p.getName() : "Sehr geehrte Frau " + p.getName();
        char kurz = geschlecht.charAt(0) == 'm' ? 'M' : geschlecht.charAt(0) == 'w' ? 'W' : 'X';
        Map<String, String> codes = Map.of("m", "1", "w", "2", "d", "3");
        String titel = Map.of("m", "Herr", "w", "Frau").getOrDefault(geschlecht, "");
        if (!"m".equals(geschlecht)) {
            p.setGeschlechtCode("w");
        } else {
            p.setGeschlechtCode("m");
        }
    }
}
