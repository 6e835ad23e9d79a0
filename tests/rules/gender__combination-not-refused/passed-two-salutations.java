class Pruefung {
    void pruefe(Brief brief) {
        if (brief.getGeschlechtAnrede().equals("Frau") && !brief.getAnrede().equals("Frau")) {
            throw new IllegalStateException();
        }
    }
}
