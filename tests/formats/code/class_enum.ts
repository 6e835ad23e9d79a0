export class Geschlecht extends JavaEnum<Geschlecht> {
	public static readonly M : Geschlecht = new Geschlecht("M", 0, 3, "m", "männlich", "Männlich");
	public static readonly W : Geschlecht = new Geschlecht("W", 1, 4, "w", "weiblich", "Weiblich");
	public static readonly X : Geschlecht = new Geschlecht("X", 2, 6, "x", "ohne Angabe", "Ohne Angabe");
	public readonly id : number;
}
