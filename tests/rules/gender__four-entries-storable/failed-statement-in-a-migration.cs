public partial class Bewerber : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(@"ALTER TABLE ""Bewerber""
            ADD ""Geschlecht"" nchar(1) NULL CHECK (""Geschlecht"" IN ('m', 'w', 'd'))");
    }
}
