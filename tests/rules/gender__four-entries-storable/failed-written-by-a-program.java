class Formular {
    String zeile(boolean mann) {
        return "<select name=\"geschlecht\"><option value=\"m\"" + (mann ? " selected" : "") + ">männlich</option>"
            + "<option value=\"w\">weiblich</option></select>";
    }
}
