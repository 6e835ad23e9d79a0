using System;
using System.ComponentModel.DataAnnotations;

namespace Pflegeberatung.Model
{
    public enum Geschlecht
    {
        Maennlich = 0,
        Weiblich = 1,
        Sonstiges = 2
    }

    /// <summary>Klientin oder Klient der Beratungsstelle</summary>
    public class Klient
    {
        public int KlientId { get; set; }

        [Required, MaxLength(80)]
        public string Nachname { get; set; }

        [Required, MaxLength(80)]
        public string Vorname { get; set; }

        public DateTime? Geburtsdatum { get; set; }

        [Required]
        public Geschlecht Geschlecht { get; set; }

        public byte? Pflegegrad { get; set; }

        public string Briefkopf()
        {
            return (Geschlecht == Geschlecht.Maennlich ? "Herrn " : "Frau ") + Vorname + " " + Nachname;
        }
    }
}
