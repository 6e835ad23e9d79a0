class MeldeDao {
    List<Zeile> laden() {
        return jdbc.query("SELECT name, "
            + "CASE WHEN geschlecht = 'm' THEN 'männlich' ELSE 'weiblich' END AS geschlecht "
            + "FROM person");
    }
}
