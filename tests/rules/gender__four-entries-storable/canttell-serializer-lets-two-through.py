class BewerberSerializer(serializers.ModelSerializer):
    geschlecht = serializers.ChoiceField(
        choices=[("m", "männlich"), ("w", "weiblich"), ("d", "divers"), ("x", "ohne Angabe")]
    )

    def validate_geschlecht(self, value):
        if value not in ("m", "w"):
            raise serializers.ValidationError("derzeit nicht möglich")
        return value
