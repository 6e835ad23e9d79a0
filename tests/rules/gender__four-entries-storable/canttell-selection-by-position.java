enum Geschlecht { MAENNLICH, WEIBLICH, DIVERS, OHNE_ANGABE }

class AntragForm {
    List<Geschlecht> geschlechter = Arrays.stream(Geschlecht.values()).limit(2).collect(Collectors.toList());
}
