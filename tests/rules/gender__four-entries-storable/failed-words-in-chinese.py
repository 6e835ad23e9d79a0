from django.db import models


class Person(models.Model):
    last_name = models.CharField(max_length=40)
    gender = models.CharField(max_length=2, choices=[("1", "男"), ("2", "女")])
