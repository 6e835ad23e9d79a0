enum Geschlecht { MAENNLICH, WEIBLICH, DIVERS, OHNE_ANGABE }

class AnmeldungForm {
    List<Geschlecht> geschlechter = Arrays.stream(Geschlecht.values()).limit(4).collect(Collectors.toList());
    List<Geschlecht> geschlechterSortiert = Arrays.stream(Geschlecht.values()).sorted().collect(Collectors.toList());
}
