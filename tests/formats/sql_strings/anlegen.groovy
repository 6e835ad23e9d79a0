class Anlegen {
    static final String UP = """
        CREATE TABLE IF NOT EXISTS ${schema}.mitglied (
            nachname text NOT NULL,
            geschlecht text NOT NULL DEFAULT 'm' CHECK (geschlecht IN ('m', 'w'))
        )
    """
    static final String DOWN = "DROP TABLE mitglied"

    void fuellen(Sql sql) {
        // CREATE TABLE kommentar (geschlecht text)
        sql.execute('ALTER TABLE ' + schema + '.mitglied ADD anrede varchar(4) ' +
                "CHECK (anrede IN ('Herr', 'Frau'))")
        sql.execute("UPDATE mitglied SET geschlecht = ? WHERE id = ?", [wert, id])
    }
}
