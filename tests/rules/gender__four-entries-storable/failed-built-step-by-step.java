public class V7__Bewohner extends BaseJavaMigration {
    @Override
    public void migrate(Context context) throws Exception {
        StringBuilder ddl = new StringBuilder();
        ddl.append("CREATE TABLE ").append(mandant).append(".bewohner (");
        ddl.append("nachname VARCHAR(60) NOT NULL, "); // from the old register
        ddl.append("geschlecht CHAR(1) CHECK (geschlecht IN ('m', 'w')))");
        execute(context, ddl.toString());
    }
}
