public class Fachkontext : DbContext
{
    protected override void OnModelCreating(ModelBuilder builder)
    {
        builder.Entity<Sex>().HasData(
            new Sex { Id = 1, Code = "M", Text = "male" },
            new Sex { Id = 2, Code = "F", Text = "female" });
    }
}
