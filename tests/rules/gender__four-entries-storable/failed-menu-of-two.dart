Widget feld(BuildContext context) => DropdownButtonFormField<String>(
      decoration: const InputDecoration(labelText: 'Geschlecht'),
      items: const [
        DropdownMenuItem(value: 'm', child: Text('männlich')),
        DropdownMenuItem(value: 'w', child: Text('weiblich')),
      ],
      onChanged: (wert) => wahl = wert,
    );
