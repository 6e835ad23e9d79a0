class KursSerializer(serializers.ModelSerializer):
    geschlecht = serializers.ChoiceField(
        choices=[("m", "männlich"), ("w", "weiblich"), ("d", "divers"), ("x", "ohne Angabe")]
    )

    def validate_geschlecht(self, value):
        if value not in ("m", "w", "d", "x"):
            raise serializers.ValidationError("unbekannter Schlüssel")
        return value
