from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("kurse", "0006_auto")]
    operations = [migrations.DeleteModel(name="Gast")]
