class TeilnehmerSerializer(serializers.Serializer):
    vorname = serializers.CharField()
    geschlecht = serializers.CharField(max_length=10)

    def validate_geschlecht(self, value):
        if value not in {"männlich", "weiblich"}:
            raise serializers.ValidationError("unbekannt")
        return value
