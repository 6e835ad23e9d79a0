class PersonSerializer(serializers.ModelSerializer):
    class Meta:
        model = Person

    def validate_gender(self, value):
        if value not in ["m", "f", "d", "x"]:
            raise serializers.ValidationError("gender")
        return value


class Form(forms.Form):
    gender = forms.CharField(max_length=1)

    def clean_gender(self):
        entry = self.cleaned_data["gender"]
        if entry not in ("m", "f"):
            raise forms.ValidationError("gender")
