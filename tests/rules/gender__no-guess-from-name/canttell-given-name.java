class Nachschlagen {
    String determineSex(String givenName, String country) {
        return tabelle.get(givenName);
    }
}
