namespace Stadt.Melde.Amt
{
    public class Person
    {
        public string FirstName { get; set; }
        public Gender Gender { get; set; }
    }
}
