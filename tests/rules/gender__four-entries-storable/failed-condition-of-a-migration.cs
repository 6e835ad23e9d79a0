public partial class Kunden : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddCheckConstraint(name: "CK_Kunde", table: "Kunde", sql: "\"Geschlecht\" IN ('m', 'w')");
    }
}
