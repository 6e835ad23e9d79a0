class Bezeichnungen {
    static Gender getGender(String name) {
        return Gender.valueOf(name);
    }

    String getGenderName(String firstName) {
        return bezeichnung;
    }

    String getSalutation(String firstName, String lastName) {
        return "Guten Tag " + firstName + " " + lastName;
    }
}
