class Entrance {
    String paper(Visitor visitor) {
        if (visitor.getGender() == Gender.MALE) {
            return "/plan/north.pdf";
        }
        return "/plan/south.pdf";
    }
}
