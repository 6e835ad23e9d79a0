class Lists {
    static DisplayList guestGenderList() {
        DisplayList list = new DisplayList();
        list.add("M", "Male");
        list.add("F", "Female");
        return list;
    }
}
