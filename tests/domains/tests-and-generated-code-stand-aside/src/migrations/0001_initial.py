from django.db import migrations, models


class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel(
            name="Person",
            fields=[
                ("first_name", models.CharField(max_length=80)),
                ("gender", models.CharField(max_length=1, choices=[("m", "männlich"), ("w", "weiblich")])),
            ],
        ),
    ]
