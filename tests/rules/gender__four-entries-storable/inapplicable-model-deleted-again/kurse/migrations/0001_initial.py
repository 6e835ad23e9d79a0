from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel(
            name="Gast",
            fields=[
                ("vorname", models.CharField(max_length=80)),
                ("geschlecht", models.CharField(max_length=1, choices=[("m", "männlich"), ("w", "weiblich")])),
            ],
        ),
    ]
