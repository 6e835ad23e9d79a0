class Mahnung {
    String kopf(Schuldner schuldner) {
        StringBuilder text = new StringBuilder();
        switch (schuldner.getAnrede()) {
            case FRAU:
                text.append("Sehr geehrte Frau ").append(schuldner.getNachname());
                break;
            default:
                text.append("Sehr geehrter Herr ").append(schuldner.getNachname());
        }
        return text.toString();
    }
}
