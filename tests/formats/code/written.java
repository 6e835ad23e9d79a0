class Formular {
    String zeile(Person p) {
        StringBuilder sb = new StringBuilder();
        sb.append("<select name=\"geschlecht\">");
        sb.append("<option value=\"m\"" + gewaehlt(p, "m") + ">männlich</option>")
          .append("<option value=\"w\">weiblich</option>");
        sb.append("</select>");
        return sb.toString();
    }

    String block() {
        return """
            <select name="anrede">
              <option value="1">Herr</option>
              <option value="2">Frau</option>
            </select>
            """;
    }
}
