import click


class Kennel:
    breed = "none"


@click.command()
@click.option("--vorname")
@click.option("--geschlecht", type=click.Choice(["männlich", "weiblich"]))
def aufnehmen(vorname, geschlecht):
    print(vorname, geschlecht)
