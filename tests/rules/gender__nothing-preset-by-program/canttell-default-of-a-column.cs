public class Register : DbContext
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Buerger>().Property(b => b.Geschlecht).HasMaxLength(1).HasDefaultValue("w");
        modelBuilder.Entity<Buerger>().Property(b => b.Land).HasDefaultValue("DE");
    }
}
