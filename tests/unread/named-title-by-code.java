class Label {
    String head(Guest guest) {
        String title = "";
        if (guest.gender == 1) {
            title = "Herr";
        }
        return title;
    }
}
