@click.option('--gender', help="Gender of the individual.")
@click.option('--sex', type=click.Choice(['m', 'f']))
def add(gender):
    pass
