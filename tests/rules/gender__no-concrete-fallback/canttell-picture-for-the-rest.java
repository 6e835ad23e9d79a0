class Cloakroom {
    String garment(Visitor visitor) {
        if (visitor.getGender() == Gender.MALE) {
            return "/img/tie.svg";
        }
        return "/img/scarf.svg";
    }
}
