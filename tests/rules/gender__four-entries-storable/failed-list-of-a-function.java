class Lists {
    static DisplayList sexOfGuests() {
        DisplayList list = new DisplayList();
        list.add("M", "Male");
        list.add("F", "Female");
        return list;
    }
}
