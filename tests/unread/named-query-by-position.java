class MeldeDao {
    List<Zeile> laden() {
        return jdbc.query("SELECT ELT(geschlecht, 'männlich', 'weiblich') FROM person");
    }
}
