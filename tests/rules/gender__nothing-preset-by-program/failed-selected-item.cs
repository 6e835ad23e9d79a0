public class AntragController : Controller
{
    public IActionResult Neu()
    {
        var geschlecht = new List<SelectListItem>
        {
            new SelectListItem { Text = "männlich", Value = "m" },
            new SelectListItem { Text = "weiblich", Value = "w", Selected = true },
            new SelectListItem { Text = "divers", Value = "d" },
            new SelectListItem { Text = "ohne Angabe", Value = "x" },
        };
        ViewBag.Geschlecht = geschlecht;
        return View();
    }
}
