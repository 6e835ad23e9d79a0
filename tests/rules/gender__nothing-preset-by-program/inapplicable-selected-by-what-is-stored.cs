public class AntragController : Controller
{
    public IActionResult Bearbeiten(Person person)
    {
        var geschlecht = new List<SelectListItem>
        {
            new SelectListItem { Text = "männlich", Value = "m", Selected = person.Geschlecht == "m" },
            new SelectListItem { Text = "weiblich", Value = "w", Selected = person.Geschlecht == "w" },
        };
        return View(geschlecht);
    }
}
