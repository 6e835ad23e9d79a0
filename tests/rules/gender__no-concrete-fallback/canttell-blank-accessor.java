class Import {
    void complete(Guest guest) {
        if (StringUtils.isBlank(guest.getGender())) {
            guest.setGender("M");
        }
    }
}
