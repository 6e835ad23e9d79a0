class Form
{
    void Load()
    {
        ddlGender.Items.Insert(0, "Male");
        ddlGender.Items.Insert(1, "Female");
    }
}
