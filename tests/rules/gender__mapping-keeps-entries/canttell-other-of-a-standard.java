class FhirMapper {
    AdministrativeGender map(Geschlecht geschlecht) {
        return switch (geschlecht) {
            case MAENNLICH -> AdministrativeGender.MALE;
            case WEIBLICH -> AdministrativeGender.FEMALE;
            case DIVERS, OHNE_ANGABE -> AdministrativeGender.OTHER;
        };
    }
}
