using System;

namespace Stempelwerk.Zeit
{
    public enum Buchungsart
    {
        Kommen = 1,
        Gehen = 2,
        Dienstgang = 3,
        Pause = 4
    }

    public class Buchung
    {
        public long Id { get; set; }
        public int Personalnummer { get; set; }
        public string Terminal { get; set; }
        public DateTimeOffset Zeitpunkt { get; set; }
        public Buchungsart Art { get; set; }

        /// <summary>Zeit in Minuten, die über die Rahmenzeit hinausgeht; folgendermaßen gerundet: auf volle fünf Minuten</summary>
        public int MehrarbeitMinuten { get; set; }
    }
}
