class Card {
    private int gender;

    String genderText() {
        if (gender == 1) {
            return "männlich";
        } else if (gender == 2) {
            return "weiblich";
        }
        return "";
    }
}
